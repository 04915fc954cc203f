/** The embedding model: checked, loaded on the CPU, and asked for one text at a time. */
import path from "node:path";

import type {LlamaEmbeddingContext, LlamaModel} from "node-llama-cpp";

import {HearthError} from "../core/errors.js";
import {embeddingErrors} from "../core/index/vectors/embeddingErrors.js";
import {type Prefixes, prefixesFor, type TextRole} from "../core/index/vectors/prefixes.js";
import {quantize, type QuantizedVector} from "../core/index/vectors/quantize.js";
import {requireEmbedding} from "../core/models/embedding.js";
import type {GgufSummary} from "../core/models/modelInfo.js";
import {modelErrors} from "../core/models/modelErrors.js";
import type {EmbedderInfo, LoadEmbedderParams} from "../protocol/embedMessages.js";
import {sha256OfFile} from "../system/models/hash.js";
import {readModelHeader} from "../system/models/inspect.js";
import type {NativeEngine} from "../worker/native.js";
import {loadError, openWeights} from "../worker/weights.js";

/** Raise it with every change of what is put before or around a text: older vectors are then made anew. */
const textVersion = 1;
/** Tokens of a text that count: most chunks of the index have less, and the encoders' own limit is mostly the same. */
const mostTokens = 512;
/** Those that the engine puts around a text (beginning, end), and one that its context wants to have left. */
const spareTokens = 3;

export class EmbeddingModel {
    readonly info: EmbedderInfo;
    readonly #model: LlamaModel;
    readonly #context: LlamaEmbeddingContext;
    readonly #prefixes: Prefixes;

    constructor(model: LlamaModel, context: LlamaEmbeddingContext, prefixes: Prefixes, info: EmbedderInfo) {
        this.#model = model;
        this.#context = context;
        this.#prefixes = prefixes;
        this.info = info;
    }

    /** @throws HearthError `embedding.noVector`, `embedding.otherSize` */
    async embed(text: string, role: TextRole): Promise<QuantizedVector> {
        // As plain text: what looks like one of the model's control tokens is none.
        const tokens = this.#model.tokenize(this.#prefixes[role] + text).slice(0, this.info.textTokens);
        const {vector} = await this.#context.getEmbeddingFor(tokens);
        if (vector.length !== this.info.dimensions)
            throw embeddingErrors.otherSize(this.info.dimensions, vector.length);
        const quantized = quantize(vector);
        if (quantized === undefined)
            throw embeddingErrors.noVector(this.info.path);
        return quantized;
    }
}

/** @throws HearthError `embedding.notEmbeddingModel`, `embedding.noVector`, or with a `model.*` code or `engine.outOfMemory`, each with what to do about this file */
export async function loadEmbeddingModel(native: NativeEngine, params: LoadEmbedderParams, signal: AbortSignal): Promise<EmbeddingModel> {
    const {path: file, expectedSha256} = params;
    try {
        const inspected = await inspectEmbeddingModel(file);
        // Always: it says which vectors are this model's.
        const sha256 = await sha256OfFile(file, {signal});
        if (expectedSha256 !== undefined && sha256 !== expectedSha256.toLowerCase())
            throw modelErrors.hashMismatch(file, expectedSha256, sha256);
        const {model, summary} = await openWeights(native, {path: file, expectedSha256: undefined}, () => undefined, signal, () => Promise.resolve(inspected));
        return await prepare(native, model, summary, file, sha256).catch(async (error: unknown) => {
            throw await loadError(file, error, native.recentLog);
        });
    } catch (error) {
        throw error instanceof HearthError && (error.code.startsWith("model.") || error.code === "engine.outOfMemory") ? embeddingErrors.unusableEmbedding(error) : error;
    }
}

async function inspectEmbeddingModel(file: string): Promise<GgufSummary> {
    const summary = await readModelHeader(file);
    requireEmbedding(summary, file);
    return summary;
}

async function prepare(native: NativeEngine, model: LlamaModel, summary: GgufSummary, file: string, sha256: string): Promise<EmbeddingModel> {
    const contextSize = Math.min(model.trainContextSize, mostTokens);
    native.forgetLog();
    // One batch holds a whole text: an encoder can't read it in parts.
    const context = await model.createEmbeddingContext({contextSize, batchSize: contextSize, threads: native.info.threads});
    const {vector} = await context.getEmbeddingFor("Hearth");
    if (quantize(vector) === undefined)
        throw embeddingErrors.noVector(file);
    const name = summary.name ?? path.basename(file);
    return new EmbeddingModel(model, context, prefixesFor([name, path.basename(file)], summary.architecture), {
        path: file, name, architecture: summary.architecture, bytes: summary.fileBytes, dimensions: vector.length, textTokens: contextSize - spareTokens, threads: native.info.threads,
        sha256, key: `${sha256}:${String(textVersion)}`
    });
}
