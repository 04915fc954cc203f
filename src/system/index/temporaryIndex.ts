/** An index of a folder for a while, in a folder of the system's for temporary files: for what makes training examples and what measures. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";

import type {IndexStats} from "../../core/index/state.js";
import {Indexer} from "./indexer.js";

export interface TemporaryIndex {
    readonly indexer: Indexer;
    readonly stats: IndexStats;
    /** Ends the process and removes what it kept. */
    dispose(): Promise<void>;
}

/**
 * Indexes a folder whole. Problems go to stderr.
 * @param script the built index process
 */
export async function openTemporaryIndex(script: string, folder: {readonly path: string; readonly name: string}): Promise<TemporaryIndex> {
    const storage = await mkdtemp(path.join(tmpdir(), "hearth-index-"));
    const indexer = new Indexer({
        script, onState: () => undefined, onNotice: (message) => console.error(message),
        log: ({level, message}) => {
            if (level === "error" || level === "warn")
                console.error(`${level}: ${message}`);
        }
    });
    await indexer.use({storage, folders: [folder], exclude: []});
    return {
        indexer, stats: await indexer.settled(),
        async dispose() {
            await indexer.dispose();
            await rm(storage, {recursive: true, force: true});
        }
    };
}
