// Numbers to blocks of 32 with one scale each: Q4_0, for which llama.cpp has its fastest CPU kernels, and Q8_0.
// Only sums, products and quotients of doubles in a fixed order: every machine makes the same bytes.
// @ts-check
import {fromHalf, toHalf} from "./half.mjs";

/** Values in a block. */
const size = 32;
/** Bytes of a Q4_0 and of a Q8_0 block. */
const q40Bytes = 18, q80Bytes = 34;
/** Beyond it the scale of a Q4_0 block would be no finite half. */
const largest = 65504 * 7;
/** Where the value of largest magnitude is tried, in steps: 8, where ggml's own rule puts it, and up to 0.8 to either side. */
const candidates = Float64Array.from({length: 17}, (_, index) => (72 + index) / 10);
/** Least squares and new assignments in turn mend most blocks in two rounds, and hardly any after four. */
const rounds = 4;

/** The block at hand: its values, and for each its squared value (the weight of its error) and its step 0-15. */
const block = {values: new Float64Array(size), weights: new Float64Array(size), steps: new Uint8Array(size)};
/** Sums over the block of w x q and w q q, where q is the step less 8. */
const sums = {xq: 0, qq: 0};

/**
 * Q4_0 blocks: half scale d, 16 bytes of nibbles (the low ones are the first 16 values); a value is (step - 8) d. The scale has the least
 * squared error, weighted by the squared value, that the candidates and least squares find: large weights carry the signal.
 * @param {Float32Array} from a multiple of 32 finite values
 * @returns {Uint8Array}
 */
export function quantizeQ40(from) {
    const to = new Uint8Array(from.length / size * q40Bytes);
    for (let at = 0, out = 0; at < from.length; at += size, out += q40Bytes) {
        const half = mended(bestScale(load(from, at)));
        assign(half);
        to[out] = half & 255;
        to[out + 1] = half >> 8;
        for (let i = 0; i < 16; i++) to[out + 2 + i] = (block.steps[i] ?? 0) | (block.steps[i + 16] ?? 0) << 4;
    }
    return to;
}

/**
 * Takes a block in.
 * @param {Float32Array} from
 * @param {number} at
 * @returns {number} the value of largest magnitude, the first of equals
 * @throws {RangeError} for what is no number, or too large for a scale
 */
function load(from, at) {
    let extreme = 0;
    for (let i = 0; i < size; i++) {
        const value = from[at + i] ?? 0;
        if (!(Math.abs(value) < largest)) throw new RangeError(`a weight of ${value} cannot be quantized`);
        block.values[i] = value;
        block.weights[i] = value * value;
        if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
    return extreme;
}

/**
 * The best of ggml's own scale and of the candidates'.
 * @param {number} extreme the block's value of largest magnitude
 * @returns {number} bit pattern of a half
 */
function bestScale(extreme) {
    let best = toHalf(extreme / -8);
    if (fromHalf(best) === 0) return 0; // the whole block is too small for a half
    assign(best);
    let least = errorWith(best);
    for (const candidate of candidates) {
        assignBy(-candidate / extreme);
        const half = leastSquares();
        const error = errorWith(half);
        if (error < least) {
            least = error;
            best = half;
        }
    }
    return best;
}

/**
 * Assigns anew and takes the least squares, in turn, as long as that lessens the error.
 * @param {number} half
 * @returns {number}
 */
function mended(half) {
    for (let round = 0; round < rounds; round++) {
        assign(half);
        const next = leastSquares();
        if (!(errorWith(next) < errorWith(half))) break;
        half = next;
    }
    return half;
}

/**
 * Gives each value its nearest step.
 * @param {number} half the scale; if it is 0, all get the step for 0
 */
function assign(half) {
    const d = fromHalf(half);
    assignBy(d === 0 ? 0 : 1 / d);
}

/**
 * Gives each value its nearest step.
 * @param {number} inverse of the scale
 */
function assignBy(inverse) {
    const {values, weights, steps} = block;
    let xq = 0, qq = 0;
    for (let i = 0; i < size; i++) {
        const value = values[i] ?? 0, weight = weights[i] ?? 0;
        const near = value * inverse + 8.5 | 0; // not rounded down below 0, which is clamped anyway
        const step = near < 0 ? 0 : near > 15 ? 15 : near;
        const q = step - 8;
        steps[i] = step;
        xq += weight * value * q;
        qq += weight * q * q;
    }
    sums.xq = xq;
    sums.qq = qq;
}

/** The scale with the least weighted squared error for the steps as they are, as a half. */
function leastSquares() {
    return sums.qq === 0 ? 0 : toHalf(sums.xq / sums.qq);
}

/**
 * Weighted squared error of the steps with a scale, less that of all zeros: sum of w (x - q d)^2 - w x x.
 * @param {number} half
 */
function errorWith(half) {
    const d = fromHalf(half);
    return d * (d * sums.qq - 2 * sums.xq);
}

/**
 * Q8_0 blocks by ggml's own rule: half scale d, 32 signed bytes; a value is q d.
 * @param {Float32Array} from a multiple of 32 finite values
 * @returns {Uint8Array}
 */
export function quantizeQ80(from) {
    const to = new Uint8Array(from.length / size * q80Bytes);
    for (let at = 0, out = 0; at < from.length; at += size, out += q80Bytes) {
        const d = Math.fround(Math.abs(load(from, at)) / 127);
        const inverse = d === 0 ? 0 : Math.fround(1 / d);
        const half = toHalf(d);
        to[out] = half & 255;
        to[out + 1] = half >> 8;
        for (let i = 0; i < size; i++) to[out + 2 + i] = awayFromZero(Math.fround((from[at + i] ?? 0) * inverse));
    }
    return to;
}

/**
 * The nearest integer; a tie goes away from zero, as with C's roundf.
 * @param {number} value
 */
function awayFromZero(value) {
    return value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5);
}
