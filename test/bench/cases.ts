/** Benchmark cases: what fim-cases.mjs writes, and HumanEval-Infilling. */
import {readFile} from "node:fs/promises";
import {gunzipSync} from "node:zlib";

export interface FimCase {
    readonly id: string;
    readonly file: string;
    readonly languageId: string;
    readonly prefix: string;
    readonly suffix: string;
    readonly target: string;
}

export type CaseFormat = "fim" | "humaneval";

/** @throws when a line is no such case: with the line's number */
export async function readCases(file: string, format: CaseFormat, limit: number): Promise<FimCase[]> {
    const bytes = await readFile(file);
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    return text.split("\n").filter((line) => line !== "").slice(0, limit).map((line, i) => {
        try {
            const value = JSON.parse(line) as Record<string, unknown>;
            return format === "humaneval" ? humanEval(value) : fim(value, i);
        } catch (error) {
            throw new Error(`${file}, line ${i + 1}: not a case of the format ${format} (${error instanceof Error ? error.message : String(error)})`, {cause: error});
        }
    });
}

function fim(value: Record<string, unknown>, i: number): FimCase {
    const file = text(value, "file");
    return {
        id: `${file}#${String(i)}`, file, languageId: languageOf(file),
        prefix: text(value, "prefix"), suffix: text(value, "suffix"), target: text(value, "target")
    };
}

/** HumanEval-Infilling's target is a whole line with its line break; the cursor stands on that line, emptied. */
function humanEval(value: Record<string, unknown>): FimCase {
    return {
        id: text(value, "task_id"), file: "solution.py", languageId: "python",
        prefix: text(value, "prompt"), suffix: `\n${text(value, "suffix")}`, target: text(value, "canonical_solution").replace(/\n$/, "")
    };
}

function text(value: Record<string, unknown>, field: string): string {
    const found = value[field];
    if (typeof found !== "string")
        throw new Error(`it has no text “${field}”`);
    return found;
}

const languages: Readonly<Record<string, string>> = {
    ts: "typescript", tsx: "typescriptreact", js: "javascript", mjs: "javascript", py: "python", go: "go", rs: "rust", java: "java",
    c: "c", h: "c", cpp: "cpp", cs: "csharp", rb: "ruby", php: "php"
};

function languageOf(file: string): string {
    return languages[file.split(".").at(-1) ?? ""] ?? "plaintext";
}
