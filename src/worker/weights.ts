/** A model's file to its weights in memory: looked at, held against its record, loaded; every failure one sentence. */
import {setTimeout as sleep} from "node:timers/promises";

import type {Llama, LlamaModel} from "node-llama-cpp";

import {HearthError, textOfError} from "../core/errors.js";
import {modelErrors} from "../core/models/modelErrors.js";
import type {GgufSummary} from "../core/models/modelInfo.js";
import type {LoadProgress, ModelFile} from "../protocol/messages.js";
import {sha256OfFile} from "../system/models/hash.js";
import {inspectModelFile} from "../system/models/inspect.js";
import type {NativeEngine} from "./native.js";

export interface Weights {
    readonly model: LlamaModel;
    readonly summary: GgufSummary;
}

/** @param inspect looks at the file before native code does, and throws for one that is not wanted @throws HearthError with a `model.*` code or `engine.outOfMemory` */
export async function openWeights(
    {llama, recentLog}: NativeEngine, {path, expectedSha256}: ModelFile, onProgress: (progress: LoadProgress) => void, signal: AbortSignal, inspect = inspectModelFile
): Promise<Weights> {
    const summary = await inspect(path);
    if (summary.type !== "model")
        throw modelErrors.unsupportedArchitecture(path, `${summary.architecture} ${summary.type}`);
    if (expectedSha256 !== undefined)
        await verify(path, expectedSha256, onProgress, signal);
    const model = await loadWeights(llama, path, onProgress, signal).catch(async (error: unknown) => {
        throw await loadError(path, error, recentLog);
    });
    return {model, summary};
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

/** The native log crosses from its own thread and comes a moment after the error that it explains. */
const nativeLogDelayMs = 200;
/** What llama.cpp, its C++ library or node-llama-cpp say when memory is short. */
const shortOfMemory = /insufficient memory|not enough|out of memory|bad_alloc|(failed|unable) to allocate|too large/i;

/** What the engine threw while it loaded `file`, as a sentence. */
export async function loadError(file: string, error: unknown, recentLog: readonly string[]): Promise<HearthError> {
    if (error instanceof HearthError)
        return error;
    await sleep(nativeLogDelayMs);
    const detail = textOfError(error);
    const said = [detail, ...recentLog].find((line) => shortOfMemory.test(line));
    return said === undefined ? modelErrors.loadFailed(file, detail) : modelErrors.outOfMemory(file, said);
}
