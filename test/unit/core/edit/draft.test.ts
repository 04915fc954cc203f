import {describe, expect, it} from "vitest";

import {EditDraft} from "../../../../src/core/edit/draft.js";

/** Writes `target` with the help of drafts from `source`; how many steps it took. */
function steps(source: readonly number[], target: readonly number[]): number {
    const draft = new EditDraft(source);
    const written: number[] = [];
    let count = 0;
    while (written.length < target.length) {
        const guess = draft.guess(written);
        const found: number[] = [];
        for (let i = 0; i <= guess.length && written.length + found.length < target.length; i++) {
            const next = target[written.length + found.length] ?? -1;
            found.push(next);
            if (next !== guess[i])
                break;
        }
        draft.learn(guess, found);
        written.push(...found);
        count++;
    }
    return count;
}

const source = Array.from({length: 300}, (_, i) => i);

describe("drafting an edit", () => {
    it("copies unchanged text many tokens at a time", () => {
        expect(steps(source, source)).toBeLessThan(25);
    });

    it("finds back after a change, an insertion and a deletion", () => {
        const changed = [...source.slice(0, 100), 9001, ...source.slice(101)];
        const inserted = [...source.slice(0, 100), 9001, 9002, 9003, ...source.slice(100)];
        const deleted = [...source.slice(0, 100), ...source.slice(120)];
        for (const target of [changed, inserted, deleted])
            expect(steps(source, target)).toBeLessThan(40);
    });

    it("costs nothing where nothing is repeated", () => {
        const draft = new EditDraft(source);
        draft.learn(draft.guess([]), [9000]);
        expect(draft.guess([9000])).toEqual([]);
        expect(draft.guess([9000, 9001])).toEqual([]);
    });

    it("goes on from where it was in text that repeats itself", () => {
        const repeated = [1, 2, 3, 50, 1, 2, 3, 60, 1, 2, 3, 70];
        const target = [1, 2, 3, 50, 1, 2, 3, 99, 1, 2, 3, 70];
        expect(steps(repeated, target)).toBeLessThanOrEqual(5);
    });
});
