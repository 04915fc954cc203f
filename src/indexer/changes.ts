/** What a batch of changed paths means for the index: the files to read, and what else must be looked at again. */
import {isResolveConfig, lastPart} from "../core/index/resolve.js";
import type {IndexedFolder} from "./folder.js";
import {lookAt} from "./look.js";
import type {Store} from "./store/store.js";
import type {Candidate, Updater} from "./updater.js";

export interface ChangesOptions {
    /** Absolute paths: of all, and of those that changed on disk. */
    readonly files: ReadonlySet<string>;
    readonly onDisk: ReadonlySet<string>;
    readonly folders: readonly IndexedFolder[];
    /** Texts of open documents, by absolute path. */
    readonly documents: ReadonlyMap<string, string>;
    readonly store: Store;
    readonly updater: Updater;
    readonly signal: AbortSignal;
}

export interface Changes {
    readonly candidates: readonly Candidate[];
    /** Folders whose imports may lead elsewhere now. */
    readonly configs: ReadonlySet<IndexedFolder>;
    /** Folders whose rules of what is ignored changed. */
    readonly toWalk: ReadonlySet<IndexedFolder>;
}

/** Takes what is gone out of the index at once. @throws AbortError of `signal` */
export async function lookAtAll({files, onDisk, folders, documents, store, updater, signal}: ChangesOptions): Promise<Changes> {
    const candidates: Candidate[] = [];
    const configs = new Set<IndexedFolder>(), toWalk = new Set<IndexedFolder>();
    for (const file of files) {
        // A folder inside another one belongs to the inner.
        const folder = folders.filter((each) => each.relative(file) !== undefined).sort((a, b) => b.root.length - a.root.length)[0];
        const inside = folder?.relative(file);
        if (folder === undefined || inside === undefined)
            continue;
        // Ignore files hold as they are on disk, as git reads them.
        if (onDisk.has(file) && /^\.(gitignore|hearthignore)$/.test(lastPart(inside)))
            toWalk.add(folder);
        const look = await lookAt(folder, inside, documents, store, signal);
        updater.remove(folder, look.removed);
        // One by one: a folder that was moved here may have more files than a call may have arguments.
        for (const candidate of look.candidates)
            candidates.push(candidate);
        if (isResolveConfig(inside) || look.removed.some(isResolveConfig) || look.candidates.some((each) => isResolveConfig(each.path)))
            configs.add(folder);
    }
    return {candidates, configs, toWalk};
}
