/** The note beside a model file (`<file>.hearth.json`) that says which file it should be and where it came from. */
import {readFile} from "node:fs/promises";

import {type FimLayout, fimLayoutNamed, fimLayouts} from "../../core/completion/fim.js";

export interface ModelRecord {
    /** Lower-case hex. */
    readonly sha256: string;
    readonly name?: string;
    readonly license?: string;
    readonly source?: string;
    /** The order of a completion prompt's parts, in place of the model family's own. */
    readonly layout?: FimLayout;
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
    const record = parseRecord(text, (layout) => log(`The model record ${recordPath} names the prompt layout ${JSON.stringify(layout)}, which Hearth does not know, so the model's own is used; ` +
        `write ${fimLayouts.map((name) => `“${name}”`).join(", ")} there, or nothing.`));
    if (record === undefined)
        log(`The model record ${recordPath} is damaged and is ignored; “npm run model” writes it again.`);
    return record;
}

function parseRecord(text: string, onUnknownLayout: (layout: unknown) => void): ModelRecord | undefined {
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
    const layout = typeof fields.layout === "string" ? fimLayoutNamed(fields.layout) : undefined;
    if (fields.layout !== undefined && layout === undefined)
        onUnknownLayout(fields.layout);
    return {
        sha256: fields.sha256.toLowerCase(),
        ...optional("name", fields.name), ...optional("license", fields.license), ...optional("source", fields.source),
        ...layout === undefined ? {} : {layout}
    };
}

function optional<K extends string>(key: K, value: unknown): Partial<Record<K, string>> {
    return typeof value === "string" ? {[key]: value} as Record<K, string> : {};
}

function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
