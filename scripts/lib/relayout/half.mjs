// Half-precision floats (IEEE 754 binary16), as GGUF keeps the scales of its blocks.
// @ts-check

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The value of each of the 65536 bit patterns, exactly. */
const values = Float32Array.from({length: 1 << 16}, (_, half) => valueOf(half));

/**
 * The value of a half, exactly.
 * @param {number} half bit pattern of 16 bits
 */
export function fromHalf(half) {
    return values[half] ?? NaN;
}

/** @param {number} half bit pattern */
function valueOf(half) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = half >> 10 & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * The bit pattern of the half nearest to a number; a tie goes to the even one, what is too large to infinity. The number is first
 * rounded to single precision, as in ggml, whose scales are single.
 * @param {number} value
 * @returns {number} 16 bits
 */
export function toHalf(value) {
    float[0] = value;
    const single = bits[0] ?? 0;
    const sign = single >>> 16 & 0x8000;
    const magnitude = single & 0x7fffffff;
    if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
    if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and above are nearer to 65536, which is infinity
    if (magnitude >= 0x38800000) { // a normal half: 13 bits of the fraction go, and a carry may run into the exponent
        const odd = magnitude >>> 13 & 1;
        return sign | (magnitude - 0x38000000 + 0xfff + odd) >>> 13;
    }
    return sign | subnormal(magnitude);
}

/**
 * Below 2^-14 halves are multiples of 2^-24.
 * @param {number} magnitude bits of a positive single
 */
function subnormal(magnitude) {
    bits[0] = magnitude;
    const steps = (float[0] ?? 0) * 2 ** 24; // a power of two: exact
    const down = Math.floor(steps);
    const rest = steps - down;
    return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}
