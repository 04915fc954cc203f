import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

/** So long that it counts whether what follows the cursor is read again. */
const below = Array.from({length: 40}, (_, i) => `export const value${String(i)} = ${String(i)};\n`).join("");
const at = (typed: string) => queryAt(`export function area(width: number, height: number): number {\n    return ${typed}‸;\n}\n${below}`);

describe("the order of a prompt's parts, with the real weights", () => {
    let watched: WatchedEngine;
    beforeAll(() => {
        watched = watchedEngine();
    });
    afterAll(() => watched.engine.dispose());

    it("is suffix first for this family: a key re-reads what was typed", async () => {
        await watched.engine.use(specOf(testModel));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {fimLayout: "suffix-first"}});
        const {cost: {promptTokens, readTokens}} = await watched.engine.complete(at("wi"));
        expect(readTokens).toBe(promptTokens - 1);
        expect((await watched.engine.complete(at("width * he"))).cost.readTokens).toBeLessThan(10);
    });

    it("is another where the record asks for it, and then all that follows the cursor is read again; the model's key is another too", async () => {
        const key = watched.engine.state.kind === "ready" ? watched.engine.state.model.cacheKey : "";
        await watched.engine.use(specOf(testModel, {layout: "prefix-first"}));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {fimLayout: "prefix-first"}});
        expect(watched.engine.state).not.toHaveProperty("model.cacheKey", key);
        await watched.engine.complete(at("wi"));
        const {text, cost} = await watched.engine.complete(at("width "));
        expect(cost.readTokens).toBeGreaterThan(300);
        expect(text).toContain("height");
    });
});
