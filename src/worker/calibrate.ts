/** Measures how a model runs best on this machine: threads, flash attention, batch size. Takes some ten seconds; a completion ends it. */
import type {LlamaContextSequence, LlamaModel, Token} from "node-llama-cpp";

import {type Calibration, chooseTuning, type Measurement, type Tuning} from "../core/engine/tuning.js";
import {cancelledError} from "../core/errors.js";
import {greedy} from "./sequence.js";

const readBatches = [32, 64, 128, 256] as const;
/** Tokens read and written for one measurement: enough to be steady within a few percent. */
const sample = {read: 256, write: 12};
const contextSize = 512;

/** @throws HearthError `request.cancelled` when `signal` is aborted */
export async function calibrate(
    model: LlamaModel, token: Token, threads: number, signal: AbortSignal, onProgress: (fraction: number) => void
): Promise<Calibration> {
    const plans = plansFor(threads);
    const measurements: Measurement[] = [];
    for (const [i, plan] of plans.entries()) {
        onProgress(i / plans.length);
        measurements.push(await measure(model, token, plan, signal));
    }
    onProgress(1);
    return chooseTuning(measurements);
}

/** Every batch size as the engine is set now; fewer threads and no flash attention with one of them. */
function plansFor(threads: number): Tuning[] {
    return [
        ...readBatches.map((readBatch) => ({threads, flashAttention: true, readBatch})),
        {threads, flashAttention: false, readBatch: 128},
        // One core left to the editor can be quicker than having every batch wait for it.
        ...threads > 2 ? [{threads: threads - 1, flashAttention: true, readBatch: 128}] : []
    ];
}

async function measure(model: LlamaModel, token: Token, plan: Tuning, signal: AbortSignal): Promise<Measurement> {
    const context = await model.createContext({contextSize, batchSize: plan.readBatch, threads: plan.threads, flashAttention: plan.flashAttention});
    try {
        const sequence = context.getSequence();
        await read(sequence, token, plan.readBatch, plan.readBatch, signal);
        const started = performance.now();
        await read(sequence, token, sample.read, plan.readBatch, signal);
        const halfway = performance.now();
        await write(sequence, token, sample.write, signal);
        const ended = performance.now();
        return {
            ...plan, readTokensPerSecond: sample.read / ((halfway - started) / 1000), writeTokensPerSecond: sample.write / ((ended - halfway) / 1000)
        };
    } finally {
        await context.dispose();
    }
}

async function read(sequence: LlamaContextSequence, token: Token, tokens: number, batch: number, signal: AbortSignal): Promise<void> {
    if (sequence.nextTokenIndex + tokens + sample.write > contextSize)
        await sequence.clearHistory();
    for (let at = 0; at < tokens; at += batch) {
        if (signal.aborted)
            throw cancelledError();
        await sequence.evaluateWithoutGeneratingNewTokens(Array.from({length: batch}, () => token));
    }
}

async function write(sequence: LlamaContextSequence, token: Token, tokens: number, signal: AbortSignal): Promise<void> {
    if (sequence.nextTokenIndex + tokens > contextSize)
        await sequence.clearHistory();
    for (let i = 0; i < tokens; i++) {
        if (signal.aborted)
            throw cancelledError();
        await sequence.controlledEvaluate([[token, greedy]]);
    }
}
