/**
 * Vectors in a byte per dimension. Only their direction counts (cosine similarity), so each is stretched until its largest part is 127: four times smaller than
 * floats, and for vectors of hundreds of dimensions the cosine is off by less than a hundredth.
 */

/** A direction: its parts, -127..127, and what one part is worth, so that the whole has the length 1. */
export interface QuantizedVector {
    readonly parts: Int8Array;
    readonly scale: number;
}

const largest = 127;

/** @returns undefined for a vector without a direction: empty, all zeros, or with a part that is no number */
export function quantize(vector: readonly number[]): QuantizedVector | undefined {
    const peak = vector.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
    return peak === 0 || !Number.isFinite(peak) ? undefined : withScale(Int8Array.from(vector, (part) => Math.round(part / peak * largest)));
}

/** The vector of these parts, as {@link quantize} made them. @returns undefined where all are zero */
export function withScale(parts: Int8Array): QuantizedVector | undefined {
    const length = Math.sqrt(dot(parts, parts));
    return length === 0 ? undefined : {parts, scale: 1 / length};
}

/** Cosine similarity, -1..1. Both must have the same number of dimensions. */
export function cosine(a: QuantizedVector, b: QuantizedVector): number {
    return dot(a.parts, b.parts) * a.scale * b.scale;
}

function dot(a: Int8Array, b: Int8Array): number {
    let sum = 0;
    for (let i = 0; i < a.length; i++)
        sum += (a[i] ?? 0) * (b[i] ?? 0);
    return sum;
}
