/** Reads the source files of folders, file by file, in an order that the seed decides. */
import {readdir, readFile} from "node:fs/promises";
import path from "node:path";

import type {SourceFile} from "../core/training/example.js";

/** A folder of sources and the name that its project has. */
export interface SourceFolder {
    readonly repository: string;
    readonly folder: string;
    /** Only these of its folders, relative to it; absent: all. */
    readonly only?: readonly string[];
}

/** Files whose language has a grammar here, by their name's end. */
const languages: Readonly<Record<string, string>> = {
    ts: "typescript", mts: "typescript", cts: "typescript", tsx: "typescriptreact", js: "javascript", mjs: "javascript", cjs: "javascript", jsx: "javascriptreact",
    py: "python", go: "go", rs: "rust", java: "java", c: "c", h: "c", cc: "cpp", cpp: "cpp", hpp: "cpp", cs: "csharp", rb: "ruby", php: "php", sh: "shellscript",
    css: "css", kt: "kotlin", lua: "lua"
};

/** Paths of a project's source files, relative to its folder, forward slashes, sorted. Links are not followed. */
export async function sourcePaths({folder, only}: SourceFolder): Promise<string[]> {
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    return entries.filter((entry) => entry.isFile() && languageOf(entry.name) !== undefined)
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .filter((file) => only === undefined || only.some((part) => file.startsWith(`${part}/`)))
        .sort();
}

/** @throws the file system's error; undefined for a file that is not UTF-8 text */
export async function readSource({repository, folder}: SourceFolder, file: string): Promise<SourceFile | undefined> {
    const bytes = await readFile(path.join(folder, file));
    const text = bytes.toString("utf8");
    if (text.includes("\ufffd") || text.includes("\0"))
        return undefined;
    return {repository, path: file, languageId: languageOf(file) ?? "plaintext", text: text.replaceAll("\r\n", "\n")};
}

function languageOf(file: string): string | undefined {
    return languages[file.slice(file.lastIndexOf(".") + 1).toLowerCase()];
}
