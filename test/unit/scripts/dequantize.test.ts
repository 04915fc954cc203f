/** Known blocks of every type, with values computed by hand from ggml's definitions. */
import {describe, expect, it} from "vitest";

import {dequantize} from "../../../scripts/lib/relayout/dequantize.mjs";
import {tensorTypes, typeNamed, typeWithId} from "../../../scripts/lib/relayout/tensorTypes.mjs";
import {ggmlType} from "../../../src/core/models/ggmlTypes.js";
import {half, halfOfOne, minusOne, one, times, two} from "./blocks.js";

const values = (type: string, bytes: readonly number[]) => [...dequantize(typeNamed(type), Uint8Array.from(bytes))];

/** Scales and minima of eight groups as Q4_K packs them: four plain bytes each, then nibbles whose high bits are in the bytes before. */
function packed(scales: readonly number[], minima: readonly number[]): number[] {
    const at = (list: readonly number[], index: number) => list[index] ?? 0;
    return [
        ...times(4, (i) => at(scales, i) | at(scales, i + 4) >> 4 << 6), ...times(4, (i) => at(minima, i) | at(minima, i + 4) >> 4 << 6),
        ...times(4, (i) => at(scales, i + 4) & 15 | (at(minima, i + 4) & 15) << 4)
    ];
}
const scales = [1, 2, 3, 63, 16, 33, 50, 63], minima = [0, 5, 63, 1, 17, 34, 51, 62];

describe("blocks become numbers", () => {
    it("F32 and F16", () => {
        expect(values("F32", [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0])).toEqual([1, -2]);
        expect(values("F16", [...one, ...minusOne, ...half(0x3555)])).toEqual([1, -1, 0.333251953125]);
    });
    it("Q4_0: low nibbles first, less 8", () => {
        expect(values("Q4_0", [...two, ...times(16, (i) => i | (15 - i) << 4)])).toEqual([...times(16, (i) => (i - 8) * 2), ...times(16, (i) => (7 - i) * 2)]);
    });
    it("IQ4_NL: low nibbles first, each the number of its step", () => {
        const numbers = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];
        expect(values("IQ4_NL", [...two, ...times(16, (i) => i | (15 - i) << 4)])).toEqual([...numbers.map((each) => each * 2), ...numbers.toReversed().map((each) => each * 2)]);
    });
    it("Q5_0: the fifth bits in a word, less 16", () => {
        const fifth = [0b00000001, 0b10000000, 0b00000010, 0b11000000]; // values 0, 15, 17, 30 and 31
        const expected = times(32, (i) => ([0, 15, 17, 30, 31].includes(i) ? 16 : 0) + (i < 16 ? i : 31 - i) - 16);
        expect(values("Q5_0", [...one, ...fifth, ...times(16, (i) => i | (15 - i) << 4)])).toEqual(expected);
    });
    it("Q5_1: with a minimum", () => {
        const fifth = [0b00000010, 0, 0, 0b10000000]; // values 1 and 31
        const expected = times(32, (i) => (([1, 31].includes(i) ? 16 : 0) + (i < 16 ? 3 : 9)) * 0.5 - 1);
        expect(values("Q5_1", [...halfOfOne, ...minusOne, ...fifth, ...times(16, () => 0x93)])).toEqual(expected);
    });
    it("Q8_0: signed bytes", () => {
        expect(values("Q8_0", [...halfOfOne, ...times(32, (i) => i * 8 + 4 & 255)])).toEqual(times(32, (i) => (i < 16 ? i * 8 + 4 : i * 8 + 4 - 256) / 2));
    });
    it("Q4_K: groups of 32 with scales and minima of six bits", () => {
        const nibbles = times(128, (i) => (i % 32 % 16) | (15 - i % 32 % 16) << 4);
        const expected = times(256, (i) => {
            const group = i >> 5, q = group % 2 === 0 ? i % 16 : 15 - i % 16;
            return (scales[group] ?? 0) * q * 0.5 - (minima[group] ?? 0) * 2;
        });
        expect(values("Q4_K", [...halfOfOne, ...two, ...packed(scales, minima), ...nibbles])).toEqual(expected);
    });
    it("Q5_K: the fifth bit of group g is bit g", () => {
        const fifth = times(32, (i) => i % 2 === 0 ? 0b10000001 : 0b00000010); // even values of groups 0 and 7, odd ones of group 1
        const expected = times(256, (i) => {
            const group = i >> 5, high = i % 2 === 0 ? group === 0 || group === 7 : group === 1;
            return (scales[group] ?? 0) * ((group % 2 === 0 ? 4 : 11) + (high ? 16 : 0)) * 0.5 - (minima[group] ?? 0) * 2;
        });
        expect(values("Q5_K", [...halfOfOne, ...two, ...packed(scales, minima), ...fifth, ...times(128, () => 0xb4)])).toEqual(expected);
    });
    it("Q6_K: nibbles, bit pairs and signed scales of groups of 16", () => {
        const q = times(256, (i) => i * 37 % 64), groups = times(16, (i) => i * 16 - 128);
        const low = new Array<number>(128).fill(0), high = new Array<number>(64).fill(0);
        q.forEach((value, i) => { // as quantize_row_q6_K_ref packs them
            const part = i >> 7, within = i % 128, quarter = within >> 5, l = within % 32;
            const lowAt = part * 64 + (quarter % 2 === 0 ? l : l + 32), highAt = part * 32 + l;
            low[lowAt] = (low[lowAt] ?? 0) | (value & 15) << (quarter < 2 ? 0 : 4);
            high[highAt] = (high[highAt] ?? 0) | value >> 4 << quarter * 2;
        });
        expect(values("Q6_K", [...low, ...high, ...groups.map((scale) => scale & 255), ...halfOfOne]))
            .toEqual(q.map((value, i) => (groups[i >> 4] ?? 0) * 0.5 * (value - 32)).map((value) => value === 0 ? expect.closeTo(0, 10) as number : value));
    });
    it("one block after another", () => {
        expect(values("Q8_0", [...one, ...times(32, () => 1), ...two, ...times(32, () => 3)])).toEqual([...times(32, () => 1), ...times(32, () => 6)]);
    });
    it("of the sizes that the extension's checker knows too", () => {
        for (const type of tensorTypes)
            expect(ggmlType(type.id)).toEqual({name: type.name, blockElements: type.elements, blockBytes: type.bytes});
        expect(typeWithId(14)?.name).toBe("Q6_K");
        expect(typeWithId(3)).toBeUndefined();
    });
});
