import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

const lines = (count: number) => Array.from({length: count}, (_, i) => `export const value${String(i)} = compute(${String(i)});\n`).join("");
const long = () => queryAt(`${lines(900)}export const last = comp‸;\n${lines(900)}`);

describe("a window of any size, with the real weights", () => {
    let watched: WatchedEngine;
    beforeAll(() => {
        watched = watchedEngine();
    });
    afterAll(() => watched.engine.dispose());

    it("larger than what the model was trained for is cut to that, and a text that is longer than all of it is cut around the cursor", async () => {
        await watched.engine.use(specOf(testModel, {contextSize: 10_000_000}));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {contextSize: 2048}});
        const {text, cost} = await watched.engine.complete(long());
        expect(cost.promptTokens).toBeLessThan(2048);
        expect(text).toMatch(/^ute\b/);
    });

    it.each([128, 32, 1])("of %i tokens answers, be it with nothing, and ends no process", async (contextSize) => {
        await watched.engine.use(specOf(testModel, {contextSize}));
        const {pid} = watched.engine;
        if (watched.engine.state.kind === "ready") {
            for (const query of [long(), queryAt("a‸"), queryAt("‸")])
                expect((await watched.engine.complete(query)).cost.promptTokens).toBeLessThanOrEqual(contextSize);
            expect(watched.engine.pid).toBe(pid);
        } else
            expect(watched.engine.state).toMatchObject({kind: "failed", error: {message: expect.stringContaining(testModel) as string}});
    });

    it("holds no more than one line of 100 KB asks of it", async () => {
        await watched.engine.use(specOf(testModel));
        const {cost} = await watched.engine.complete(queryAt(`const data = "${"x1y2 ".repeat(20_000)}";\nconst two = 1 + ‸;\n`));
        expect(cost.promptTokens).toBeLessThan(2048);
    });
});
