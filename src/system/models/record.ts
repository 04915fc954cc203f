/** The note beside a model file (`<file>.hearth.json`) that says which file it should be and where it came from. */
import {readFile} from "node:fs/promises";

export interface ModelRecord {
    /** Lower-case hex. */
    readonly sha256: string;
    readonly name?: string;
    readonly license?: string;
    readonly source?: string;
}

/** Where the note on a model file lies. */
export function modelRecordPath(file: string): string {
    return `${file}.hearth.json`;
}

/**
 * The note on the model at `file`, or undefined when there is none. One that can't be read or makes no sense counts as none; `log` gets
 * the sentence that says so. Never throws.
 */
export async function readModelRecord(file: string, log: (sentence: string) => void = console.warn): Promise<ModelRecord | undefined> {
    const recordPath = modelRecordPath(file);
    let text: string;
    try {
        text = await readFile(recordPath, "utf8");
    } catch (error) {
        if (!isMissing(error))
            log(`The model record ${recordPath} can't be read and is ignored: ${String(error)}`);
        return undefined;
    }
    const record = parseRecord(text);
    if (record === undefined)
        log(`The model record ${recordPath} is damaged and is ignored; “npm run model” writes it again.`);
    return record;
}

function parseRecord(text: string): ModelRecord | undefined {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError)
            return undefined;
        throw error;
    }
    if (typeof value !== "object" || value === null || !("sha256" in value))
        return undefined;
    const fields = value as Partial<Record<keyof ModelRecord, unknown>>;
    if (typeof fields.sha256 !== "string" || !/^[0-9a-f]{64}$/iu.test(fields.sha256))
        return undefined;
    return {
        sha256: fields.sha256.toLowerCase(),
        ...optional("name", fields.name), ...optional("license", fields.license), ...optional("source", fields.source)
    };
}

function optional<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
    return typeof value === "string" ? {[key]: value} as Record<K, string> : {};
}

function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
