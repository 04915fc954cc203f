/** Names of tensors in an adapter file and of what they change in the base. */

/** The embedding's tensor: its pair lies the other way round (the engine looks rows up in it instead of multiplying). */
export const embeddingTarget = "token_embd.weight";
export const outputTarget = "output.weight";

/** ` blk.N.NAME.weight`: N without leading zeros. */
const layerPattern = /^blk\.(0|[1-9]\d{0,5})\./u;

/** The layer that a tensor of the base belongs to, or undefined. */
export function layerOf(target: string): number | undefined {
    const digits = layerPattern.exec(target)?.[1];
    return digits === undefined ? undefined : Number(digits);
}

export type Half = "a" | "b";

/** The base's tensor and the half that a tensor of an adapter file is, or undefined for another kind of name. */
export function splitName(name: string): {readonly target: string; readonly half: Half} | undefined {
    if (name.endsWith(".lora_a"))
        return {target: name.slice(0, -".lora_a".length), half: "a"};
    if (name.endsWith(".lora_b"))
        return {target: name.slice(0, -".lora_b".length), half: "b"};
    return undefined;
}

export function tensorName(target: string, half: Half): string {
    return `${target}.lora_${half}`;
}
