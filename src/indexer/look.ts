/** What a change of a path means: a file to read, files that are gone, a folder to walk. */
import type {IndexedFolder} from "./folder.js";
import type {KnownFile} from "./store/reader.js";
import type {Store} from "./store/store.js";
import type {Candidate} from "./updater.js";
import {type Stat, statOf, walk} from "./walk.js";

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
    const candidate = (path: string, stat: Stat | undefined): Candidate => {
        const text = textOf(path);
        return {folder, path, size: stat?.size ?? text?.length ?? 0, mtime: text === undefined ? stat?.mtime ?? 0 : -1, text, known: known(path)};
    };
    const stat = statOf(folder.absolute(file));
    const candidates: Candidate[] = [];
    if ((stat !== undefined || textOf(file) !== undefined) && folder.rules.allows(file))
        candidates.push(candidate(file, stat));
    // A directory, or something that is no more; an open document's file may have become one, too.
    if (stat === undefined) {
        folder.rules.forget(file);
        for (const walked of await walk(folder.root, file, folder.rules, signal))
            candidates.push(candidate(walked.path, walked));
    }
    const here = new Set(candidates.map(({path}) => path));
    const removed = folder.paths.below(file).filter((path) => !here.has(path) && textOf(path) === undefined);
    if (folder.paths.idOf(file) !== undefined && !here.has(file))
        removed.push(file);
    return {candidates, removed};
}
