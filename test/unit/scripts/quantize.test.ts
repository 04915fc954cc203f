/** Quantizing: by exact examples, and against ggml's own rule on random blocks. */
import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";

import {dequantize} from "../../../scripts/lib/relayout/dequantize.mjs";
import {fromHalf, toHalf} from "../../../scripts/lib/relayout/half.mjs";
import {quantizeQ40, quantizeQ80} from "../../../scripts/lib/relayout/quantize.mjs";
import {typeNamed} from "../../../scripts/lib/relayout/tensorTypes.mjs";
import {halfOfOne, randomNumbers, times} from "./blocks.js";

/** As `quantize_row_q4_0_ref` of ggml-quants.c: the value of largest magnitude at -8, in single precision. Returns what comes back. */
function byReference(block: readonly number[]): number[] {
    const extreme = block.reduce((most, value) => Math.abs(value) > Math.abs(most) ? value : most, 0);
    const d = Math.fround(extreme / -8), inverse = d === 0 ? 0 : Math.fround(1 / d);
    return block.map((value) => (Math.min(15, Math.trunc(Math.fround(Math.fround(value * inverse) + 8.5))) - 8) * fromHalf(toHalf(d)));
}
const weightedError = (block: readonly number[], back: readonly number[]) =>
    block.reduce((sum, value, index) => sum + value * value * (value - (back[index] ?? 0)) ** 2, 0);
const roundTrip = (block: readonly number[]) => [...dequantize(typeNamed("Q4_0"), quantizeQ40(Float32Array.from(block)))];

/** Blocks as weights come: nearly normal, flat, with one outlier, mostly zero, tiny. */
function randomBlocks(count: number): number[][] {
    const random = randomNumbers(42), bell = () => random() + random() + random() + random() - 2;
    const kinds: readonly (() => number)[] = [
        () => bell() * 0.05, () => random() - 0.5, () => bell() * (random() < 0.03 ? 10 : 0.1), () => random() < 0.8 ? 0 : bell(), () => bell() * 2e-7
    ];
    return times(count, (index) => index).map((index) => times(32, kinds[index % kinds.length] ?? bell).map(Math.fround));
}

describe("Q4_0", () => {
    it("keeps what it can express exactly, scale and all", () => {
        const bytes = [...halfOfOne, ...times(16, (i) => i | (15 - i) << 4)];
        expect([...quantizeQ40(dequantize(typeNamed("Q4_0"), Uint8Array.from(bytes)))]).toEqual(bytes);
    });
    it("writes zeros as scale 0 and step 8, as ggml does", () => {
        expect([...quantizeQ40(new Float32Array(32))]).toEqual([0, 0, ...times(16, () => 0x88)]);
        expect([...quantizeQ40(new Float32Array(32).fill(1e-9))]).toEqual([0, 0, ...times(16, () => 0x88)]);
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
        const bytes = quantizeQ40(Float32Array.from(randomBlocks(1000).flat()));
        expect(createHash("sha256").update(bytes).digest("hex")).toBe("a33b9544f06b01ac597f97b5ab533f40d4f2b91fa2bbfc8a5b8a89702b171e07");
    });
    it.each([NaN, Infinity, -1e6])("refuses a weight of %s", (value) => {
        expect(() => quantizeQ40(new Float32Array(32).fill(value, 7, 8))).toThrow(RangeError);
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
