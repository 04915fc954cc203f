/** Half-precision floats: every bit pattern, and how numbers between two of them are rounded. */
import {describe, expect, it} from "vitest";

import {fromHalf, toHalf} from "../../../scripts/lib/relayout/half.mjs";

describe("halves", () => {
    it("have the values of IEEE 754", () => {
        expect([0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0x3c01, 0x7bff, 0xc000, 0x7c00, 0xfc00].map(fromHalf)).toEqual(
            [2 ** -24, 1023 * 2 ** -24, 2 ** -14, 0.333251953125, 1, 1 + 2 ** -10, 65504, -2, Infinity, -Infinity]);
        expect(Object.is(fromHalf(0x8000), -0)).toBe(true);
        expect(fromHalf(0x7e00)).toBeNaN();
    });
    it("come back as they were, all 65536", () => {
        const changed = Array.from({length: 1 << 16}, (_, half) => half)
            .filter((half) => Number.isNaN(fromHalf(half)) ? !Number.isNaN(fromHalf(toHalf(fromHalf(half)))) : toHalf(fromHalf(half)) !== half);
        expect(changed).toEqual([]);
    });
    it("are the nearest to what is between two, a tie to the even one, for all pairs of neighbours", () => {
        const wrong: number[] = [];
        for (let half = 0; half < 0x7bff; half++) {
            const low = fromHalf(half), high = fromHalf(half + 1), middle = (low + high) / 2;
            const even = half % 2 === 0 ? half : half + 1;
            const step = Math.fround(middle * 2 ** -23 + 2 ** -149); // about one single-precision step
            if (toHalf(middle) !== even || toHalf(middle - step) !== half || toHalf(middle + step) !== half + 1 || toHalf(-middle) !== (even | 0x8000))
                wrong.push(half);
        }
        expect(wrong).toEqual([]);
    });
    it("are infinite from 65520 on, and zero up to 2^-25", () => {
        expect([65519, 65520, 1e30, Infinity, -1e9].map(toHalf)).toEqual([0x7bff, 0x7c00, 0x7c00, 0x7c00, 0xfc00]);
        expect([2 ** -25, 1e-40, 0, -(2 ** -25)].map(toHalf)).toEqual([0, 0, 0, 0x8000]);
        expect(fromHalf(toHalf(NaN))).toBeNaN();
    });
});
