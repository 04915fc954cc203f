// Quantized blocks to numbers, by ggml's definitions (ggml-common.h, ggml-quants.c). Products and sums are rounded to single precision
// where ggml's reference rounds them, so the numbers are the same on every machine.
// @ts-check
import {fromHalf} from "./half.mjs";
import {dequantizeQ4K, dequantizeQ5K, dequantizeQ6K} from "./superBlocks.mjs";

/**
 * Writes the values of the block at byte `at` of `from` to `to`, beginning at element `out`.
 * @typedef {(from: DataView, at: number, to: Float32Array, out: number) => void} BlockReader
 */

/** What the 16 steps of Q4_0 stand for. */
const q40Numbers = Array.from({length: 16}, (_, step) => step - 8);
/** What the 16 steps of IQ4_NL stand for (`kvalues_iq4nl` of ggml-common.h). */
export const iq4nlNumbers = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

/** @type {Readonly<Record<string, BlockReader>>} */
const readers = {
    F32: (from, at, to, out) => void (to[out] = from.getFloat32(at, true)),
    F16: (from, at, to, out) => void (to[out] = fromHalf(from.getUint16(at, true))),
    Q4_0: nibbles(q40Numbers), IQ4_NL: nibbles(iq4nlNumbers), Q5_0: dequantizeQ50, Q5_1: dequantizeQ51, Q8_0: dequantizeQ80, Q4_K: dequantizeQ4K, Q5_K: dequantizeQ5K, Q6_K: dequantizeQ6K
};

/**
 * All values of whole blocks.
 * @param {import("./tensorTypes.mjs").TensorType} type
 * @param {Uint8Array} from whole blocks of that type
 * @returns {Float32Array}
 */
export function dequantize(type, from) {
    const read = readers[type.name];
    if (read === undefined) throw new RangeError(`${type.name} cannot be dequantized`);
    const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
    const to = new Float32Array(from.length / type.bytes * type.elements);
    for (let at = 0, out = 0; at < from.length; at += type.bytes, out += type.elements) read(view, at, to, out);
    return to;
}

/**
 * Blocks of half `d`, 16 bytes of nibbles: the low ones are the first 16 values. Value: the nibble's number times d.
 * @param {readonly number[]} numbers what the 16 nibbles stand for
 * @returns {BlockReader}
 */
function nibbles(numbers) {
    return (from, at, to, out) => {
        const d = fromHalf(from.getUint16(at, true));
        for (let i = 0; i < 16; i++) {
            const pair = from.getUint8(at + 2 + i);
            to[out + i] = (numbers[pair & 15] ?? 0) * d;
            to[out + 16 + i] = (numbers[pair >> 4] ?? 0) * d;
        }
    };
}

/** Half `d`, 32 fifth bits, nibbles as in Q4_0. Value: (q - 16) d. @type {BlockReader} */
function dequantizeQ50(from, at, to, out) {
    const d = fromHalf(from.getUint16(at, true));
    const fifth = from.getUint32(at + 2, true);
    for (let i = 0; i < 16; i++) {
        const pair = from.getUint8(at + 6 + i);
        to[out + i] = ((pair & 15 | (fifth >>> i & 1) << 4) - 16) * d;
        to[out + 16 + i] = ((pair >> 4 | (fifth >>> i + 16 & 1) << 4) - 16) * d;
    }
}

/** Halves `d` and `m`, 32 fifth bits, nibbles as in Q4_0. Value: q d + m. @type {BlockReader} */
function dequantizeQ51(from, at, to, out) {
    const d = fromHalf(from.getUint16(at, true));
    const m = fromHalf(from.getUint16(at + 2, true));
    const fifth = from.getUint32(at + 4, true);
    for (let i = 0; i < 16; i++) {
        const pair = from.getUint8(at + 8 + i);
        to[out + i] = Math.fround((pair & 15 | (fifth >>> i & 1) << 4) * d) + m;
        to[out + 16 + i] = Math.fround((pair >> 4 | (fifth >>> i + 16 & 1) << 4) * d) + m;
    }
}

/** Half `d`, 32 signed bytes. Value: q d. @type {BlockReader} */
function dequantizeQ80(from, at, to, out) {
    const d = fromHalf(from.getUint16(at, true));
    for (let i = 0; i < 32; i++) to[out + i] = from.getInt8(at + 2 + i) * d;
}
