import {describe, expect, it} from "vitest";

import {DraftTally} from "../../../../src/core/engine/draftTally.js";

describe("what is said of a draft model", () => {
    it("is the share of its guesses that were right, and whether it rests", () => {
        const tally = new DraftTally();
        expect(tally.describe()).toBe("no guesses yet");
        tally.note("small", {guessed: 4, right: 3, pays: true});
        tally.note("small", {guessed: 6, right: 4, pays: true});
        expect(tally.describe()).toBe("70 % of 10 guessed tokens were right");
        tally.note("small", {guessed: 0, right: 0, pays: false});
        expect(tally.describe()).toBe("70 % of 10 guessed tokens were right; it does not save time here and rests");
    });

    it("begins anew with another model", () => {
        const tally = new DraftTally();
        tally.note("small", {guessed: 4, right: 0, pays: false});
        tally.note("other", undefined);
        expect(tally.describe()).toBe("no guesses yet");
    });

    it("says so when it rests from the start", () => {
        const tally = new DraftTally();
        tally.note("small", {guessed: 0, right: 0, pays: false});
        expect(tally.describe()).toBe("it does not save time here and rests");
    });
});
