/** Waits to see how much of what was accepted stays. The texts are held until then, and go nowhere. */
import {keptShare, Mark, type TextChange} from "./kept.js";
import type {KeptRecord} from "./types.js";
import type {Taken} from "./suggestions.js";

/** So long after it was accepted. */
export const keptAfterMs = 5 * 60_000;
/** More at a time are not followed: each costs a little at every key. */
const mostWatched = 200;

export interface WatchParts {
    /** What stands between two offsets of an open document; undefined when it is not open. */
    readonly textOf: (uri: string, start: number, end: number) => string | undefined;
    /** Runs something later. @returns what keeps it from running */
    readonly later: (run: () => void, ms: number) => () => void;
    readonly onKept: (record: KeptRecord) => void;
}

interface Watched extends Taken {
    readonly mark: Mark;
    readonly cancel: () => void;
}

export class KeptWatch {
    readonly #parts: WatchParts;
    readonly #watched = new Map<string, Watched>();

    constructor(parts: WatchParts) {
        this.#parts = parts;
    }

    /** Follows an accepted text; one with the same id takes the place of the earlier one. */
    take(taken: Taken): void {
        this.#watched.get(taken.id)?.cancel();
        this.#watched.delete(taken.id);
        // It must stand where it is said to: else nothing could be said of it later.
        if (this.#watched.size >= mostWatched || keptShare(taken.text, this.#parts.textOf(taken.uri, taken.start, taken.end) ?? "") < 1)
            return;
        const cancel = this.#parts.later(() => this.#finish(taken.id), keptAfterMs);
        this.#watched.set(taken.id, {...taken, mark: new Mark(taken.start, taken.end), cancel});
    }

    /** A document has changed; the changes in an order in which they can be made one after the other. */
    changed(uri: string, changes: readonly TextChange[]): void {
        for (const watched of this.#watched.values()) {
            if (watched.uri === uri)
                changes.forEach((change) => watched.mark.follow(change));
        }
    }

    /** A document is about to be closed: what stands now counts. */
    closed(uri: string): void {
        for (const {id, uri: of} of [...this.#watched.values()]) {
            if (of === uri)
                this.#finish(id);
        }
    }

    /** Of what is still waited for, nothing will be known. */
    dispose(): void {
        for (const {cancel} of this.#watched.values())
            cancel();
        this.#watched.clear();
    }

    #finish(id: string): void {
        const watched = this.#watched.get(id);
        this.#watched.delete(id);
        watched?.cancel();
        const now = watched === undefined ? undefined : this.#parts.textOf(watched.uri, watched.mark.start, watched.mark.end);
        if (watched !== undefined && now !== undefined)
            this.#parts.onKept({id, kept: keptShare(watched.text, now)});
    }
}
