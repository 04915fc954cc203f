import {describe, expect, it} from "vitest";

import {fromHalf, toHalf} from "../../../scripts/lib/relayout/half.mjs";
import {balance} from "../../../src/core/adapters/balance.js";
import {greatestMagnitude, toHalves, type SourceType} from "../../../src/core/adapters/half.js";
import {compilePattern, patternValue} from "../../../src/core/adapters/modulePatterns.js";
import {interleaveHeads, transpose} from "../../../src/core/adapters/rearrange.js";

const bytesOf = (values: ArrayBufferView) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
const halvesOf = (bytes: Uint8Array) => [...new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)];

describe("numbers as halves", () => {
    it("are rounded as another implementation rounds them, everywhere", () => {
        let state = 1;
        const bits = Uint32Array.from({length: 200_000}, () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0));
        const singles = new Float32Array(bits.buffer);
        expect(halvesOf(toHalves(bytesOf(singles), "F32", 1)).findIndex((half, index) => half !== toHalf(singles[index] ?? 0))).toBe(-1);
    });
    it("of every half are themselves, and with a factor as near as can be", () => {
        const all = Uint16Array.from({length: 0x7c00}, (_, index) => index);
        expect(halvesOf(toHalves(bytesOf(all), "F16", 1))).toEqual([...all]);
        expect(halvesOf(toHalves(bytesOf(all), "F16", -0.3)).findIndex((half, index) => half !== toHalf(-0.3 * fromHalf(index)))).toBe(-1);
    });
    it("of every BF16 are as of its single", () => {
        const all = Uint16Array.from({length: 0x7f80}, (_, index) => index);
        const singles = new Float32Array(Uint32Array.from(all, (word) => word * 65_536).buffer);
        expect(halvesOf(toHalves(bytesOf(all), "BF16", 1)).findIndex((half, index) => half !== toHalf(singles[index] ?? 0))).toBe(-1);
    });
    it.each<[SourceType, ArrayBufferView, number]>([
        ["F32", new Float32Array([1, -3.5, 2]), 3.5], ["F16", new Uint16Array([0x3c00, 0xc300]), 3.5], ["BF16", new Uint16Array([0x3f80, 0xc060]), 3.5],
        ["F32", new Float32Array([1, NaN]), NaN], ["F32", new Float32Array([-Infinity]), NaN], ["F16", new Uint16Array([0xfc00]), NaN], ["BF16", new Uint16Array([0x7f80]), NaN],
        ["F32", new Float32Array(3), 0]
    ])("have a greatest magnitude (%s)", (type, values, expected) => {
        expect(greatestMagnitude(bytesOf(values), type)).toBe(expected);
    });
});

describe("the balance of a pair", () => {
    it("is left alone when both lie well, and when one is zero", () => {
        expect(balance(0.05, 0.01)).toEqual({a: 1, b: 1});
        expect(balance(0.05, 0)).toEqual({a: 1, b: 1});
        expect(balance(60_000, 1)).toEqual({a: 1, b: 1});
    });
    it.each([[1e-6, 1e6], [1e6, 1e-6], [1e-7, 0.1], [3e5, 0], [1e-9, 1e-9]])("of %d and %d is brought within half precision without rounding", (a, b) => {
        const factors = balance(a, b);
        expect(factors).toBeDefined();
        expect((factors?.a ?? 0) * (factors?.b ?? 0)).toBe(1);
        expect(Number.isInteger(Math.log2(factors?.a ?? 0))).toBe(true);
        expect(a * (factors?.a ?? 0)).toBeLessThanOrEqual(65_504);
        expect(b * (factors?.b ?? 0)).toBeLessThanOrEqual(65_504);
    });
    it("can't be had for two that are both too large", () => {
        expect(balance(1e6, 1e6)).toBeUndefined();
    });
});

describe("rows and columns", () => {
    it("are interleaved within each head", () => {
        const rows = new Uint8Array([0, 1, 2, 3, 10, 11, 12, 13]);
        expect([...interleaveHeads(rows, 4, 1)]).toEqual([0, 2, 1, 3, 10, 12, 11, 13]);
        expect([...interleaveHeads(rows, 4, 2)]).toEqual([0, 1, 10, 11, 2, 3, 12, 13]);
    });
    it("change places", () => {
        expect(halvesOf(transpose(bytesOf(new Uint16Array([1, 2, 3, 4, 5, 6])), 2, 2))).toEqual([1, 4, 2, 5, 3, 6]);
    });
});

describe("a pattern for modules", () => {
    const matches = (key: string, module: string) => {
        const pattern = compilePattern(key, 7);
        return pattern === undefined ? "refused" : patternValue([pattern], module) === 7;
    };
    it.each([
        ["q_proj", "model.layers.0.self_attn.q_proj", true], ["proj", "model.layers.0.self_attn.q_proj", false], ["self_attn.q_proj", "model.layers.0.self_attn.q_proj", true],
        ["^layers.0.self_attn.q_proj", "model.layers.0.self_attn.q_proj", false], ["^model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.q_proj", true],
        ["layers.1.self_attn.q_proj", "model.layers.11.self_attn.q_proj", false], [String.raw`layers\.\d+\.mlp\..*`, "model.layers.11.mlp.up_proj", true],
        ["(q|k)_proj", "model.layers.0.self_attn.k_proj", true], ["lm_head", "lm_head", true]
    ])("%s and %s", (key, module, expected) => {
        expect(matches(key, module)).toBe(expected);
    });
    it.each(["(a+)+", "(a|b)*", "a{9}", String.raw`\w+`, "[a-z]", "(a", "x".repeat(300), ".*.*.*", "(|)(|)(|)(|)(|)", String.raw`a\1`, "(?=a)", "a**"])("%s is refused", (key) => {
        expect(matches(key, "a")).toBe("refused");
    });
});
