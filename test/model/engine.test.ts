import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {HearthError} from "../../src/core/errors.js";
import {isAlive, queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

describe("the engine with the real 0.5B weights", () => {
    let watched: WatchedEngine;
    beforeAll(async () => {
        watched = watchedEngine();
        await watched.engine.use(specOf(testModel));
    });
    afterAll(() => watched.engine.dispose());

    it("loads, and says what it loaded", () => {
        expect(watched.states.map((state) => state.kind)).toContain("loading");
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {architecture: "qwen2", fimFamily: "Qwen-Coder", contextSize: 2048}});
        expect(watched.engine.info?.threads).toBeLessThanOrEqual(watched.engine.info?.physicalCores ?? 0);
    });

    it("completes the middle of a line", async () => {
        const outcome = await watched.engine.complete(queryAt("export function add(a: number, b: number): number {\n    return a‸;\n}\n"));
        expect(outcome.text.trim()).toBe("+ b");
        expect(outcome.pieces.every(({probability}) => probability >= 0 && probability <= 1)).toBe(true);
    });

    it("continues a word, not after a space in it", async () => {
        const outcome = await watched.engine.complete(queryAt("const customers = loadCustomers();\nfor (const customer of cust‸\n"));
        expect(outcome.text).toMatch(/^omers\b/);
    });

    it("goes on with a tab where the file is indented with tabs", async () => {
        const outcome = await watched.engine.complete(queryAt(
            "class Stack<T> {\n\titems: T[] = [];\n\tpush(item: T) {\n\t\tthis.items.push(item);\n\t}\n\tpop() {\n\t\t‸\n\t}\n}\n", {multiline: true}));
        expect(outcome.text).toContain("this.items");
        expect(outcome.text.split("\n").slice(1).every((line) => /^\t\t+\S/.test(line))).toBe(true);
    });

    it("reads only what was typed since the last prompt", async () => {
        const text = "export function area(width: number, height: number): number {\n    return wi";
        const first = await watched.engine.complete(queryAt(`${text}‸\n}\n`));
        const second = await watched.engine.complete(queryAt(`${text}dth‸\n}\n`));
        expect(first.cost.readTokens).toBeGreaterThan(10);
        expect(second.cost.readTokens).toBeLessThanOrEqual(4);
    });

    it("stops within a token when cancelled, and answers the next request", async () => {
        const controller = new AbortController();
        const first = watched.engine.complete(queryAt("// A poem about the sea:\n‸", {multiline: true, maxTokens: 400}), controller.signal);
        setTimeout(() => controller.abort(), 150);
        await expect(first).rejects.toMatchObject({code: "request.cancelled"});
        const next = await watched.engine.complete(queryAt("const two = 1 + ‸;\n"));
        expect(next.text.trim()).toMatch(/^\d+$/);
    });

    it("keeps one request at work and one waiting, however fast they come", async () => {
        const results = await Promise.allSettled(Array.from({length: 20}, (_, i) =>
            watched.engine.complete(queryAt(`const value${String(i)} = compute(‸);\n`, {maxTokens: 24}))));
        expect(results.at(-1)?.status).toBe("fulfilled");
        const rejected = results.filter((result) => result.status === "rejected");
        expect(rejected.length).toBeGreaterThanOrEqual(17);
        expect(rejected.every((result) => result.reason instanceof HearthError && result.reason.code === "request.cancelled")).toBe(true);
    });

    it("text that looks like a control token stays text", async () => {
        const outcome = await watched.engine.complete(queryAt("const token = \"<|fim_middle|>\";\nconst copy = tok‸;\n"));
        expect(outcome.text).toMatch(/^en\b/);
    });

    it("calibrates, and a completion ends a calibration at once", async () => {
        const ended = watched.engine.calibrate();
        const rejected = expect(ended).rejects.toMatchObject({code: "request.cancelled"});
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        const outcome = await watched.engine.complete(queryAt("export function add(a: number, b: number): number {\n    return a‸;\n}\n"));
        expect(outcome.text.trim()).toBe("+ b");
        await rejected;
        const progress: number[] = [];
        const found = await watched.engine.calibrate(undefined, (fraction) => progress.push(fraction));
        expect(found.tuning.threads).toBeLessThanOrEqual(watched.engine.info?.physicalCores ?? 0);
        expect(found.measurements.map(({readBatch}) => readBatch)).toContain(found.tuning.readBatch);
        expect(progress.at(-1)).toBe(1);
    });

    it("comes back after a SIGKILL in the middle of a completion", async () => {
        const pid = watched.engine.pid ?? 0;
        const pending = watched.engine.complete(queryAt("// A very long story:\n‸", {multiline: true, maxTokens: 400}));
        setTimeout(() => process.kill(pid, "SIGKILL"), 200);
        await expect(pending).rejects.toMatchObject({code: "engine.crashed"});
        await watched.until("restarting");
        await watched.until("ready");
        expect(watched.engine.pid).not.toBe(pid);
        const outcome = await watched.engine.complete(queryAt("export function add(a: number, b: number): number {\n    return a‸;\n}\n"));
        expect(outcome.text.trim()).toBe("+ b");
    });

    it("leaves no process behind", async () => {
        const pid = watched.engine.pid ?? 0;
        expect(isAlive(pid)).toBe(true);
        await watched.engine.dispose();
        expect(isAlive(pid)).toBe(false);
    });
});
