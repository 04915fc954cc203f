// ggml's super-blocks of 256 values ("K-quants"): 8 or 16 groups, each with a scale of its own that is quantized too.
// @ts-check
import {fromHalf} from "./half.mjs";

/** @typedef {import("./dequantize.mjs").BlockReader} BlockReader */

const {fround} = Math;

/** Halves `d` and `dmin`, 12 bytes of 6-bit scales and minima, 128 bytes of nibbles. Value: d s q - dmin m. @type {BlockReader} */
export function dequantizeQ4K(from, at, to, out) {
    for (let group = 0; group < 8; group++) {
        const {scale, minimum} = groupScale(from, at, group);
        const shift = group % 2 * 4; // two groups share 32 bytes: low nibbles, high nibbles
        const pairs = at + 16 + (group >> 1) * 32;
        for (let i = 0; i < 32; i++) to[out + group * 32 + i] = fround(scale * (from.getUint8(pairs + i) >> shift & 15)) - minimum;
    }
}

/** As Q4_K, with 32 bytes of fifth bits before the nibbles: bit g of byte i is for value i of group g. @type {BlockReader} */
export function dequantizeQ5K(from, at, to, out) {
    for (let group = 0; group < 8; group++) {
        const {scale, minimum} = groupScale(from, at, group);
        const shift = group % 2 * 4;
        const pairs = at + 48 + (group >> 1) * 32;
        for (let i = 0; i < 32; i++) {
            const q = from.getUint8(pairs + i) >> shift & 15 | (from.getUint8(at + 16 + i) >> group & 1) << 4;
            to[out + group * 32 + i] = fround(scale * q) - minimum;
        }
    }
}

/** 128 bytes of low nibbles, 64 of high bit pairs, 16 signed scales, half `d`. Value: d s (q - 32). @type {BlockReader} */
export function dequantizeQ6K(from, at, to, out) {
    const d = fromHalf(from.getUint16(at + 208, true));
    for (let group = 0; group < 16; group++) {
        const scale = fround(d * from.getInt8(at + 192 + group));
        const half = group >> 3; // of the block: 64 bytes of nibbles and 32 of bit pairs
        const quarter = group >> 1 & 3; // of that half, 32 values: nibbles of bytes 0-31 or 32-63, the low ones first
        const low = at + half * 64 + quarter % 2 * 32 + group % 2 * 16;
        const high = at + 128 + half * 32 + group % 2 * 16;
        for (let i = 0; i < 16; i++) {
            const q = from.getUint8(low + i) >> (quarter >> 1) * 4 & 15 | (from.getUint8(high + i) >> quarter * 2 & 3) << 4;
            to[out + group * 16 + i] = scale * (q - 32);
        }
    }
}

/**
 * Scale and minimum of a group of 32. Twelve bytes hold eight of each, six bits wide: the low bits of a byte for the first four groups; for
 * the others a nibble of bytes 8-11 and the two high bits of the byte of the group four before.
 * @param {DataView} from
 * @param {number} at begin of the super-block
 * @param {number} group 0-7
 */
function groupScale(from, at, group) {
    const byte = (/** @type {number} */ index) => from.getUint8(at + 4 + index);
    const s = group < 4 ? byte(group) & 63 : byte(group + 4) & 15 | byte(group - 4) >> 6 << 4;
    const m = group < 4 ? byte(group + 4) & 63 : byte(group + 4) >> 4 | byte(group) >> 6 << 4;
    return {scale: fround(fromHalf(from.getUint16(at, true)) * s), minimum: fround(fromHalf(from.getUint16(at + 2, true)) * m)};
}
