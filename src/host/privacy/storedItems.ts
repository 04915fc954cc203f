/** All that Hearth keeps on this machine of what is done here, with its size. */
import {readdir, stat} from "node:fs/promises";
import path from "node:path";
import type * as vscode from "vscode";

import type {DeletableKind, StoredItem} from "../../core/privacy/report.js";

/** What each name in Hearth's storage is, and how it goes. */
const known: readonly (readonly [name: RegExp, what: string, deletedBy: string, kind?: DeletableKind])[] = [
    [/^conversations\.db/, "conversations of the chat, with what was attached", "“Hearth: Delete All Conversations…”; by age: hearth.chat.days", "conversations"],
    [/^statistics\.db/, "the local record: figures, names of languages, models and adapters", "“Hearth: Show Statistics”, Delete All…; by age: hearth.statistics.days", "statistics"],
    [/^index$/, "the workspace's index: names, signatures, which words stand where, vectors if there is an embedding model", "turning hearth.index.enabled off", "index"],
    [/^compute\.lock/, "whose turn it is among several windows; holds nothing of yours", "closing VS Code"]
];

/** In the order of the folders, the names sorted. */
export async function storedItems({storageUri, globalStorageUri}: vscode.ExtensionContext): Promise<StoredItem[]> {
    const found: StoredItem[] = [];
    for (const folder of new Set([globalStorageUri.fsPath, ...storageUri === undefined ? [] : [storageUri.fsPath]])) {
        const names = (await namesIn(folder)).sort();
        // SQLite's log and shared memory belong to the database beside them.
        for (const name of names.filter((each) => !/-(?:wal|shm)$/.test(each))) {
            const [, what = "something that this version of Hearth does not know", deletedBy = "deleting it by hand", kind] = known.find(([pattern]) => pattern.test(name)) ?? [];
            const parts = names.filter((each) => each === name || each === `${name}-wal` || each === `${name}-shm`);
            const sizes = await Promise.all(parts.map((each) => sizeOf(path.join(folder, each))));
            found.push({what, path: path.join(folder, name), bytes: sizes.reduce((sum, size) => sum + size, 0), deletedBy, kind});
        }
    }
    return found;
}

/** Of a file, or of all in a folder; what is gone meanwhile counts nothing. */
async function sizeOf(file: string): Promise<number> {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory() !== true)
        return found?.size ?? 0;
    const sizes = await Promise.all((await namesIn(file)).map((name) => sizeOf(path.join(file, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
}

/** Nothing was kept yet where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
    return await readdir(folder).catch(() => []);
}
