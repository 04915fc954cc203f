/**
 * KV caches by place and adapters: going back to another file does not read it again, switching to an adapter used lately loads nothing, and what was read
 * under one set of adapters is never used under another. Each cache is a context of its own: a context with three sequences writes a fifth slower than one
 * with a single sequence (docs/PERFORMANCE.md), and the engine gives adapters to whole contexts.
 */
import type {LlamaContext, Token} from "node-llama-cpp";

import {adapterKey, type AdapterUse} from "../core/adapters/use.js";
import type {CachedSequence} from "./sequence.js";

export interface ContextSource {
    /** Most tokens of a prompt with its answer, for every cache. */
    readonly size: number;
    /** Throws a HearthError unless the adapters' files are the ones asked for, sound, and fit the model, and there is memory for it. */
    open(adapters: readonly AdapterUse[], signal: AbortSignal, makeRoom: () => Promise<boolean>): Promise<OpenContext>;
}

export interface OpenContext {
    readonly context: LlamaContext;
    readonly sequence: CachedSequence;
}

interface Place extends OpenContext {
    readonly key: string;
}

/** Caches under one set of adapters: the file at work and the one before it. */
const placesKept = 2;
/** Caches in all: some 70 MB each for a 0.5B (docs/PERFORMANCE.md), so two sets of adapters with two places each, or four with one. */
const mostPlaces = 4;
/** A cache that holds less than this share of a prompt is as good as any other: better to keep what it holds for its own place. */
const worthwhileShare = 0.25;

/** Not for concurrent use: one completion at a time takes a cache and is done with it before the next. */
export class Places {
    readonly #contexts: ContextSource;
    /** The most recently used last. */
    readonly #places: Place[] = [];

    constructor(contexts: ContextSource) {
        this.#contexts = contexts;
    }

    get capacity(): number {
        return this.#contexts.size;
    }

    /**
     * The cache to use for a prompt; counts as its use.
     * @throws HearthError `adapter.*` for an adapter that can't be used; the other caches stay
     */
    async take(tokens: readonly Token[], adapters: readonly AdapterUse[], signal: AbortSignal): Promise<CachedSequence> {
        const key = adapterKey(adapters);
        const mine = this.#places.filter((place) => place.key === key);
        const held = new Map(mine.map((place) => [place, place.sequence.held(tokens)]));
        const best = mine.reduce<Place | undefined>((found, place) => found === undefined || (held.get(place) ?? 0) > (held.get(found) ?? 0) ? place : found, undefined);
        const isWorthwhile = best !== undefined && (held.get(best) ?? 0) >= worthwhileShare * tokens.length;
        const reusable = isWorthwhile ? best : mine.find(({sequence}) => sequence.isEmpty) ?? (mine.length < placesKept ? undefined : mine[0]);
        const chosen = reusable ?? await this.#open(key, adapters, signal);
        this.#places.splice(this.#places.indexOf(chosen), 1);
        this.#places.push(chosen);
        return chosen.sequence;
    }

    async #open(key: string, adapters: readonly AdapterUse[], signal: AbortSignal): Promise<Place> {
        // A cache that nothing was read into serves nobody; then the one not used for longest goes.
        await this.#closeWhere((place) => place.key !== key && place.sequence.isEmpty);
        while (this.#places.length >= mostPlaces)
            await this.#close(this.#places[0]);
        const place = {key, ...await this.#contexts.open(adapters, signal, () => this.#close(this.#places[0]))};
        this.#places.push(place);
        return place;
    }

    async dispose(): Promise<void> {
        await this.#closeWhere(() => true);
    }

    async #closeWhere(goes: (place: Place) => boolean): Promise<void> {
        for (const place of this.#places.filter(goes))
            await this.#close(place);
    }

    /** @returns whether there was one to close */
    async #close(place: Place | undefined): Promise<boolean> {
        if (place === undefined)
            return false;
        this.#places.splice(this.#places.indexOf(place), 1);
        await place.context.dispose();
        return true;
    }
}
