/** Tells the state of an index: progress not too often, and with the counts of what is there. */
import path from "node:path";

import {type IndexerState, type IndexStats, noStats} from "../core/index/state.js";
import {databaseFile} from "./store/database.js";
import type {Store} from "./store/store.js";

/** Progress is told at most so often. */
const progressMs = 200;
/** Counts that change while nothing is read, at most so often. */
const countsMs = 2_000;

export class StateTeller {
    readonly #storage: string;
    readonly #onState: (state: IndexerState) => void;
    #updatedAt = 0;
    #toldAt = 0;
    /** What was told last is that the index is ready, with these counts. */
    #toldReady: IndexStats | undefined;

    constructor(storage: string, onState: (state: IndexerState) => void) {
        this.#storage = storage;
        this.#onState = onState;
    }

    /** Something has been brought into the index just now. */
    noteUpdate(): void {
        this.#updatedAt = Date.now();
    }

    stats(store: Store | undefined): IndexStats {
        return store?.reader.stats(path.join(this.#storage, databaseFile), this.#updatedAt) ?? noStats;
    }

    ready(store: Store | undefined): void {
        this.#toldAt = performance.now();
        this.#toldReady = this.stats(store);
        this.#onState({kind: "ready", readOnly: store?.isWriter !== true, stats: this.#toldReady});
    }

    /** Tells a ready index's counts again where they have changed; `now`: although something was told a moment ago. */
    countsChanged(store: Store | undefined, now: boolean): void {
        if (this.#toldReady === undefined || (!now && performance.now() - this.#toldAt < countsMs) || this.#toldReady.vectors === this.stats(store).vectors)
            return;
        this.ready(store);
    }

    paused(store: Store | undefined): void {
        this.#toldReady = undefined;
        this.#onState({kind: "paused", stats: this.stats(store)});
    }

    /** @param total undefined while the folders are walked; `now`: although something was told a moment ago */
    progress(store: Store | undefined, done: number, total: number | undefined, now = false): void {
        if (!now && performance.now() - this.#toldAt < progressMs)
            return;
        this.#toldAt = performance.now();
        this.#toldReady = undefined;
        this.#onState({kind: "indexing", done, total, stats: this.stats(store)});
    }
}
