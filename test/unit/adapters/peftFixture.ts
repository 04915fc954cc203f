/** Makes small PEFT folders with known values, and the shapes of the models they are for. */
import {mkdir, writeFile} from "node:fs/promises";
import path from "node:path";

import type {ModelShape} from "../../../src/core/models/modelInfo.js";

export interface ModelSize {
    readonly architecture: string;
    readonly layers: number;
    readonly width: number;
    readonly heads: number;
    readonly groups: number;
    readonly headWidth: number;
    readonly feedForward: number;
    readonly vocabulary: number;
    /** The output has a matrix of its own. */
    readonly untied: boolean;
}

/** Qwen2.5-Coder-0.5B; its GGUF files keep the output apart from the embedding. */
export const qwenHalfBillion: ModelSize = {
    architecture: "qwen2", layers: 24, width: 896, heads: 14, groups: 2, headWidth: 64, feedForward: 4864, vocabulary: 151_936, untied: true
};

export function small(architecture: string, more: Partial<ModelSize> = {}): ModelSize {
    return {architecture, layers: 2, width: 64, heads: 4, groups: 2, headWidth: 16, feedForward: 96, vocabulary: 128, untied: true, ...more};
}

/** What the header of a GGUF model of that size says. */
export function shapeOf(size: ModelSize): ModelShape {
    const {architecture, layers, width, heads, groups, headWidth, feedForward, vocabulary, untied} = size;
    const tensors = new Map<string, readonly number[]>([["token_embd.weight", [width, vocabulary]], ["output_norm.weight", [width]]]);
    if (untied)
        tensors.set("output.weight", [width, vocabulary]);
    for (let layer = 0; layer < layers; layer++)
        for (const [name, dimensions] of [
            ["attn_norm", [width]], ["attn_q", [width, heads * headWidth]], ["attn_k", [width, groups * headWidth]], ["attn_v", [width, groups * headWidth]],
            ["attn_output", [heads * headWidth, width]], ["ffn_up", [width, feedForward]], ["ffn_down", [feedForward, width]],
            ...architecture === "starcoder2" ? [] : [["ffn_gate", [width, feedForward]] as const]
        ] as const)
            tensors.set(`blk.${layer}.${name}.weight`, dimensions);
    return {architecture, name: "fixture", blockCount: layers, headCount: heads, headCountKv: groups, tensors};
}

export type Dtype = "F32" | "F16" | "BF16";

export interface Matrix {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: Dtype;
    readonly data: Uint8Array;
}

/** Rows and row length of every matrix that PEFT can be told to change, by module path. */
export function modulesOf({architecture, layers, width, heads, groups, headWidth, feedForward, vocabulary}: ModelSize): ReadonlyMap<string, readonly [output: number, input: number]> {
    const inLayer: readonly (readonly [string, readonly [number, number]])[] = [
        ["self_attn.q_proj", [heads * headWidth, width]], ["self_attn.k_proj", [groups * headWidth, width]], ["self_attn.v_proj", [groups * headWidth, width]],
        ["self_attn.o_proj", [width, heads * headWidth]],
        ...architecture === "starcoder2"
            ? [["mlp.c_fc", [feedForward, width]], ["mlp.c_proj", [width, feedForward]]] as const
            : [["mlp.gate_proj", [feedForward, width]], ["mlp.up_proj", [feedForward, width]], ["mlp.down_proj", [width, feedForward]]] as const
    ];
    return new Map([
        ...Array.from({length: layers}, (_, layer) => inLayer.map(([name, shape]) => [`model.layers.${layer}.${name}`, shape] as const)).flat(),
        ["model.embed_tokens", [vocabulary, width]], ["lm_head", [vocabulary, width]]
    ]);
}

/** The names of the linear modules in the layers: what “all-linear” trains. */
export function linearModules(size: ModelSize): string[] {
    return [...modulesOf(size).keys()].filter((name) => name.includes(".layers."));
}

export interface Adapter {
    readonly size: ModelSize;
    readonly modules: readonly string[];
    readonly rank: number | ((module: string) => number);
    readonly dtype: Dtype;
    /** Largest magnitude of the values. */
    readonly scale?: number;
    /** Settings in place of, or beside, the usual ones. */
    readonly config?: Readonly<Record<string, unknown>>;
    /** Another seed makes other values. */
    readonly seed?: number;
}

/** A and B of every module, with values that depend on the name alone. */
export function matricesOf({size, modules, rank, dtype, scale = 0.05, seed = 0}: Adapter): Matrix[] {
    const shapes = modulesOf(size);
    return modules.flatMap((module) => {
        const [output, input] = shapes.get(module) ?? [0, 0];
        const r = typeof rank === "number" ? rank : rank(module);
        const embedding = module === "model.embed_tokens";
        const nameOf = (half: string) => `base_model.model.${module}.${embedding ? `lora_embedding_${half}` : `lora_${half}.weight`}`;
        // Of an embedding, A belongs to the vocabulary and B to the width.
        const [a, b] = embedding ? [[r, output], [input, r]] : [[r, input], [output, r]];
        return [[nameOf("A"), a], [nameOf("B"), b]].map(([name, shape]) => matrix(name as string, shape as number[], dtype, scale, seed));
    });
}

/** A matrix of values between -scale and scale that depend on the name and the seed. */
export function matrix(name: string, shape: readonly number[], dtype: Dtype, scale = 0.05, seed = 0): Matrix {
    const count = shape.reduce((product, dimension) => product * dimension, 1);
    let state = Array.from(name).reduce((hash, character) => Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x0100_0193), 0x811c_9dc5 ^ seed) >>> 0;
    const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
    const singles = Float32Array.from({length: count}, () => (next() / 2 ** 31 - 1) * scale);
    if (dtype === "F32")
        return {name, shape, dtype, data: new Uint8Array(singles.buffer)};
    const bits = new Uint32Array(singles.buffer);
    // The upper half of a single is a BF16; for a half the exponent is moved and ten bits of the fraction are kept. Too small ones become zero.
    const halves = Uint16Array.from(bits, (word) => {
        if (dtype === "BF16")
            return word >>> 16;
        const exponent = (word >>> 23 & 255) - 112;
        return exponent < 1 ? 0 : word >>> 16 & 0x8000 | exponent << 10 | word >>> 13 & 1023;
    });
    return {name, shape, dtype, data: new Uint8Array(halves.buffer)};
}

/** The bytes of a safetensors file. */
export function writeSafetensors(matrices: readonly Matrix[]): Uint8Array {
    let end = 0;
    const header = Object.fromEntries(matrices.map(({name, shape, dtype, data}) => {
        const start = end;
        end += data.length;
        return [name, {dtype, shape, data_offsets: [start, end]}];
    }));
    return safetensorsBytes(JSON.stringify({__metadata__: {format: "pt"}, ...header}), ...matrices.map(({data}) => data));
}

/** A file with any header at all; `claimed` in place of its true length. */
export function safetensorsBytes(header: string, ...data: readonly Uint8Array[]): Uint8Array {
    const text = new TextEncoder().encode(header);
    // The data begins at a multiple of 8, as the libraries write it.
    const length = Math.ceil(text.length / 8) * 8;
    const bytes = new Uint8Array(8 + length + data.reduce((sum, each) => sum + each.length, 0)).fill(0x20, 8, 8 + length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    bytes.set(text, 8);
    let at = 8 + length;
    for (const each of data) {
        bytes.set(each, at);
        at += each.length;
    }
    return bytes;
}

export function configOf({modules, rank, config}: Adapter): Record<string, unknown> {
    return {
        peft_type: "LORA", task_type: "CAUSAL_LM", base_model_name_or_path: "example/base", bias: "none", fan_in_fan_out: false, init_lora_weights: true,
        inference_mode: true, r: typeof rank === "number" ? rank : 8, lora_alpha: 16, lora_dropout: 0.05, modules_to_save: null, rank_pattern: {}, alpha_pattern: {},
        target_modules: [...new Set(modules.map((module) => module.split(".").at(-1)))], layers_to_transform: null, layers_pattern: null,
        use_dora: false, use_rslora: false, ...config
    };
}

/** Writes the folder as PEFT does; returns its path. */
export async function writePeft(folder: string, adapter: Adapter): Promise<string> {
    await mkdir(folder, {recursive: true});
    await writeFile(path.join(folder, "adapter_config.json"), JSON.stringify(configOf(adapter), null, 2));
    await writeFile(path.join(folder, "adapter_model.safetensors"), writeSafetensors(matricesOf(adapter)));
    return folder;
}
