// The reading speed that windows are planned with follows the machine, but not every moment of it.
import {describe, expect, it} from "vitest";

import {ReadSpeed} from "../../../../src/core/completion/readSpeed.js";
import type {CompletionCost} from "../../../../src/core/completion/types.js";

const model = {cacheKey: "a", readTokensPerSecond: 100};
const cost = (readTokens: number, tokensPerSecond: number): CompletionCost =>
    ({promptTokens: readTokens, readTokens, writtenTokens: 1, readMs: readTokens / tokensPerSecond * 1000, writeMs: 1});

function after(...costs: readonly CompletionCost[]): number {
    const speed = new ReadSpeed();
    speed.of(model);
    for (const each of costs)
        speed.note(each);
    return speed.of(model);
}

describe("the reading speed", () => {
    it("is what was measured at the start, until readings say otherwise again and again", () => {
        expect(after()).toBe(100);
        expect(after(...Array.from({length: 4}, () => cost(500, 300)))).toBe(100);
        expect(after(...Array.from({length: 5}, () => cost(500, 300)))).toBeCloseTo(300);
        expect(after(...Array.from({length: 5}, () => cost(500, 40)))).toBeCloseTo(40);
    });

    it("is not moved by a busy moment, small differences or short readings", () => {
        expect(after(...[100, 20, 110, 90, 15].map((each) => cost(500, each)))).toBe(100);
        expect(after(...Array.from({length: 9}, () => cost(500, 140)))).toBe(100);
        expect(after(...Array.from({length: 9}, () => cost(20, 900)))).toBe(100);
        expect(after(...Array.from({length: 9}, () => ({...cost(500, 900), readMs: 0})))).toBe(100);
    });

    it("belongs to one model", () => {
        const speed = new ReadSpeed();
        speed.of(model);
        for (let i = 0; i < 5; i++)
            speed.note(cost(500, 300));
        expect(speed.of(model)).toBeCloseTo(300);
        expect(speed.of({cacheKey: "b", readTokensPerSecond: 50})).toBe(50);
    });
});
