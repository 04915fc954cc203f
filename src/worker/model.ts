/** The one loaded model: checked, verified, loaded, and its completion sequence. */
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

import type {Llama, LlamaModel, Token} from "node-llama-cpp";

import {adapterErrors} from "../core/adapters/adapterErrors.js";
import type {AdapterUse} from "../core/adapters/use.js";
import {HearthError} from "../core/errors.js";
import {modelErrors} from "../core/models/modelErrors.js";
import type {GgufSummary, LoadedModel} from "../core/models/modelInfo.js";
import type {LoadModelParams, LoadProgress} from "../protocol/messages.js";
import {sha256OfFile} from "../system/models/hash.js";
import {inspectModelFile} from "../system/models/inspect.js";
import {DraftMeter} from "../core/completion/lookup.js";
import {type Calibration, defaultReadBatch} from "../core/engine/tuning.js";
import {adapterCheck} from "./adapterCheck.js";
import {calibrate} from "./calibrate.js";
import {ChatModel} from "./chatModel.js";
import type {MachineLock} from "./machineLock.js";
import type {NativeEngine} from "./native.js";
import {CachedSequence} from "./sequence.js";
import {type OpenContext, Places} from "./places.js";
import {Vocabulary} from "./vocabulary.js";

/** Tokens that a completion's prompt and answer may have: more than the window ever fills. */
const completionTokens = 2048;

export interface ModelHandle {
    readonly info: LoadedModel;
    readonly vocabulary: Vocabulary;
    readonly places: Places;
    readonly chat: ChatModel;
    /** Whether guesses from earlier text pay with this model here. */
    readonly drafts: DraftMeter;
    /** @throws HearthError `request.cancelled` */
    calibrate(signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Calibration>;
    dispose(): Promise<void>;
}

/** @throws HearthError with a `model.*` code or `engine.outOfMemory` */
export async function loadModel(
    {llama, info: {threads}, recentLog, machine}: NativeEngine, params: LoadModelParams, onProgress: (progress: LoadProgress) => void, signal: AbortSignal
): Promise<ModelHandle> {
    const summary = await inspectModelFile(params.path);
    if (summary.type !== "model")
        throw modelErrors.unsupportedArchitecture(params.path, `${summary.architecture} ${summary.type}`);
    if (params.expectedSha256 !== undefined)
        await verify(params.path, params.expectedSha256, onProgress, signal);
    const model = await loadWeights(llama, params.path, onProgress, signal).catch(async (error: unknown) => {
        throw await loadError(params.path, error, recentLog);
    });
    try {
        return await prepare(model, summary, {threads, machine}, params);
    } catch (error) {
        await model.dispose();
        throw await loadError(params.path, error, recentLog);
    }
}

async function verify(file: string, expected: string, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    const actual = await sha256OfFile(file, {signal, onProgress: (fraction) => onProgress({phase: "verifying", fraction})});
    if (actual !== expected.toLowerCase())
        throw modelErrors.hashMismatch(file, expected, actual);
}

function loadWeights(llama: Llama, file: string, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<LlamaModel> {
    return llama.loadModel({
        modelPath: file, loadSignal: signal,
        // llama.cpp packs most weights anew for the CPU; a mapped file would stay in memory beside them (200 MB of 360 for the re-laid 0.5B).
        useMmap: llama.gpu === false ? false : "auto",
        onLoadProgress: (fraction) => onProgress({phase: "loading", fraction})
    });
}

async function prepare(
    model: LlamaModel, summary: GgufSummary, {threads, machine}: {readonly threads: number; readonly machine: MachineLock}, params: LoadModelParams
): Promise<ModelHandle> {
    const {tuning} = params;
    const contextSize = Math.min(params.contextSize, model.trainContextSize);
    const sequenceSize = Math.min(contextSize, completionTokens);
    const readBatch = Math.min(tuning?.readBatch ?? defaultReadBatch, sequenceSize);
    const check = adapterCheck(params.path);
    const openContext = async (size: number, adapters: readonly AdapterUse[], signal: AbortSignal): Promise<OpenContext> => {
        await check(adapters, signal);
        const context = await model.createContext({
            // llama.cpp keeps room for a vocabulary of logits for every token of a batch: 600 KB each for Qwen's. No more than is read at once.
            contextSize: size, batchSize: readBatch, threads: tuning?.threads ?? threads, flashAttention: tuning?.flashAttention ?? true,
            ...(adapters.length === 0 ? {} : {lora: {adapters: adapters.map(({path: filePath, scale}) => ({filePath, scale}))}})
        }).catch((error: unknown) => {
            throw adapters[0] === undefined ? error : adapterErrors.loadFailed(adapters[0].path, error instanceof Error ? error.message : String(error));
        });
        return {context, sequence: new CachedSequence(context.getSequence(), readBatch, machine)};
    };
    const places = new Places({capacity: sequenceSize, open: (adapters, signal) => openContext(sequenceSize, adapters, signal)});
    const vocabulary = new Vocabulary(model, params.layout);
    const first = await places.take([], [], new AbortController().signal);
    const readTokensPerSecond = await first.measureReadSpeed(sampleToken(vocabulary));
    return {
        vocabulary,
        places,
        chat: new ChatModel({path: params.path, model, vocabulary, contextSize, readBatch, openContext}),
        drafts: new DraftMeter(),
        calibrate: (signal, onProgress) => calibrate(model, sampleToken(vocabulary), threads, signal, onProgress),
        info: {
            path: params.path, name: summary.name ?? path.basename(params.path), architecture: summary.architecture,
            quantization: summary.quantization, bytes: summary.fileBytes, contextSize: sequenceSize, gpuLayers: model.gpuLayers,
            fimFamily: vocabulary.fim?.family.name, fimLayout: vocabulary.fim?.family.layout, readTokensPerSecond,
            cacheKey: `${params.path}:${String(summary.fileBytes)}:${vocabulary.fim?.family.layout ?? ""}`
        },
        async dispose() {
            await places.dispose();
            await model.dispose();
        }
    };
}

/** Any token of code, for measuring speed. */
function sampleToken(vocabulary: Vocabulary): Token {
    return (vocabulary.tokenizer.tokens("x")[0] ?? 0) as Token;
}

/** The native log crosses from its own thread and comes a moment after the error that it explains. */
const nativeLogDelayMs = 200;
/** What llama.cpp, its C++ library or node-llama-cpp say when memory is short. */
const shortOfMemory = /insufficient memory|not enough|out of memory|bad_alloc|(failed|unable) to allocate|too large/i;

async function loadError(file: string, error: unknown, recentLog: readonly string[]): Promise<HearthError> {
    if (error instanceof HearthError)
        return error;
    await sleep(nativeLogDelayMs);
    const detail = error instanceof Error ? error.message : String(error);
    const said = [detail, ...recentLog].find((line) => shortOfMemory.test(line));
    return said === undefined ? modelErrors.loadFailed(file, detail) : modelErrors.outOfMemory(file, said);
}
