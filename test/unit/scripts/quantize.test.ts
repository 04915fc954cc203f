/** Quantizing: by exact examples, and against ggml's own rule on random blocks. */
import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";

import {dequantize} from "../../../scripts/lib/relayout/dequantize.mjs";
import {fromHalf, toHalf} from "../../../scripts/lib/relayout/half.mjs";
import {quantizeIQ4NL, quantizeQ80} from "../../../scripts/lib/relayout/quantize.mjs";
import {typeNamed} from "../../../scripts/lib/relayout/tensorTypes.mjs";
import {halfOfOne, randomNumbers, times} from "./blocks.js";

const numbers = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];
/** The number nearest to a value. */
const nearest = (value: number) => numbers.reduce((best, each) => Math.abs(each - value) < Math.abs(best - value) ? each : best, 1);

/** As the first try of `quantize_row_iq4_nl_impl` of ggml-quants.c: the value of largest magnitude at -127. Returns what comes back. */
function byReference(block: readonly number[]): number[] {
    const extreme = block.reduce((most, value) => Math.abs(value) > Math.abs(most) ? value : most, 0);
    const d = fromHalf(toHalf(extreme / -127));
    return block.map((value) => d === 0 ? 0 : nearest(value / d) * d);
}
function weightedError(block: readonly number[], back: readonly number[]): number {
    const squares = block.reduce((sum, value) => sum + value * value, 0);
    return block.reduce((sum, value, index) => sum + Math.sqrt(squares / 16 + value * value) * (value - (back[index] ?? 0)) ** 2, 0);
}
const roundTrip = (block: readonly number[]) => [...dequantize(typeNamed("IQ4_NL"), quantizeIQ4NL(Float32Array.from(block)))];

/** Blocks as weights come: nearly normal, flat, with one outlier, mostly zero, tiny. */
function randomBlocks(count: number): number[][] {
    const random = randomNumbers(42), bell = () => random() + random() + random() + random() - 2;
    const kinds: readonly (() => number)[] = [
        () => bell() * 0.05, () => random() - 0.5, () => bell() * (random() < 0.03 ? 10 : 0.1), () => random() < 0.8 ? 0 : bell(), () => bell() * 2e-7
    ];
    return times(count, (index) => index).map((index) => times(32, kinds[index % kinds.length] ?? bell).map(Math.fround));
}

describe("IQ4_NL", () => {
    it("keeps what it can express exactly, scale and all", () => {
        const bytes = [...halfOfOne, ...times(16, (i) => i | (15 - i) << 4)];
        expect([...quantizeIQ4NL(dequantize(typeNamed("IQ4_NL"), Uint8Array.from(bytes)))]).toEqual(bytes);
    });
    it("writes zeros as scale 0", () => {
        expect([...quantizeIQ4NL(new Float32Array(32))]).toEqual([0, 0, ...times(16, () => 0x88)]);
        expect([...quantizeIQ4NL(new Float32Array(32).fill(1e-9))]).toEqual([0, 0, ...times(16, () => 0x88)]);
    });
    it("uses both ends of its numbers: what is largest may be the highest", () => {
        const block = [1.13, ...times(31, (i) => (numbers[i % 16] ?? 0) / 100)];
        const bounded = block.map((value) => value < -0.9 ? -0.5 : value);
        expect(weightedError(bounded, roundTrip(bounded))).toBeLessThan(weightedError(bounded, byReference(bounded)) / 4);
    });
    it("never has a larger weighted error than ggml's own rule, and in all a much smaller one", () => {
        let ours = 0, reference = 0;
        for (const block of randomBlocks(5000)) {
            const error = weightedError(block, roundTrip(block)), other = weightedError(block, byReference(block));
            expect(error).toBeLessThanOrEqual(other * (1 + 1e-9));
            ours += error;
            reference += other;
        }
        expect(ours).toBeLessThan(0.8 * reference);
    });
    it("makes these bytes on every machine", () => {
        const bytes = quantizeIQ4NL(Float32Array.from(randomBlocks(1000).flat()));
        expect(createHash("sha256").update(bytes).digest("hex")).toBe("61d1e4972c46df5eca9a90a328785f626f5784260d02599b1a7ab16ffd196b43");
    });
    it.each([NaN, Infinity, -1e6])("refuses a weight of %s", (value) => {
        expect(() => quantizeIQ4NL(new Float32Array(32).fill(value, 7, 8))).toThrow(RangeError);
    });
});

describe("Q8_0", () => {
    it("puts the largest magnitude at 127 and rounds ties away from zero", () => {
        const block = Float32Array.from([127, -127, 0.5, -0.5, 1.5, 2.4, -2.6, ...times(25, () => 0)]);
        expect([...quantizeQ80(block)]).toEqual([0, 0x3c, 127, 129, 1, 255, 2, 2, 253, ...times(25, () => 0)]);
    });
    it("writes zeros as zeros", () => {
        expect([...quantizeQ80(new Float32Array(32))]).toEqual(times(34, () => 0));
    });
});
