/** Reads a GGUF LoRA file's header and holds it against everything that the engine takes for granted about such files. */
import type {ByteSource} from "../models/byteReader.js";
import {readGgufHeader, type GgufHeader} from "../models/ggufHeader.js";
import {printable} from "../models/ggufMetadata.js";
import type {Tensor} from "../models/ggufTensors.js";
import {adapterErrors} from "./adapterErrors.js";
import type {AdapterPair, AdapterSummary} from "./adapterInfo.js";
import {isWeightType, type WeightType} from "./finite.js";
import {embeddingTarget, layerOf, splitName} from "./targets.js";

/** Where a tensor's weights lie. */
export interface WeightPlace {
    readonly name: string;
    readonly type: WeightType;
    /** Byte of the file. */
    readonly start: number;
    readonly bytes: number;
}

export interface AdapterReading {
    readonly summary: AdapterSummary;
    /** Every tensor's weights, in the file's order. */
    readonly places: readonly WeightPlace[];
}

const stringType = 8;
const f32Type = 6;

/** Types that the engine asks for without looking: another one ends its process. */
const typedKeys: readonly (readonly [key: string, type: number, typeName: string])[] = [
    ["general.architecture", stringType, "a text"], ["general.type", stringType, "a text"], ["adapter.type", stringType, "a text"],
    ["adapter.lora.alpha", f32Type, "a 32-bit float"]
];

/**
 * Reads and checks the header; `path` only names the file in errors. Throws a HearthError `adapter.*`.
 * Whether the weights are numbers is for finite.ts, whether the adapter fits a model for fit.ts.
 */
export async function readAdapter(source: ByteSource, path: string): Promise<AdapterReading> {
    const header = await readGgufHeader(source, path, new Set(), adapterErrors);
    checkMetadata(header, path);
    const {pairs, ignored} = pairUp(header.tensors.list, path);
    const ranks = pairs.map(({rank}) => rank);
    const summary: AdapterSummary = {
        architecture: text(header, "general.architecture") ?? "",
        name: text(header, "general.name"),
        alpha: alphaOf(header, path),
        ranks: [least(ranks), greatest(ranks)],
        pairs, ignored,
        layers: greatest(pairs.map(({layer}) => layer ?? -1)) + 1,
        parameterCount: header.tensors.elements,
        fileBytes: source.size
    };
    const places = header.tensors.list.map((tensor) => ({
        name: tensor.name, type: weightType(tensor, path), start: header.tensors.dataStart + tensor.offset, bytes: tensor.bytes
    }));
    return {summary, places};
}

function checkMetadata(header: GgufHeader, path: string): void {
    const {types, values} = header.metadata;
    for (const [key, type, typeName] of typedKeys)
        if (types.has(key) && types.get(key) !== type)
            throw adapterErrors.badHeader(path, `its ${key} is not ${typeName}`);
    if (values.get("general.type") !== "adapter")
        throw adapterErrors.notAdapter(path, `a ${text(header, "general.architecture") ?? ""} model`.replace("  ", " "));
    const kind = text(header, "adapter.type");
    if (kind !== "lora")
        throw adapterErrors.notAdapter(path, `an adapter of the kind ${printable(kind ?? "unnamed")}`);
    if ((text(header, "general.architecture") ?? "") === "")
        throw adapterErrors.badHeader(path, "it names no architecture");
    if (types.has("adapter.alora.invocation_tokens"))
        throw adapterErrors.unsupported(path, "it is an “activated” LoRA, which changes the model only after certain words");
    if (types.has("split.count") && values.get("split.count") !== 1)
        throw adapterErrors.unsupported(path, "it is split into several files");
}

function alphaOf(header: GgufHeader, path: string): number | undefined {
    const alpha = header.metadata.values.get("adapter.lora.alpha");
    if (typeof alpha !== "number" || alpha === 0)
        return undefined;
    if (!Number.isFinite(alpha))
        throw adapterErrors.badWeights(path, "adapter.lora.alpha", "a value that is not a number");
    return alpha;
}

function pairUp(tensors: readonly Tensor[], path: string): {readonly pairs: readonly AdapterPair[]; readonly ignored: readonly string[]} {
    const halves = new Map<string, {a?: Tensor; b?: Tensor}>();
    const ignored: string[] = [];
    for (const tensor of tensors) {
        const part = splitName(tensor.name);
        if (part !== undefined)
            halves.set(part.target, {...halves.get(part.target), [part.half]: tensor});
        else if (tensor.name.endsWith("_norm.weight"))
            ignored.push(tensor.name);
        else
            throw adapterErrors.badHeader(path, `the tensor ${printable(tensor.name)} is no part of a LoRA`);
    }
    if (halves.size === 0)
        throw adapterErrors.badHeader(path, "it changes no tensor of a model");
    const pairs = [...halves].map(([target, {a, b}]) => {
        if (a === undefined || b === undefined)
            throw adapterErrors.badHeader(path, `half of the pair for ${printable(target)} is missing`);
        return pairOf(target, a, b, path);
    });
    return {pairs, ignored};
}

function pairOf(target: string, aTensor: Tensor, bTensor: Tensor, path: string): AdapterPair {
    const a = matrixOf(aTensor, path);
    const b = matrixOf(bTensor, path);
    const rank = target === embeddingTarget ? a[0] : a[1];
    // The engine does not check this for the embedding, and would end the process when it multiplies.
    if (b[0] !== rank)
        throw adapterErrors.badHeader(path, `the halves for ${printable(target)} have the ranks ${rank} and ${b[0]}`);
    return {target, layer: layerOf(target), rank, a, b};
}

function matrixOf({name, dimensions}: Tensor, path: string): readonly [number, number] {
    const [row = 1, rows = 1, ...more] = dimensions;
    if (more.some((dimension) => dimension !== 1))
        throw adapterErrors.unsupported(path, `${printable(name)} is for a mixture of experts`);
    return [row, rows];
}

function weightType({name, type}: Tensor, path: string): WeightType {
    if (!isWeightType(type.name))
        throw adapterErrors.unsupported(path, `${printable(name)} is stored as ${type.name}, not as F16, BF16, F32 or Q8_0`);
    return type.name;
}

function text({metadata}: GgufHeader, key: string): string | undefined {
    const value = metadata.values.get(key);
    return typeof value === "string" ? value : undefined;
}

// Not Math.max(...values): a hostile file may have more pairs than a call may have arguments.
function greatest(values: readonly number[]): number {
    return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
function least(values: readonly number[]): number {
    return values.reduce((most, value) => Math.min(most, value), Infinity);
}
