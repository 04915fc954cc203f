import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {draftAfter, draftLength, DraftMeter} from "../../../../src/core/completion/lookup.js";

describe("a draft", () => {
    it("is what followed the same tokens before", () => {
        expect(draftAfter([0, 1, 2, 3, 4, 5, 6, 9, 0, 1, 2])).toEqual([3, 4, 5]);
    });

    it("takes the longest run, and of equal ones the latest", () => {
        expect(draftAfter([7, 0, 1, 2, 50, 0, 8, 0, 1, 2, 60, 0, 7, 0, 1, 2])).toEqual([50, 0, 8]);
        expect(draftAfter([0, 1, 2, 50, 9, 0, 1, 2, 60, 9, 0, 1, 2])).toEqual([60, 9, 0]);
    });

    it("is empty where nothing repeats", () => {
        expect(draftAfter([1, 2, 3, 4])).toEqual([]);
        expect(draftAfter([1, 2, 3, 4, 1, 2])).toEqual([]);
        expect(draftAfter([])).toEqual([]);
        expect(draftAfter([1])).toEqual([]);
    });

    it("is always a continuation that stands in the tokens", () => {
        fc.assert(fc.property(fc.array(fc.integer({min: 0, max: 4}), {maxLength: 60}), (tokens) => {
            const draft = draftAfter(tokens);
            const key = [...tokens.slice(-3), ...draft].join(",");
            return draft.length <= draftLength && (draft.length === 0 || `,${tokens.join(",")},`.includes(`,${key},`));
        }));
    });
});

describe("whether drafts pay", () => {
    it("is tried first, kept while it is quicker per token, and dropped when it is not", () => {
        const meter = new DraftMeter();
        expect(meter.pays).toBe(true);
        meter.plain(20);
        meter.drafted(30, 3);
        expect(meter.pays).toBe(true);
        for (let i = 0; i < 30; i++)
            meter.drafted(30, 1);
        expect(meter.pays).toBe(false);
    });

    it("is tried again after a while, with a fresh mean", () => {
        const meter = new DraftMeter();
        meter.plain(20);
        meter.drafted(90, 1);
        expect(meter.pays).toBe(false);
        for (let i = 0; i < 200; i++)
            meter.plain(20);
        expect(meter.pays).toBe(true);
        meter.drafted(30, 3);
        expect(meter.measured.draftMs).toBe(10);
        expect(meter.pays).toBe(true);
    });

    it("is not judged by a step during which the machine slept", () => {
        const meter = new DraftMeter();
        meter.plain(20);
        meter.drafted(10, 1);
        meter.drafted(8 * 3_600_000, 3);
        meter.plain(8 * 3_600_000);
        expect(meter.measured).toEqual({plainMs: 20, draftMs: 10});
    });
});
