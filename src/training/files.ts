/** Reads the source files of folders, file by file, in an order that the seed decides. */
import {readdir, readFile} from "node:fs/promises";
import path from "node:path";

import {languageOf} from "../core/index/languages.js";
import type {SourceFile} from "../core/training/example.js";

/** A folder of sources and the name that its project has. */
export interface SourceFolder {
    readonly repository: string;
    readonly folder: string;
    /** Only these of its folders, relative to it; absent: all. */
    readonly only?: readonly string[];
}

/** Languages that are trained on: those in which people write, and the syntax of which is known here. */
const trained: ReadonlySet<string> = new Set([
    "typescript", "typescriptreact", "javascript", "javascriptreact", "python", "go", "rust", "java", "c", "cpp", "csharp", "ruby", "php", "shellscript", "css", "kotlin", "lua"
]);

/** Paths of a project's source files, relative to its folder, forward slashes, sorted. Links are not followed. */
export async function sourcePaths({folder, only}: SourceFolder): Promise<string[]> {
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    return entries.filter((entry) => entry.isFile() && trained.has(languageOf(entry.name)))
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
    return {repository, path: file, languageId: languageOf(file), text: text.replaceAll("\r\n", "\n")};
}
