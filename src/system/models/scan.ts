/** Bounded, forgiving looks into folders that belong to other programs. */
import {readdir} from "node:fs/promises";
import path from "node:path";

import {cancelledError} from "../../core/errors.js";

/** Files and folders of one folder by name, in order; links count as what they may lead to: both. */
export interface Listing {
    readonly files: readonly string[];
    readonly folders: readonly string[];
}

/** No cache of models holds more in one place; what goes beyond is not looked at. */
const mostPerFolder = 2000;

/** What `folder` holds, hidden entries left out. Empty when it does not exist or can't be read: then it has no model for this user. */
export async function list(folder: string): Promise<Listing> {
    try {
        const entries = (await readdir(folder, {withFileTypes: true})).filter((entry) => !entry.name.startsWith(".")).slice(0, mostPerFolder);
        const named = (accept: (entry: (typeof entries)[number]) => boolean) =>
            entries.filter(accept).map((entry) => entry.name).sort();
        return {
            files: named((entry) => entry.isFile() || entry.isSymbolicLink()),
            folders: named((entry) => entry.isDirectory() || entry.isSymbolicLink())
        };
    } catch (error) {
        if (error instanceof Error && "code" in error)
            return {files: [], folders: []};
        throw error;
    }
}

export interface ScanLimits {
    /** Folders below the first that are entered. */
    readonly depth: number;
    /** Paths that are returned at most. */
    readonly files: number;
    readonly signal?: AbortSignal | undefined;
}

/**
 * Absolute paths of the `.gguf` files in `root` and below, nearest first. Projectors of vision models (`mmproj`), vocabularies without weights and
 * the later parts of split models are no choices and left out. Throws `request.cancelled` when aborted.
 */
export async function findGgufFiles(root: string, limits: ScanLimits): Promise<string[]> {
    const found: string[] = [];
    let level = [root];
    for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
        const next: string[] = [];
        for (const folder of level) {
            throwIfCancelled(limits.signal);
            const {files, folders} = await list(folder);
            for (const name of files.filter(isModelName)) {
                if (found.length >= limits.files)
                    return found;
                found.push(path.join(folder, name));
            }
            next.push(...folders.map((name) => path.join(folder, name)));
        }
        level = next.slice(0, mostPerFolder);
    }
    return found;
}

function isModelName(name: string): boolean {
    if (!/\.gguf$/iu.test(name) || /mmproj/iu.test(name) || /^ggml-vocab-/iu.test(name))
        return false;
    const part = /-(\d{5})-of-\d{5}\.gguf$/iu.exec(name);
    return part === null || part[1] === "00001";
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
    if (signal?.aborted === true)
        throw cancelledError();
}
