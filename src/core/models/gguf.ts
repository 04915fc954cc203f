/** What Hearth wants to know about a GGUF file, from its checked header alone. */
import {fimFamilies, findFimFamily} from "../completion/fim.js";
import type {ByteSource} from "./byteReader.js";
import {fileTypeName} from "./ggmlTypes.js";
import {readGgufHeader, type GgufHeader} from "./ggufHeader.js";
import {modelErrors} from "./modelErrors.js";
import type {Tensor} from "./ggufTensors.js";
import type {GgufSummary, ModelShape} from "./modelInfo.js";

export type {ByteSource} from "./byteReader.js";

/** A file of a model that is split into several, in order. */
export interface SplitPart {
    /** Counted from 0. */
    readonly index: number;
    readonly count: number;
}

export interface GgufReading {
    readonly summary: GgufSummary;
    /** Undefined for a model in one file. */
    readonly split: SplitPart | undefined;
    /** What an adapter must fit; of a split model this file's tensors only. */
    readonly shape: ModelShape;
}

/** What a further file of a split model adds to the first. */
export interface PartReading {
    readonly tensorCount: number;
    readonly parameterCount: number;
    readonly tensors: ModelShape["tensors"];
}

const wantedTokens: ReadonlySet<string> = new Set(fimFamilies.flatMap((family) =>
    [family.prefix, family.suffix, family.middle, family.repository, family.file].filter((text) => text !== undefined)));

/**
 * Reads a model file's header and checks all of its structure; `path` only names the file in errors.
 * Throws a HearthError (`model.notGguf`, `model.truncated`, `model.badHeader`, `model.unsupportedVersion`) for what is wrong with the file.
 * Whether the engine runs the model is another question: see architectures.ts.
 */
export async function readGguf(source: ByteSource, path: string): Promise<GgufReading> {
    const header = await readGgufHeader(source, path, wantedTokens);
    const split = splitOf(header);
    if (split !== undefined && split.index > 0)
        throw modelErrors.notFirstPart(path, split.index + 1, split.count);
    const summary = summarize(header, path, source.size);
    return {summary, split, shape: shapeOf(header, summary)};
}

/** A further file of a split model: checked like the first, but it carries tensors and its number only. */
export async function readGgufPart(source: ByteSource, path: string): Promise<PartReading> {
    const header = await readGgufHeader(source, path, new Set());
    return {tensorCount: header.tensors.count, parameterCount: header.tensors.elements, tensors: dimensionsByName(header.tensors.list)};
}

function summarize(header: GgufHeader, path: string, fileBytes: number): GgufSummary {
    const architecture = text(header, "general.architecture");
    if (architecture === undefined || architecture === "")
        throw modelErrors.badHeader(path, "it names no architecture");
    const fileType = count(header, "general.file_type");
    return {
        version: header.version,
        architecture,
        name: text(header, "general.name"),
        quantization: fileType === undefined ? undefined : fileTypeName(fileType),
        contextLength: count(header, `${architecture}.context_length`),
        blockCount: count(header, `${architecture}.block_count`),
        tensorCount: header.tensors.count,
        parameterCount: header.tensors.elements,
        fimFamily: findFimFamily((token) => header.metadata.foundTokens.has(token))?.name,
        poolingType: count(header, `${architecture}.pooling_type`),
        type: typeOf(text(header, "general.type")),
        fileBytes
    };
}

function shapeOf(header: GgufHeader, {architecture, name, blockCount}: GgufSummary): ModelShape {
    const headCount = count(header, `${architecture}.attention.head_count`);
    const groupsKey = `${architecture}.attention.head_count_kv`;
    return {
        architecture, name, blockCount, headCount,
        // Left out where each head has its own keys; a list where the layers differ, which is no single number.
        headCountKv: header.metadata.types.has(groupsKey) ? count(header, groupsKey) : headCount,
        tensors: dimensionsByName(header.tensors.list)
    };
}

function dimensionsByName(tensors: readonly Tensor[]): ModelShape["tensors"] {
    return new Map(tensors.map(({name, dimensions}) => [name, dimensions]));
}

/** Files from before `general.type` existed are models. */
function typeOf(type: string | undefined): GgufSummary["type"] {
    switch (type) {
        case undefined: case "model": return "model";
        case "adapter": return "adapter";
        default: return "other";
    }
}

function splitOf(header: GgufHeader): SplitPart | undefined {
    const parts = count(header, "split.count") ?? 1;
    return parts > 1 ? {index: count(header, "split.no") ?? 0, count: parts} : undefined;
}

function text({metadata}: GgufHeader, key: string): string | undefined {
    const value = metadata.values.get(key);
    return typeof value === "string" ? value : undefined;
}

function count({metadata}: GgufHeader, key: string): number | undefined {
    const value = metadata.values.get(key);
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
