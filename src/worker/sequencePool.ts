/**
 * Several KV caches of one context, so that going back to another place or file does not read it again: a prompt goes to the cache that holds most
 * of it, else to the one not used for longest.
 */
import type {Token} from "node-llama-cpp";

import type {CachedSequence} from "./sequence.js";

/** A cache that holds less than this share of a prompt is as good as any other: better to keep what it holds for its own place. */
const worthwhileShare = 0.25;

export class SequencePool {
    /** The most recently used last. */
    readonly #sequences: CachedSequence[];

    /** @param sequences at least one */
    constructor(sequences: readonly CachedSequence[]) {
        this.#sequences = [...sequences];
    }

    /** Most tokens of a prompt with its answer. */
    get capacity(): number {
        return Math.min(...this.#sequences.map((sequence) => sequence.capacity));
    }

    /** The cache to use for a prompt; counts as its use. */
    take(tokens: readonly Token[]): CachedSequence {
        const best = this.#best(tokens);
        const [oldest] = this.#sequences;
        const chosen = best.sequence !== undefined && best.held >= worthwhileShare * tokens.length ? best.sequence : oldest;
        if (chosen === undefined)
            throw new Error("a sequence pool needs a sequence");
        this.#sequences.splice(this.#sequences.indexOf(chosen), 1);
        this.#sequences.push(chosen);
        return chosen;
    }

    #best(tokens: readonly Token[]): {readonly sequence: CachedSequence | undefined; readonly held: number} {
        let best: {sequence: CachedSequence | undefined; held: number} = {sequence: undefined, held: -1};
        for (const sequence of this.#sequences) {
            const held = sequence.held(tokens);
            if (held > best.held)
                best = {sequence, held};
        }
        return best;
    }
}
