// Numbers to blocks of 32 with one scale each: IQ4_NL, the best of the kinds for which llama.cpp has its fastest CPU kernels at 4 bits, and Q8_0.
// Only sums, products, quotients and square roots of doubles in a fixed order: every machine makes the same bytes.
// @ts-check
import {iq4nlNumbers} from "./dequantize.mjs";
import {fromHalf, toHalf} from "./half.mjs";

/** Values in a block. */
const size = 32;
/** Bytes of an IQ4_NL and of a Q8_0 block. */
const iq4nlBytes = 18, q80Bytes = 34;
/** Far beyond any weight, and the scale of a block is a finite half as long as no value is larger. */
const largest = 65504 * 7;
/** Least squares and new assignments in turn mend most blocks in two rounds, and hardly any after four. */
const rounds = 4;

const numbers = Float64Array.from(iq4nlNumbers);
const lowest = Math.min(...iq4nlNumbers), highest = Math.max(...iq4nlNumbers);
/** The step whose number is the smallest above 0: what all values of a block get that is too small for a scale. */
const smallest = iq4nlNumbers.findIndex((number) => number > 0);
/** Inverse scales to try for a block whose value of largest magnitude is 1: it comes to either end of the numbers, or up to a tenth to either side of that. */
const candidates = Float64Array.from([lowest, highest].flatMap((end) => Array.from({length: 17}, (_, index) => end / 8 * (72 + index) / 10)));
/** The nearest step of a number, by its double rounded down, less that of the lowest: what lies half-way between two whole numbers is a whole half. */
const nearest = Uint8Array.from({length: 2 * (highest - lowest) + 1}, (_, cell) => {
    const inside = lowest + cell / 2 + 0.25;
    return iq4nlNumbers.reduce((best, number, step) => Math.abs(number - inside) < Math.abs((iq4nlNumbers[best] ?? 0) - inside) ? step : best, 0);
});

/** The block at hand: its values, and for each the weight of its error and its step 0-15. */
const block = {values: new Float64Array(size), weights: new Float64Array(size), steps: new Uint8Array(size)};
/** Sums over the block of w x q and w q q, where q is the step's number. */
const sums = {xq: 0, qq: 0};

/**
 * IQ4_NL blocks: half scale d, 16 bytes of nibbles (the low ones are the first 16 values); a value is the step's number times d. The numbers lie closer
 * together where most weights are. The scale has the least weighted squared error that the candidates and least squares find.
 * @param {Float32Array} from a multiple of 32 finite values
 * @returns {Uint8Array}
 */
export function quantizeIQ4NL(from) {
    const to = new Uint8Array(from.length / size * iq4nlBytes);
    for (let at = 0, out = 0; at < from.length; at += size, out += iq4nlBytes) {
        const extreme = load(from, at);
        weigh();
        const half = mended(bestScale(extreme));
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
        if (Math.abs(value) > Math.abs(extreme)) extreme = value;
    }
    return extreme;
}

/** Large values carry more of the signal: their errors weigh more, as in ggml's own rule (`quantize_row_iq4_nl_impl`) where all inputs are alike. */
function weigh() {
    let sum = 0;
    for (const value of block.values) sum += value * value;
    for (let i = 0; i < size; i++) {
        const value = block.values[i] ?? 0;
        block.weights[i] = Math.sqrt(2 * sum / size + value * value);
    }
}

/**
 * The best of ggml's own scale and of the candidates'.
 * @param {number} extreme the block's value of largest magnitude
 * @returns {number} bit pattern of a half
 */
function bestScale(extreme) {
    let best = toHalf(extreme / lowest);
    if (fromHalf(best) === 0) return 0; // the whole block is too small for a half
    assign(best);
    let least = errorWith(best);
    for (const candidate of candidates) {
        assignBy(candidate / extreme);
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
 * @param {number} half the scale; if it is 0, all get the smallest step
 */
function assign(half) {
    const d = fromHalf(half);
    if (d !== 0) return assignBy(1 / d);
    block.steps.fill(smallest);
    sums.xq = sums.qq = 0;
}

/**
 * Gives each value its nearest step.
 * @param {number} inverse of the scale
 */
function assignBy(inverse) {
    const {values, weights, steps} = block;
    const last = nearest.length - 1;
    let xq = 0, qq = 0;
    for (let i = 0; i < size; i++) {
        const value = values[i] ?? 0, weight = weights[i] ?? 0;
        const cell = Math.floor(2 * value * inverse) - 2 * lowest;
        const step = nearest[cell < 0 ? 0 : cell > last ? last : cell] ?? 0;
        const q = numbers[step] ?? 0;
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
