import {getLlama, type Llama, type LlamaModel, LlamaLogLevel, type Token} from "node-llama-cpp";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {MachineLock} from "../../src/worker/machineLock.js";
import {CachedSequence} from "../../src/worker/sequence.js";
import {testModel} from "./harness.js";

const text = `export class Point {
    constructor(readonly x: number, readonly y: number) {}
    add(other: Point): Point { return new Point(this.x + other.x, this.y + other.y); }
    subtract(other: Point): Point { return new Point(this.x - other.x, this.y - other.y); }
    multiply(other: Point): Point { return`;
const signal = new AbortController().signal;

describe("guesses from earlier text, with the real weights", () => {
    let llama: Llama;
    let model: LlamaModel;
    beforeAll(async () => {
        llama = await getLlama({gpu: false, build: "never", skipDownload: true, progressLogs: false, maxThreads: 2, logLevel: LlamaLogLevel.error});
        model = await llama.loadModel({modelPath: testModel});
    });
    afterAll(async () => {
        await model.dispose();
        await llama.dispose();
    });

    it("give the tokens that the model gives one by one, right and wrong guesses alike", async () => {
        const context = await model.createContext({contextSize: 512, sequences: 2, threads: 2});
        const [plain, drafted] = [new CachedSequence(context.getSequence(), 64, new MachineLock(undefined)), new CachedSequence(context.getSequence(), 64, new MachineLock(undefined))];
        const prompt = model.tokenize(text, false);
        const expected = await oneByOne(plain, prompt, 20);
        await drafted.follow(prompt, signal);
        const found: Token[] = [];
        let current = prompt.at(-1);
        while (found.length < 20 && current !== undefined) {
            // Every third guess goes wrong at its third token.
            const guess = expected.slice(found.length, found.length + 4).map((token, i) => found.length % 3 === 0 && i === 2 ? prompt[0] ?? token : token);
            const step = await drafted.nextWithDraft(current, guess);
            expect(step.length).toBeGreaterThan(0);
            found.push(...step.map(({token}) => token));
            current = found.at(-1);
        }
        expect(found.slice(0, 20)).toEqual(expected);
        await context.dispose();
    });

    it("leave nothing wrong in the cache", async () => {
        const context = await model.createContext({contextSize: 512, threads: 2});
        const sequence = new CachedSequence(context.getSequence(), 64, new MachineLock(undefined));
        const prompt = model.tokenize(text, false);
        const last = prompt.at(-1);
        expect(last).toBeDefined();
        await sequence.follow(prompt, signal);
        const [first] = prompt;
        const wrong = Array.from({length: 4}, () => first ?? 0 as Token);
        const [next] = await sequence.nextWithDraft(last ?? 0 as Token, wrong);
        expect(sequence.held([...prompt, ...wrong])).toBe(prompt.length);
        expect(next?.token).toBe((await oneByOne(sequence, prompt, 1))[0]);
        await context.dispose();
    });
});

async function oneByOne(sequence: CachedSequence, prompt: readonly Token[], count: number): Promise<Token[]> {
    await sequence.follow(prompt, signal);
    const found: Token[] = [];
    for (let current = prompt.at(-1); found.length < count && current !== undefined; current = found.at(-1))
        found.push((await sequence.next(current)).token);
    return found;
}
