/** Carries chunks from the index to the embedding model and their vectors back, in the background, and gives questions theirs. */
import {setTimeout as sleep} from "node:timers/promises";

import {asHearthError, cancelledError} from "../../core/errors.js";
import type {QueryVector, SearchHit, SearchParams} from "../../protocol/indexMessages.js";
import type {LogEntry} from "../../protocol/messages.js";
import type {Embedder} from "./embedder.js";
import type {Indexer} from "./indexer.js";

/** Chunks that are on their way at a time: what a kill can cost. */
const batchChunks = 8;

export interface VectorsOptions {
    readonly indexer: Indexer;
    readonly embedder: Embedder;
    readonly log: (entry: LogEntry) => void;
}

export class Vectors {
    readonly #options: VectorsOptions;
    readonly #ended = new AbortController();
    #running = false;
    #again = false;

    constructor(options: VectorsOptions) {
        this.#options = options;
    }

    /** To be called whenever the index or the embedding model has another state: goes on where chunks have no vector yet. */
    wake(): void {
        this.#again = true;
        if (!this.#running)
            void this.#run();
    }

    /**
     * Finds code by words, names and, where an embedding model is loaded, by meaning.
     * @param patienceMs how long the question's vector may take; without it in time the search goes on as if there were no model
     * @throws HearthError `index.notReady`, `request.cancelled`, `engine.crashed`
     */
    async search({query, limit}: SearchParams, patienceMs: number, signal?: AbortSignal): Promise<readonly SearchHit[]> {
        const vector = await this.#queryVector(query, patienceMs, signal);
        if (signal?.aborted === true)
            throw cancelledError();
        return await this.#options.indexer.search(vector === undefined ? {query, limit} : {query, limit, vector}, signal);
    }

    dispose(): void {
        this.#ended.abort();
    }

    async #queryVector(query: string, patienceMs: number, signal: AbortSignal | undefined): Promise<QueryVector | undefined> {
        const {embedder} = this.#options;
        const model = embedder.info?.key;
        if (model === undefined)
            return undefined;
        const limit = AbortSignal.any([AbortSignal.timeout(patienceMs), ...signal === undefined ? [] : [signal]]);
        try {
            // A text at work can't be stopped: who has waited long enough does not wait for its end.
            const [parts] = await Promise.race([embedder.embed([query], "query", limit), sleep(patienceMs, [], {ref: false})]);
            return parts === undefined ? undefined : {model, parts};
        } catch (error) {
            this.#note(error);
            return undefined;
        }
    }

    async #run(): Promise<void> {
        this.#running = true;
        try {
            while (this.#again && !this.#ended.signal.aborted) {
                this.#again = false;
                await this.#pass();
            }
        } catch (error) {
            // A process that is gone, or an index that is being made anew, tells of its next state.
            this.#note(error);
        }
        this.#running = false;
    }

    /** The embedding model's key, when both are there and nothing is being read into the index. */
    #model(): string | undefined {
        const {indexer: {state}, embedder} = this.#options;
        return state.kind === "ready" && !state.readOnly && !this.#ended.signal.aborted ? embedder.info?.key : undefined;
    }

    /** Once through the chunks that have no vector. */
    async #pass(): Promise<void> {
        const {indexer, embedder} = this.#options;
        let after: number | undefined = 0;
        for (let model = this.#model(); model !== undefined && after !== undefined; model = this.#model()) {
            const {chunks, next} = await indexer.vectorless({model, after, limit: batchChunks});
            after = next;
            if (chunks.length === 0)
                continue;
            try {
                const vectors = await embedder.embed(chunks.map(({text}) => text), "document", this.#ended.signal);
                await indexer.putVectors({model, vectors: chunks.flatMap(({chunk, digest}, i) => vectors[i] === undefined ? [] : [{chunk, digest, parts: vectors[i]}])});
            } catch (error) {
                // One text that the model can make nothing of must not keep the others from it.
                if (asHearthError(error).code !== "embedding.noVector")
                    throw error;
                this.#note(error);
            }
        }
    }

    #note(error: unknown): void {
        const known = asHearthError(error);
        if (known.code !== "request.cancelled")
            this.#options.log({level: "debug", message: `vectors: ${known.inFull}`});
    }
}
