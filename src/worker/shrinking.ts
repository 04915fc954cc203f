/** Contexts when memory is short: others give theirs back, then half the size as often as it takes, down to a least; then one clear sentence. */
import type {AdapterUse} from "../core/adapters/use.js";
import {HearthError} from "../core/errors.js";
import type {OpenContext} from "./places.js";

export interface ShrinkingOptions {
    /** Tokens to begin with. */
    readonly size: number;
    /** Tokens below which the context would be of no use. */
    readonly least: number;
    /** @throws HearthError `engine.outOfMemory` when there is no room for `size` tokens */
    readonly open: (size: number, adapters: readonly AdapterUse[], signal: AbortSignal) => Promise<OpenContext>;
    /** Told when a smaller size is tried from now on. */
    readonly onShrink: (size: number) => void;
}

export class ShrinkingContexts {
    readonly #options: ShrinkingOptions;
    #size: number;

    constructor(options: ShrinkingOptions) {
        this.#options = options;
        this.#size = options.size;
    }

    /** Tokens that every context which is opened from now on has at most. */
    get size(): number {
        return this.#size;
    }

    /**
     * @param makeRoom gives memory back that something else holds, and says whether it did: tried before the size goes down
     * @throws HearthError `engine.outOfMemory` when even the least size has no room, or whatever else keeps it from opening
     */
    async open(adapters: readonly AdapterUse[], signal: AbortSignal, makeRoom: () => Promise<boolean> = () => Promise.resolve(false)): Promise<OpenContext> {
        for (;;) {
            try {
                return await this.#options.open(this.#size, adapters, signal);
            } catch (error) {
                if (!isShortOfMemory(error))
                    throw error;
                if (await makeRoom())
                    continue;
                const half = Math.floor(this.#size / 2);
                if (half < this.#options.least)
                    throw error;
                this.#size = half;
                this.#options.onShrink(half);
            }
        }
    }
}

export function isShortOfMemory(error: unknown): boolean {
    return error instanceof HearthError && error.code === "engine.outOfMemory";
}
