/** What a change of a path means: a file to read, files that are gone, a folder to walk. */
import type {IndexedFolder} from "./folder.js";
import type {KnownFile} from "./store/reader.js";
import type {Store} from "./store/store.js";
import type {Candidate} from "./updater.js";
import {statOf, walk} from "./walk.js";

export interface Look {
    readonly candidates: readonly Candidate[];
    /** Known files that are no more, or no longer belong to the index. */
    readonly removed: readonly string[];
}

/**
 * @param file in the folder, forward slashes
 * @param documents texts of open documents, by absolute path
 * @throws AbortError of `signal`
 */
export async function lookAt(folder: IndexedFolder, file: string, documents: ReadonlyMap<string, string>, store: Store, signal: AbortSignal): Promise<Look> {
    const known = (path: string): KnownFile | undefined => {
        const id = folder.paths.idOf(path);
        return id === undefined ? undefined : store.reader.file(id);
    };
    const textOf = (path: string) => documents.get(folder.absolute(path));
    const text = textOf(file);
    const stat = statOf(folder.absolute(file));
    if (text !== undefined || stat !== undefined) {
        if (folder.rules.allows(file))
            return {candidates: [{folder, path: file, size: stat?.size ?? text?.length ?? 0, mtime: text === undefined ? stat?.mtime ?? 0 : -1, text, known: known(file)}], removed: []};
        return {candidates: [], removed: folder.paths.idOf(file) === undefined ? [] : [file]};
    }
    // A directory, or something that is no more.
    const walked = await walk(folder.root, file, folder.rules, signal);
    const here = new Set(walked.map(({path}) => path));
    const before = [...folder.paths.idOf(file) === undefined ? [] : [file], ...folder.paths.below(file)];
    return {
        removed: before.filter((path) => !here.has(path) && textOf(path) === undefined),
        candidates: walked.map((each) => {
            const open = textOf(each.path);
            return {folder, ...each, mtime: open === undefined ? each.mtime : -1, text: open, known: known(each.path)};
        })
    };
}
