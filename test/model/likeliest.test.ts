// The worker asks the engine for its likeliest tokens in a roundabout way that is quick: it must give what the straight one gives.
import {getLlama, type Llama, type LlamaContext, type LlamaModel, LlamaLogLevel, type Token} from "node-llama-cpp";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {MachineLock} from "../../src/worker/machineLock.js";
import {CachedSequence} from "../../src/worker/sequence.js";
import {testModel} from "./harness.js";

const text = "export class Point {\n    constructor(readonly x: number, readonly y: number) {}\n    add(other: Point): Point { return new Point(this.x";
const signal = new AbortController().signal;

describe("the likeliest tokens, with the real weights", () => {
    let llama: Llama;
    let model: LlamaModel;
    let context: LlamaContext;
    let sequence: CachedSequence;
    let prompt: Token[];
    beforeAll(async () => {
        llama = await getLlama({gpu: false, build: "never", skipDownload: true, progressLogs: false, maxThreads: 0, logLevel: LlamaLogLevel.error});
        model = await llama.loadModel({modelPath: testModel});
        context = await model.createContext({contextSize: 512, threads: 2});
        sequence = new CachedSequence(context.getSequence(), 64, new MachineLock(undefined));
        prompt = model.tokenize(text, false);
    });
    afterAll(async () => {
        await context.dispose();
        await model.dispose();
        await llama.dispose();
    });

    it("are those that the engine calls so, with their probabilities", async () => {
        const all = [...prompt];
        for (let i = 0; i < 12; i++) {
            await sequence.follow(all, signal);
            const [straight] = await sequence.native.controlledEvaluate([[all.at(-1) ?? 0 as Token, {generateNext: {token: true, confidence: true, options: {temperature: 0}}}]]);
            await sequence.follow(all, signal);
            const found = await sequence.next(all.at(-1) ?? 0 as Token);
            expect(found.token).toBe(straight?.next.token);
            // What the unlikely thousands have together is left out.
            expect(found.probability).toBeGreaterThanOrEqual((straight?.next.confidence ?? 0) - 1e-4);
            expect(found.probability - (straight?.next.confidence ?? 0)).toBeLessThan(0.03);
            all.push(found.token);
        }
    });

    it("among those that a text allows are the same as in the whole vocabulary, sorted", async () => {
        const allowed = (token: Token) => /^ ?[a-z]/.test(model.detokenize([token]));
        await sequence.follow(prompt, signal);
        const [whole] = await sequence.native.controlledEvaluate([[prompt.at(-1) ?? 0 as Token, {generateNext: {logits: true, options: {temperature: 0}}}]]);
        const best = [...whole?.next.logits ?? []].filter(([token]) => allowed(token)).sort((a, b) => b[1] - a[1]);
        await sequence.follow(prompt, signal);
        const found = await sequence.nextAllowed(prompt.at(-1) ?? 0 as Token, allowed);
        expect(found?.token).toBe(best[0]?.[0]);
        expect(found?.probability).toBeGreaterThan(0);
        await sequence.follow(prompt, signal);
        expect(await sequence.nextAllowed(prompt.at(-1) ?? 0 as Token, () => false)).toBeUndefined();
    });
});
