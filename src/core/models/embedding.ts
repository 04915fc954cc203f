/** Which model files can embed text: encoders, and causal models whose header says how their tokens' vectors become one. */
import {embeddingErrors} from "../index/vectors/embeddingErrors.js";
import {isRunnable} from "./architectures.js";
import type {GgufSummary} from "./modelInfo.js";

/** Encoders that the engine runs, by `general.architecture`. */
const encoders: ReadonlySet<string> = new Set([
    "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert", "gemma-embedding", "llama-embed"
]);

/** llama.cpp's numbers for `ARCHITECTURE.pooling_type` (`enum llama_pooling_type` in its llama.h). */
const pooling = {none: 0, rank: 4};

/** Throws `embedding.notEmbeddingModel`, whose sentence says what the file at `path` is, unless it can embed text. */
export function requireEmbedding({type, architecture, poolingType}: GgufSummary, path: string): void {
    if (type !== "model")
        throw embeddingErrors.notEmbeddingModel(path, `it is no model but ${type === "adapter" ? "an adapter" : "a part of one"}`);
    if (poolingType === pooling.rank)
        throw embeddingErrors.notEmbeddingModel(path, "it is a reranker, which compares texts and gives no vectors");
    if (encoders.has(architecture))
        return;
    if (!isRunnable(architecture))
        throw embeddingErrors.notEmbeddingModel(path, `Hearth's engine can't do so with the architecture “${architecture}”`);
    if (poolingType === undefined || poolingType === pooling.none)
        throw embeddingErrors.notEmbeddingModel(path, "it is a model that writes text (its header names no pooling)");
}
