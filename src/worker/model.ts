/** The one loaded model: checked, verified, loaded, and its completion sequence. */
import path from "node:path";

import type {LlamaModel, Token} from "node-llama-cpp";

import {adapterErrors} from "../core/adapters/adapterErrors.js";
import type {AdapterUse} from "../core/adapters/use.js";
import type {GgufSummary, LoadedModel} from "../core/models/modelInfo.js";
import type {LoadModelParams, LoadProgress} from "../protocol/messages.js";
import {type Calibration, defaultReadBatch, leastContextTokens, type Tuning} from "../core/engine/tuning.js";
import {adapterCheck} from "./adapterCheck.js";
import {calibrate} from "./calibrate.js";
import {ChatModel} from "./chatModel.js";
import {openDraft} from "./draftModel.js";
import {Guesses} from "./guesses.js";
import type {NativeEngine} from "./native.js";
import {CachedSequence} from "./sequence.js";
import {type OpenContext, Places} from "./places.js";
import {isShortOfMemory, ShrinkingContexts} from "./shrinking.js";
import {Vocabulary} from "./vocabulary.js";
import {loadError, openWeights} from "./weights.js";

/** Tokens that a completion's prompt and answer may have: more than the window ever fills. */
const completionTokens = 2048;

export interface ModelHandle {
    readonly info: LoadedModel;
    readonly vocabulary: Vocabulary;
    readonly places: Places;
    readonly chat: ChatModel;
    readonly guesses: Guesses;
    /** @throws HearthError `request.cancelled` */
    calibrate(signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Calibration>;
    dispose(): Promise<void>;
}

/** @throws HearthError with a `model.*` code or `engine.outOfMemory` */
export async function loadModel(native: NativeEngine, params: LoadModelParams, loading: Loading): Promise<ModelHandle> {
    const {model, summary} = await openWeights(native, params, loading.onProgress, loading.signal);
    try {
        return await prepare(native, model, summary, params, loading);
    } catch (error) {
        await model.dispose();
        throw await loadError(params.path, error, native.recentLog);
    }
}

export interface Loading {
    /** Told before a context of so many tokens is opened, and with 0 when it is open. */
    readonly onOpening: (tokens: number) => Promise<void>;
    readonly onProgress: (progress: LoadProgress) => void;
    readonly signal: AbortSignal;
}

async function prepare(native: NativeEngine, model: LlamaModel, summary: GgufSummary, params: LoadModelParams, {onOpening, onProgress, signal}: Loading): Promise<ModelHandle> {
    const {tuning} = params;
    const contextSize = Math.min(params.contextSize, model.trainContextSize);
    const completionSize = Math.min(contextSize, completionTokens);
    const readBatch = Math.min(tuning?.readBatch ?? defaultReadBatch, completionSize);
    const opener = new ContextOpener(native, {tuning, readBatch});
    const check = adapterCheck(params.path);
    const contexts = (use: keyof typeof leastContextTokens, size: number) => new ShrinkingContexts({
        size, least: leastContextTokens[use], onShrink: (smaller) => native.log({level: "warn", message: `memory is short: contexts for ${use} have ${String(smaller)} tokens from now on`}),
        open: async (tokens, adapters, ended) => {
            await check(adapters, ended);
            await onOpening(tokens);
            try {
                return await opener.open(params.path, model, tokens, adapters);
            } finally {
                await onOpening(0);
            }
        }
    });
    const places = new Places(contexts("completion", completionSize));
    const vocabulary = new Vocabulary(model, params.layout);
    const first = await places.take([], [], new AbortController().signal);
    const readTokensPerSecond = await first.measureReadSpeed(sampleToken(vocabulary));
    const {draft, problem} = params.draft === undefined ? {} : await openDraft({
        native, file: params.draft, base: params.path, onProgress, signal, openContext: (file, small) => opener.open(file, small, Math.min(places.capacity, small.trainContextSize), [])
    });
    return {
        vocabulary,
        places,
        chat: new ChatModel({model, vocabulary, readBatch, contexts: contexts("chat", contextSize)}),
        guesses: new Guesses(draft),
        calibrate: (ended, onFraction) => calibrate(model, sampleToken(vocabulary), native.info.threads, ended, onFraction),
        info: {
            path: params.path, name: summary.name ?? path.basename(params.path), architecture: summary.architecture,
            quantization: summary.quantization, bytes: summary.fileBytes, contextSize: places.capacity, gpuLayers: model.gpuLayers,
            fimFamily: vocabulary.fim?.family.name, fimLayout: vocabulary.fim?.family.layout, readTokensPerSecond, draft: draft?.info, draftProblem: problem,
            cacheKey: `${params.path}:${String(summary.fileBytes)}:${vocabulary.fim?.family.layout ?? ""}`
        },
        async dispose() {
            await draft?.dispose();
            await places.dispose();
            await model.dispose();
        }
    };
}

/** Opens contexts of one sequence, all set alike. */
class ContextOpener {
    readonly #native: NativeEngine;
    readonly #settings: {readonly tuning: Tuning | undefined; readonly readBatch: number};

    constructor(native: NativeEngine, settings: {readonly tuning: Tuning | undefined; readonly readBatch: number}) {
        this.#native = native;
        this.#settings = settings;
    }

    /** @throws HearthError `engine.outOfMemory`, `adapter.loadFailed`, `model.loadFailed` */
    async open(file: string, model: LlamaModel, size: number, adapters: readonly AdapterUse[]): Promise<OpenContext> {
        const {tuning} = this.#settings;
        const readBatch = Math.min(this.#settings.readBatch, size);
        this.#native.forgetLog();
        const context = await model.createContext({
            // llama.cpp keeps room for a vocabulary of logits for every token of a batch: 600 KB each for Qwen's. No more than is read at once.
            contextSize: size, batchSize: readBatch, threads: tuning?.threads ?? this.#native.info.threads, flashAttention: tuning?.flashAttention ?? true,
            ...(adapters.length === 0 ? {} : {lora: {adapters: adapters.map(({path: filePath, scale}) => ({filePath, scale}))}})
        }).catch(async (error: unknown) => {
            const said = await loadError(file, error, this.#native.recentLog);
            throw adapters[0] === undefined || isShortOfMemory(said) ? said : adapterErrors.loadFailed(adapters[0].path, said.detail ?? said.message);
        });
        return {context, sequence: new CachedSequence(context.getSequence(), readBatch, this.#native.machine)};
    }
}

/** Any token of code, for measuring speed. */
function sampleToken(vocabulary: Vocabulary): Token {
    return (vocabulary.tokenizer.tokens("x")[0] ?? 0) as Token;
}
