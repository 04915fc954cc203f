/** Bytes of quantized blocks for tests, built bit by bit from the definitions in ggml-common.h. */

/** Little-endian bytes of 16 bits. */
export const half = (bits: number): number[] => [bits & 255, bits >> 8];
export const [one, two, halfOfOne, minusOne] = [half(0x3c00), half(0x4000), half(0x3800), half(0xbc00)];

/** `count` values of `value(index)`. */
export const times = (count: number, value: (index: number) => number): number[] => Array.from({length: count}, (_, index) => value(index));

/** Small numbers that look random and are the same each time: uniform in [0, 1). */
export function randomNumbers(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 >>> 0;
        return (Math.imul(state ^ state >>> 13, 0x297a2d39) >>> 0) / 2 ** 32;
    };
}
