import {describe, expect, it} from "vitest";

import {answersByKind, chosen, daysBetween, membersOf, shareText, suggestionsBy, suggestionSums} from "../../../../src/core/statistics/summary.js";
import type {AnswerCell, SuggestionCell} from "../../../../src/core/statistics/types.js";

const cell = (more: Partial<SuggestionCell>): SuggestionCell => ({
    day: "2026-11-25", language: "go", model: "M", adapter: "", shown: 10, accepted: 2, partly: 1, typed: 0, charactersShown: 100, charactersAccepted: 25, charactersMeasured: 20, charactersKept: 15, ...more
});
const answer = (more: Partial<AnswerCell>): AnswerCell => ({
    day: "2026-11-25", kind: "chat", language: "", model: "M", adapter: "", count: 1, failed: 0, accepted: 0, rejected: 0, readTokens: 10, writtenTokens: 5, readMs: 1, writeMs: 1, measured: 0, kept: 0, ...more
});
const any = {since: undefined, language: undefined, model: undefined, adapter: undefined};

describe("the summary of the local record", () => {
    const cells = [cell({}), cell({day: "2026-11-20", adapter: "house", shown: 40}), cell({language: "rust", shown: 5})];

    it("sums what is chosen", () => {
        const {suggestions} = chosen({suggestions: cells, answers: []}, {...any, since: "2026-11-25"});
        expect(suggestionSums(suggestions)).toMatchObject({shown: 15, accepted: 4, charactersKept: 30});
        expect(suggestionSums(chosen({suggestions: cells, answers: []}, {...any, adapter: ""}).suggestions).shown).toBe(15);
        expect(suggestionSums([])).toMatchObject({shown: 0, charactersMeasured: 0});
    });

    it("goes by day in order of days, by all else with the most shown first", () => {
        expect(suggestionsBy(cells, "day").map(({name}) => name)).toEqual(["2026-11-20", "2026-11-25"]);
        expect(suggestionsBy(cells, "language").map(({name, sums}) => [name, sums.shown])).toEqual([["go", 50], ["rust", 5]]);
        expect(suggestionsBy(cells, "adapter").map(({name}) => name)).toEqual(["house", ""]);
    });

    it("keeps kinds of answers apart", () => {
        expect(answersByKind([answer({}), answer({day: "2026-11-20"}), answer({kind: "edit"})]).map(({kind, sums}) => [kind, sums.count])).toEqual([["chat", 2], ["edit", 1]]);
    });

    it("knows what there is to choose from", () => {
        expect(membersOf({suggestions: cells, answers: [answer({model: "N"})]}, "model")).toEqual(["M", "N"]);
    });

    it("shows the days on which nothing was, over a change of the clocks and of the year", () => {
        expect(daysBetween("2026-11-23", "2026-11-25", 10)).toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
        expect(daysBetween("2026-10-24", "2026-10-27", 10)).toHaveLength(4);
        expect(daysBetween("2025-12-31", "2026-01-01", 10)).toEqual(["2025-12-31", "2026-01-01"]);
        expect(daysBetween("2026-01-01", "2026-11-25", 30)).toHaveLength(30);
    });

    it("gives no share of nothing", () => {
        expect(shareText(0, 0)).toBe("–");
        expect(shareText(1, 3)).toBe("1 of 3 (33 %)");
    });
});
