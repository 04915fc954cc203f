/**
 * Vectors of chunks, by a digest of their words: a chunk that moves, or comes back, has its vector already. Which chunks have none yet is a table too, so that a process
 * that is killed goes on where it was, and nobody has to look through all of them.
 */
import {hash} from "node:crypto";
import type {DatabaseSync} from "node:sqlite";

import {embeddingErrors} from "../../core/index/vectors/embeddingErrors.js";
import {Nearest} from "../../core/index/vectors/nearest.js";
import {cosine, type QuantizedVector} from "../../core/index/vectors/quantize.js";

export interface VectorlessChunk {
    readonly id: number;
    readonly startLine: number;
    readonly endLine: number;
    readonly scope: string;
    readonly digest: number;
}

const modelKey = "vectors.model", sizeKey = "vectors.size";
/** After so many new vectors those that no chunk has any more are looked for. */
const sweepEvery = 500;

/** What stands for a chunk's words: 48 bits, so that a JavaScript number holds it. Two that share one by chance share a vector, no more. */
export function digestOfWords(words: string): number {
    return hash("sha1", words, "buffer").readUIntBE(0, 6);
}

/** So many chunks get a vector: a search looks at all of them, which takes half a second for these (measured: 5 µs each on two busy cores). */
const mostVectors = 100_000;

export class VectorTable {
    readonly #statements: ReturnType<typeof prepare>;
    readonly #most: number;
    /** More than there can be: who opens an index sweeps it once. */
    #putSinceSweep = sweepEvery;

    /** @param most chunks that get a vector */
    constructor(database: DatabaseSync, most = mostVectors) {
        this.#statements = prepare(database);
        this.#most = most;
    }

    /** The key of the model that the vectors are of; undefined while none are wanted. */
    get model(): string | undefined {
        return this.#meta(modelKey);
    }

    /** Chunks that have a vector, of so many. */
    count(chunks: number): number {
        return this.model === undefined ? 0 : Math.max(0, chunks - Number(this.#statements.countVectorless.get()?.["n"] ?? 0));
    }

    /** Inside of a transaction: forgets the vectors of another model, and notes that all chunks want one of this; undefined: that none do. */
    use(model: string | undefined): void {
        if (model === this.model)
            return;
        for (const statement of [this.#statements.dropVectors, this.#statements.dropVectorless, this.#statements.dropMeta])
            statement.run();
        if (model !== undefined) {
            this.#statements.allVectorless.run();
            this.#statements.setMeta.run(modelKey, model);
        }
    }

    /** Inside of the transaction that writes chunks. */
    noteChunks(chunks: readonly {readonly id: number; readonly digest: number}[]): void {
        if (this.model === undefined)
            return;
        for (const {id, digest} of chunks)
            this.#statements.noteVectorless.run(id, digest);
    }

    /** Inside of the transaction that removes chunks. Their vectors stay until a sweep: what is typed and undone wants them back. */
    forgetChunks(first: number, last: number): void {
        if (this.model !== undefined)
            this.#statements.forgetVectorless.run(first, last);
    }

    /** Chunks without a vector, from the one after `after` on. Inside of a transaction: those that have got one by another's with the same words are no longer among them. */
    vectorless(after: number, limit: number): VectorlessChunk[] {
        for (;;) {
            const room = this.#most - this.count(Number(this.#statements.countChunks.get()?.["n"] ?? 0));
            const rows = this.#statements.vectorless.all(after, Math.max(0, Math.min(room, limit)));
            const served = rows.filter((row) => row["served"] === 1);
            if (served.length === 0)
                return rows.map((row) => ({id: Number(row["id"]), startLine: Number(row["startLine"]), endLine: Number(row["endLine"]), scope: String(row["scope"]), digest: Number(row["digest"])}));
            for (const row of served)
                this.#statements.forgetVectorless.run(Number(row["id"]), Number(row["id"]));
        }
    }

    /** Inside of a transaction. A chunk that has got other words meanwhile goes on waiting. @throws HearthError `embedding.otherSize` */
    put(chunk: number, digest: number, {parts, scale}: QuantizedVector): void {
        const size = this.#size();
        if (size === undefined)
            this.#statements.setMeta.run(sizeKey, String(parts.length));
        else if (size !== parts.length)
            throw embeddingErrors.otherSize(size, parts.length);
        this.#statements.putVector.run(digest, scale, parts);
        this.#statements.hasVector.run(chunk, digest);
        this.#putSinceSweep++;
    }

    /** Inside of a transaction: removes vectors that no chunk has any more, now and then. */
    sweep(): void {
        if (this.#putSinceSweep < sweepEvery)
            return;
        this.#putSinceSweep = 0;
        this.#statements.sweep.run();
    }

    /** Chunks whose vectors are nearest to a query's, best first. All are looked at: no index of vectors is needed for what one workspace has. */
    nearest(query: QuantizedVector, limit: number): number[] {
        const size = this.#size();
        if (size !== query.parts.length)
            return [];
        const nearest = new Nearest<number>(limit);
        for (const {digest, scale, parts} of this.#statements.vectors.iterate() as Iterable<Record<string, unknown>>) {
            if (parts instanceof Uint8Array)
                nearest.add(Number(digest), cosine(query, {parts: new Int8Array(parts.buffer, parts.byteOffset, parts.byteLength), scale: Number(scale)}));
        }
        const order = nearest.keys();
        const rank = new Map(order.map((digest, i) => [digest, i]));
        return this.#statements.chunksOf.all(JSON.stringify(order)).map((row) => ({id: Number(row["id"]), rank: rank.get(Number(row["digest"])) ?? order.length}))
            .sort((a, b) => a.rank - b.rank || a.id - b.id).slice(0, limit).map(({id}) => id);
    }

    #size(): number | undefined {
        const size = this.#meta(sizeKey);
        return size === undefined ? undefined : Number(size);
    }

    #meta(key: string): string | undefined {
        const value = this.#statements.meta.get(key)?.["value"];
        return typeof value === "string" ? value : undefined;
    }
}

function prepare(database: DatabaseSync) {
    const sql = (source: string) => database.prepare(source);
    return {
        meta: sql("SELECT value FROM meta WHERE key = ?"),
        setMeta: sql("INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"),
        dropMeta: sql("DELETE FROM meta WHERE key LIKE 'vectors.%'"),
        dropVectors: sql("DELETE FROM vectors"),
        dropVectorless: sql("DELETE FROM vectorless"),
        allVectorless: sql("INSERT INTO vectorless(chunk) SELECT id FROM chunks"),
        countChunks: sql("SELECT count(*) AS n FROM chunks"),
        countVectorless: sql("SELECT count(*) AS n FROM vectorless"),
        noteVectorless: sql("INSERT INTO vectorless(chunk) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM vectors WHERE digest = ?)"),
        forgetVectorless: sql("DELETE FROM vectorless WHERE chunk BETWEEN ? AND ?"),
        vectorless: sql("SELECT c.*, EXISTS (SELECT 1 FROM vectors WHERE digest = c.digest) AS served FROM vectorless v JOIN chunks c ON c.id = v.chunk WHERE v.chunk > ? ORDER BY v.chunk LIMIT ?"),
        putVector: sql("INSERT OR REPLACE INTO vectors(digest, scale, parts) VALUES(?, ?, ?)"),
        hasVector: sql("DELETE FROM vectorless WHERE chunk IN (SELECT id FROM chunks WHERE id = ? AND digest = ?)"),
        sweep: sql("DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM chunks)"),
        vectors: sql("SELECT digest, scale, parts FROM vectors"),
        chunksOf: sql("SELECT id, digest FROM chunks WHERE digest IN (SELECT value FROM json_each(?))")
    };
}
