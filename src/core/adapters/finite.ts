/** Whether stored weights are numbers: one NaN or infinity makes every answer of the model NaN. */

/** How the weights of an adapter may be stored, by ggml's names. */
export const weightTypes = ["F32", "F16", "BF16", "Q8_0"] as const;
export type WeightType = typeof weightTypes[number];

export function isWeightType(name: string): name is WeightType {
    return weightTypes.some((type) => type === name);
}

/** True when no weight in `bytes` (little-endian, whole units) is NaN or infinite. */
export function allFinite(bytes: Uint8Array, type: WeightType): boolean {
    switch (type) {
        case "F32": return every(bytes, 4, 2, 0x7f80);
        case "F16": return every(bytes, 2, 0, 0x7c00);
        case "BF16": return every(bytes, 2, 0, 0x7f80);
        // A block is a scale in half precision and 32 whole numbers.
        case "Q8_0": return every(bytes, 34, 0, 0x7c00);
    }
}

/** Looks at the 16 bits that hold the exponent, `at` bytes into each unit: with all exponent bits set it is no number. */
function every(bytes: Uint8Array, unit: number, at: number, exponent: number): boolean {
    const upper = exponent >> 8;
    const lower = exponent & 0xff;
    for (let index = at; index + 1 < bytes.length; index += unit)
        if (((bytes[index + 1] ?? 0) & upper) === upper && ((bytes[index] ?? 0) & lower) === lower)
            return false;
    return true;
}
