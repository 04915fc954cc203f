/** From the names that PEFT gives an adapter's tensors to those of the GGUF base, for each architecture whose conversion is known and tested. */
import type {ModelShape} from "../models/modelInfo.js";
import {embeddingTarget, outputTarget, type Half} from "./targets.js";

/** How llama.cpp's conversion rearranges the rows of a base's matrix, and so of an adapter's B. */
export type RowOrder = "asTrained" | "queryHeads" | "keyHeads";

export interface ModuleTarget {
    readonly target: string;
    readonly rows: RowOrder;
}

const attention: Readonly<Record<string, string>> = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output"
};
const gated: Readonly<Record<string, string>> = {
    ...attention, "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down"
};

interface Architecture {
    readonly modules: Readonly<Record<string, string>>;
    /** Llama's rotary embedding turns neighbouring numbers in llama.cpp and halves of a head in PyTorch: the rows of q and k are interleaved. */
    readonly interleaved: boolean;
}

/** By `general.architecture` of the base; Mistral's files are “llama” too. */
const architectures: ReadonlyMap<string, Architecture> = new Map([
    ["llama", {modules: gated, interleaved: true}],
    ["qwen2", {modules: gated, interleaved: false}],
    ["qwen3", {modules: gated, interleaved: false}],
    ["gemma", {modules: gated, interleaved: false}],
    ["gemma2", {modules: gated, interleaved: false}],
    ["gemma3", {modules: gated, interleaved: false}],
    ["starcoder2", {modules: {...attention, "mlp.c_fc": "ffn_up", "mlp.c_proj": "ffn_down"}, interleaved: false}]
]);

/** For a sentence. */
export const importedArchitectures = "Llama, Mistral, Qwen2, Qwen3, Gemma and StarCoder2";

export function isImported(architecture: string): boolean {
    return architectures.has(architecture);
}

/** The text part of a model that also sees, in the two places where transformers has put it. */
const layerPath = /^(?:language_model\.)?model\.(?:language_model\.)?layers\.(0|[1-9]\d{0,5})\.(.+)$/u;
const embeddingPath = /^(?:language_model\.)?model\.(?:language_model\.)?embed_tokens$/u;
const outputPath = /^(?:language_model\.)?lm_head$/u;

/** What a module of a base of that architecture is in GGUF, or undefined for one that no adapter of it can change. */
export function targetOf(module: string, architecture: string): ModuleTarget | undefined {
    const known = architectures.get(architecture);
    if (embeddingPath.test(module))
        return {target: embeddingTarget, rows: "asTrained"};
    if (outputPath.test(module))
        return {target: outputTarget, rows: "asTrained"};
    const [, layer, name] = layerPath.exec(module) ?? [];
    const tensor = known === undefined || name === undefined || !Object.hasOwn(known.modules, name) ? undefined : known.modules[name];
    return tensor === undefined ? undefined : {target: `blk.${layer ?? ""}.${tensor}.weight`, rows: rowOrder(tensor, known?.interleaved === true)};
}

function rowOrder(tensor: string, interleaved: boolean): RowOrder {
    if (!interleaved)
        return "asTrained";
    return tensor === "attn_q" ? "queryHeads" : tensor === "attn_k" ? "keyHeads" : "asTrained";
}

/** Heads among which the rows of a matrix are shared out; undefined where the base's header does not say. */
export function headsOf(rows: Exclude<RowOrder, "asTrained">, base: ModelShape): number | undefined {
    return rows === "queryHeads" ? base.headCount : base.headCountKv;
}

export type PeftName =
    | {readonly kind: "half"; readonly module: string; readonly half: Half; readonly embedding: boolean}
    /** The base's own embedding, which PEFT saves along with an adapter that changes it. */
    | {readonly kind: "base"; readonly module: string}
    | {readonly kind: "beyond"; readonly reason: string}
    | {readonly kind: "unknown"};

const halfName = /^(?:base_model\.model\.)?(.+)\.lora_(embedding_)?(A|B)(?:\.default)?(\.weight)?$/u;
const baseName = /^(?:base_model\.model\.)?(.+)\.base_layer\.weight$/u;

const beyondNames: readonly (readonly [pattern: RegExp, reason: string])[] = [
    [/\.lora_magnitude_vector/u, "it is a DoRA adapter, whose magnitudes a GGUF LoRA can't hold"],
    [/\.modules_to_save\.|(?:embed_tokens|lm_head)\.weight$/u, "it carries a whole module of the model, such as a resized vocabulary"],
    [/\.trainable_tokens_/u, "it replaces tokens of the vocabulary"],
    [/bias$/u, "it has trained biases"]
];

/** What a tensor of adapter_model.safetensors is, by its name. */
export function readPeftName(name: string): PeftName {
    const [, module, embedding, half, weight] = halfName.exec(name) ?? [];
    // The matrices of an embedding are parameters of their own, the others' are weights of a layer.
    if (module !== undefined && (embedding === undefined) === (weight !== undefined))
        return {kind: "half", module, half: half === "A" ? "a" : "b", embedding: embedding !== undefined};
    const base = baseName.exec(name)?.[1];
    if (base !== undefined && (embeddingPath.test(base) || outputPath.test(base)))
        return {kind: "base", module: base};
    const beyond = beyondNames.find(([pattern]) => pattern.test(name));
    return beyond === undefined ? {kind: "unknown"} : {kind: "beyond", reason: beyond[1]};
}
