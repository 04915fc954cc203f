/** Half-precision floats (IEEE 754 binary16) in bulk, from the three types that adapters are trained in. Buffers are little-endian, as is every machine Hearth runs on. */

/** How an adapter's weights may lie in a safetensors file. */
export const sourceTypes = ["F16", "BF16", "F32"] as const;
export type SourceType = typeof sourceTypes[number];

export function isSourceType(dtype: string): dtype is SourceType {
    return sourceTypes.some((type) => type === dtype);
}

export function sourceBytes(type: SourceType): 2 | 4 {
    return type === "F32" ? 4 : 2;
}

/** The greatest number that a half can be, and the least that it can be with full precision. */
export const greatestHalf = 65_504;
export const leastFullHalf = 2 ** -14;

/** The greatest magnitude among the numbers, or NaN when one is NaN or infinite. `bytes` must be aligned to its type. */
export function greatestMagnitude(bytes: Uint8Array, type: SourceType): number {
    const most = type === "F32" ? mostBits(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), 0x7fff_ffff) : mostBits(halfWords(bytes), 0x7fff);
    const value = type === "F16" ? fromHalf(most) : fromSingleBits(type === "BF16" ? most << 16 : most);
    return Number.isFinite(value) ? value : NaN;
}

/** Without their signs, floats are in the order of their bits. Signed words and counted, which takes a third of the time: 20 ms for 70 MB. */
function mostBits(words: Int32Array | Uint16Array, magnitude: number): number {
    let most = 0;
    const count = words.length;
    for (let index = 0; index < count; index++) {
        const value = (words[index] ?? 0) & magnitude;
        if (value > most)
            most = value;
    }
    return most;
}

/**
 * The numbers times `factor` as halves, each rounded to the nearest (a tie to the even one). Beyond {@link greatestHalf} they become infinite: see
 * {@link greatestMagnitude} first. `bytes` must be aligned to its type; it is returned itself when nothing changes.
 */
export function toHalves(bytes: Uint8Array, type: SourceType, factor: number): Uint8Array {
    if (type === "F16" && factor === 1)
        return bytes;
    const source = type === "F32" ? words(bytes) : halfWords(bytes);
    const halves = new Uint16Array(source.length);
    if (type === "F32" && factor === 1)
        for (let index = 0; index < source.length; index++)
            halves[index] = roundToHalf(source[index] ?? 0);
    else {
        const single = new Float32Array(1);
        const bits = new Uint32Array(single.buffer);
        for (let index = 0; index < source.length; index++) {
            single[0] = factor * (type === "F16" ? fromHalf(source[index] ?? 0) : fromSingleBits(type === "BF16" ? (source[index] ?? 0) << 16 : source[index] ?? 0));
            halves[index] = roundToHalf(bits[0] ?? 0);
        }
    }
    return new Uint8Array(halves.buffer);
}

/** The half nearest to the single of these bits. */
function roundToHalf(single: number): number {
    const sign = single >>> 16 & 0x8000;
    const magnitude = single & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000)
        return sign | 0x7e00;
    // 65520 and above are nearer to 65536, which is infinity.
    if (magnitude >= 0x477f_f000)
        return sign | 0x7c00;
    // A normal half: 13 bits of the fraction go, and a carry may run into the exponent.
    if (magnitude >= 0x3880_0000)
        return sign | (magnitude - 0x3800_0000 + 0xfff + (magnitude >>> 13 & 1)) >>> 13;
    return sign | roundToSubnormal(magnitude);
}

/** Below 2^-14 halves are multiples of 2^-24. */
function roundToSubnormal(magnitude: number): number {
    const steps = fromSingleBits(magnitude) * 2 ** 24;
    const down = Math.floor(steps);
    const rest = steps - down;
    return rest > 0.5 || (rest === 0.5 && down % 2 === 1) ? down + 1 : down;
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

function fromSingleBits(bits: number): number {
    scratchBits[0] = bits;
    return scratch[0] ?? 0;
}

function fromHalf(half: number): number {
    const sign = (half & 0x8000) === 0 ? 1 : -1;
    const exponent = half >> 10 & 31;
    const fraction = half & 1023;
    if (exponent === 31)
        return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function words(bytes: Uint8Array): Uint32Array {
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
function halfWords(bytes: Uint8Array): Uint16Array {
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}
