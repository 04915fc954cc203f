/** A small, valid GGUF LoRA file, parts of which tests change. */
import {string, writeGguf, type GgufFile, type GgufTensor, type GgufValue} from "../models/ggufWriter.js";
import {shapeOf, small} from "./peftFixture.js";

export const base = shapeOf(small("qwen2"));

export const halfType = 1;
export const adapterMetadata: readonly (readonly [string, GgufValue])[] = [
    ["general.type", string("adapter")], ["general.architecture", string("qwen2")], ["adapter.type", string("lora")], ["adapter.lora.alpha", {type: "f32", value: 16}]
];

export const half = (name: string, row: number, rows: number, type = halfType): GgufTensor => ({name, dimensions: [row, rows], type, bytes: row * rows * 2});

/** Of rank 4: q of the first layer, down of the second. */
export const adapterTensors: readonly GgufTensor[] = [
    half("blk.0.attn_q.weight.lora_a", 64, 4), half("blk.0.attn_q.weight.lora_b", 4, 64), half("blk.1.ffn_down.weight.lora_a", 96, 4), half("blk.1.ffn_down.weight.lora_b", 4, 64)
];

export function adapterFile(more: {readonly metadata?: readonly (readonly [string, GgufValue])[]; readonly tensors?: readonly GgufTensor[]} & Omit<GgufFile, "metadata" | "tensors"> = {}): Uint8Array {
    const changed = new Set(more.metadata?.map(([key]) => key));
    return writeGguf({...more, metadata: [...adapterMetadata.filter(([key]) => !changed.has(key)), ...more.metadata ?? []], tensors: more.tensors ?? adapterTensors});
}

/** The file without one of its entries. */
export function adapterWithout(key: string): Uint8Array {
    return writeGguf({metadata: adapterMetadata.filter(([each]) => each !== key), tensors: adapterTensors});
}
