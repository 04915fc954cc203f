// A draft model is asked while that saves time, and what goes without it is measured again and again, or nobody would know.
import type {Token} from "node-llama-cpp";
import {describe, expect, it} from "vitest";

import {type Guess, type Guesser, Guesses} from "../../../src/worker/guesses.js";

/** Guesses two tokens, always. */
const guesser: Guesser = {
    info: {path: "/small.gguf", name: "small", bytes: 1},
    follow: () => Promise.resolve(),
    isNear: () => true,
    guess: () => Promise.resolve([7, 8] as Token[]),
    dispose: () => Promise.resolve()
};
const never = new AbortController().signal;
/** Nothing of it stands in it twice. */
const text = Array.from({length: 20}, (_, i) => i + 100) as Token[];

/** Steps of so many milliseconds with the draft model and without; returns who guessed at each. */
async function steps(guesses: Guesses, count: number, ms: {readonly draft: number; readonly plain: number}): Promise<(Guess["by"] | "nobody")[]> {
    const by: (Guess["by"] | "nobody")[] = [];
    for (let i = 0; i < count; i++) {
        const guess = await guesses.after(text, never);
        guesses.note(guess, guess === undefined ? ms.plain : ms.draft, guess === undefined ? 1 : guess.tokens.length + 1);
        by.push(guess?.by ?? "nobody");
    }
    return by;
}

describe("a draft model that saves time", () => {
    it("is asked most of the time, after one step without it", async () => {
        const by = await steps(new Guesses(guesser), 60, {draft: 60, plain: 40});
        expect(by[0]).toBe("nobody");
        expect(by.filter((who) => who === "draft").length).toBeGreaterThan(50);
        expect(by.slice(1)).toContain("nobody");
    });
});

describe("a draft model that saves none", () => {
    it("is left alone after a few tries, and tried again after a while", async () => {
        const guesses = new Guesses(guesser);
        const by = await steps(guesses, 150, {draft: 180, plain: 40});
        expect(by.filter((who) => who === "draft")).toHaveLength(4);
        expect(guesses.draftPays).toBe(false);
        expect(await steps(guesses, 100, {draft: 180, plain: 40})).toContain("draft");
    });
});

describe("without a draft model", () => {
    it("earlier text alone is asked, and a text without repetition has no guess", async () => {
        const guesses = new Guesses(undefined);
        expect(await guesses.after(text, never)).toBeUndefined();
        expect(guesses.draftPays).toBe(false);
        expect(await guesses.after([...text, ...text.slice(0, 5)], never)).toMatchObject({by: "lookup", tokens: text.slice(5, 8)});
    });
});
