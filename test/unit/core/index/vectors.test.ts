import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {describeIndex} from "../../../../src/core/index/state.js";
import {documentText} from "../../../../src/core/index/vectors/documentText.js";
import {embeddingErrors} from "../../../../src/core/index/vectors/embeddingErrors.js";
import {Nearest} from "../../../../src/core/index/vectors/nearest.js";
import {prefixesFor} from "../../../../src/core/index/vectors/prefixes.js";
import {cosine, quantize, type QuantizedVector, withScale} from "../../../../src/core/index/vectors/quantize.js";
import {modelErrors} from "../../../../src/core/models/modelErrors.js";
import type {EmbedderState} from "../../../../src/core/index/vectors/state.js";

function exactCosine(a: readonly number[], b: readonly number[]): number {
    const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, part, i) => sum + part * (y[i] ?? 0), 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Numbers as a model gives them, from a seed: roughly normal. */
function vectorOf(seed: number, size: number): number[] {
    let state = seed * 2_654_435_761 % 4_294_967_296;
    const next = () => {
        state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
        return state / 4_294_967_296 - 0.5;
    };
    return Array.from({length: size}, () => next() + next() + next());
}

function quantized(vector: readonly number[]): QuantizedVector {
    const result = quantize(vector);
    if (result === undefined)
        throw new Error("no direction");
    return result;
}

describe("a quantized vector", () => {
    it("keeps the cosine to a hundredth, whatever the lengths", () => {
        fc.assert(fc.property(fc.nat(10_000), fc.nat(10_000), fc.double({min: 1e-6, max: 1e6, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), (one, other, factor, mix) => {
            const a = vectorOf(one, 384), b = vectorOf(other + 20_000, 384).map((part, i) => (mix * part + (1 - mix) * (a[i] ?? 0)) * factor);
            expect(Math.abs(cosine(quantized(a), quantized(b)) - exactCosine(a, b))).toBeLessThan(0.01);
        }));
    });

    it("is 1 to itself, and comes back whole from its bytes", () => {
        const vector = quantized(vectorOf(3, 768));
        expect(cosine(vector, vector)).toBeCloseTo(1, 9);
        const bytes = Buffer.from(Buffer.from(vector.parts).toString("base64"), "base64");
        expect(withScale(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))).toEqual(vector);
        expect(Math.max(...vector.parts.map(Math.abs))).toBe(127);
    });

    it("is none where there is no direction", () => {
        for (const vector of [[], [0, 0, 0], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]])
            expect(quantize(vector)).toBeUndefined();
        expect(withScale(new Int8Array(4))).toBeUndefined();
    });
});

it("keeps the best of many, in their order", () => {
    fc.assert(fc.property(fc.array(fc.integer({min: 0, max: 50})), fc.integer({min: 1, max: 8}), (scores, most) => {
        const nearest = new Nearest<number>(most);
        for (const [key, score] of scores.entries())
            nearest.add(key, score);
        const sorted = [...scores.entries()].sort(([i, a], [j, b]) => b - a || i - j).slice(0, most).map(([key]) => key);
        expect(nearest.keys()).toEqual(sorted);
    }));
});

describe("what a model expects before a text", () => {
    const query = (name: string, architecture = "bert") => prefixesFor([name], architecture).query;
    const passages = "Represent this sentence for searching relevant passages: ";

    it("is told by its name", () => {
        expect(prefixesFor(["nomic-embed-text-v1.5"], "nomic-bert")).toEqual({query: "search_query: ", document: "search_document: "});
        expect(prefixesFor(["E5 Base v2"], "bert")).toEqual({query: "query: ", document: "passage: "});
        expect(prefixesFor(["multilingual-e5-large"], "bert")).toEqual({query: "query: ", document: "passage: "});
        expect(query("multilingual-e5-large-instruct")).toMatch(/^Instruct: .*\nQuery: $/);
        expect(prefixesFor(["bge-small-en-v1.5"], "bert")).toEqual({query: passages, document: ""});
        expect([query("bge-m3"), query("all-MiniLM-L6-v2"), query("gte-base")]).toEqual(["", "", ""]);
        expect(query("mxbai-embed-large-v1")).toBe(passages);
        expect([query("snowflake-arctic-embed-m"), query("snowflake-arctic-embed-l-v2.0")]).toEqual([passages, "query: "]);
        expect(query("Qwen3 Embedding 0.6B", "qwen3")).toMatch(/^Instruct: .*\nQuery:$/);
        expect(query("nomic-embed-code", "qwen2")).toBe("Represent this query for searching relevant code: ");
        expect(prefixesFor(["embeddinggemma-300m"], "gemma-embedding").document).toBe("title: none | text: ");
    });

    it("is told by the file's name or the architecture where the header's name says nothing", () => {
        expect(prefixesFor(["Converted Model", "e5-small-v2.Q8_0.gguf"], "bert").document).toBe("passage: ");
        expect(prefixesFor(["model", "model.gguf"], "nomic-bert").query).toBe("search_query: ");
        expect(prefixesFor(["model", "model.gguf"], "bert")).toEqual({query: "", document: ""});
    });
});

it("puts a chunk's names before it", () => {
    expect([documentText("src/a.ts", "A.b", "x"), documentText("a.md", "", "y")]).toEqual(["src/a.ts A.b\nx", "a.md\ny"]);
});

it("says of a file what is wrong with it as for any model, with the remedy that is this one's", () => {
    const {code, message} = embeddingErrors.unusableEmbedding(modelErrors.notFound("/m/e.gguf"));
    expect(code).toBe("model.notFound");
    expect(message).toBe("The model file /m/e.gguf does not exist. Name another embedding model in “hearth.index.embeddings”, or leave it empty.");
});

it("says in the index's line how many chunks have a vector", () => {
    const stats = {files: 1, symbols: 2, chunks: 1_300, vectors: 1_200, skipped: 0, bytes: 1e6, updatedAt: 0};
    const line = (embedder: EmbedderState, vectors = stats.vectors) => describeIndex({kind: "ready", stats: {...stats, vectors}, readOnly: false}, 0, embedder).replace(/^.*updated yet/, "");
    expect(line({kind: "off"})).toBe("");
    expect(line({kind: "loading"})).toBe("; the embedding model is being loaded");
    expect(line({kind: "ready", name: "m"})).toBe("; vectors for 1,200 of 1,300 chunks");
    expect(line({kind: "ready", name: "m"}, 1_300)).toBe("; vectors for all 1,300 chunks");
    expect(line({kind: "failed", error: embeddingErrors.embeddingNotReady().toData()})).toContain("; no vectors: No embedding model is loaded.");
});
