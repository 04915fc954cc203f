/** Plans the conversion of a PEFT adapter: which tensor becomes which, in what arrangement and with what scale. Reads no weights. */
import {printable} from "../models/ggufMetadata.js";
import type {ModelShape} from "../models/modelInfo.js";
import {adapterErrors} from "./adapterErrors.js";
import type {AdapterPair} from "./adapterInfo.js";
import {checkFit} from "./fit.js";
import {isSourceType, type SourceType} from "./half.js";
import {patternValue} from "./modulePatterns.js";
import type {PeftConfig} from "./peftConfig.js";
import {headsOf, importedArchitectures, isImported, readPeftName, targetOf, type ModuleTarget, type PeftName} from "./peftNames.js";
import type {SafeTensor} from "./safetensors.js";
import {embeddingTarget, layerOf} from "./targets.js";

/** How a source's rows are put in the file. */
export type Arrangement =
    | {readonly kind: "asTrained"}
    | {readonly kind: "transposed"}
    /** Interleaved within heads of so many rows. */
    | {readonly kind: "heads"; readonly headRows: number};

export interface PlannedTensor {
    readonly source: SafeTensor & {readonly dtype: SourceType};
    readonly arrangement: Arrangement;
}

export interface PlannedPair {
    readonly pair: AdapterPair;
    readonly a: PlannedTensor;
    readonly b: PlannedTensor;
    /** What B is multiplied by, because the file has one alpha for all pairs. 1 for most. */
    readonly factor: number;
}

export interface ImportPlan {
    readonly architecture: string;
    /** The file's one alpha: the engine scales each pair by alpha / rank. */
    readonly alpha: number;
    /** By layer; the embedding and the output first. */
    readonly pairs: readonly PlannedPair[];
}

interface Halves {
    readonly module: string;
    readonly target: ModuleTarget;
    a?: SafeTensor;
    b?: SafeTensor;
}

/** Plans the import of the adapter in `folder` (named in errors) for `base`. Throws a HearthError `adapter.*` for all that would not come out right. */
export function planImport(config: PeftConfig, tensors: readonly SafeTensor[], base: ModelShape, folder: string): ImportPlan {
    if (!isImported(base.architecture))
        throw adapterErrors.unsupportedArchitecture(folder, base.architecture, importedArchitectures);
    const matched = [...collect(tensors, base, folder).values()].map((halves) => matchHalves(halves, config, base, folder));
    const alpha = commonAlpha(matched.map((one) => one.wanted));
    if (alpha === undefined)
        throw adapterErrors.unsupported(folder, "its alpha is 0, so it changes nothing");
    // Single precision, as the file has it.
    const pairs = matched.map(({wanted, ...planned}) => ({...planned, factor: Math.fround(wanted) === alpha ? 1 : wanted / alpha}));
    pairs.sort((one, other) => (one.pair.layer ?? -1) - (other.pair.layer ?? -1));
    const layers = (pairs.at(-1)?.pair.layer ?? -1) + 1;
    const fit = checkFit({architecture: base.architecture, layers, pairs: pairs.map(({pair}) => pair)}, base);
    if (!fit.fits)
        throw adapterErrors.doesNotFit(folder, fit.reason);
    return {architecture: base.architecture, alpha, pairs};
}

function collect(tensors: readonly SafeTensor[], base: ModelShape, folder: string): Map<string, Halves> {
    const found = new Map<string, Halves>();
    for (const tensor of tensors) {
        const name = readPeftName(tensor.name);
        if (name.kind === "half")
            addHalf(found, tensor, name, base, folder);
        else
            passOther(tensor, name, base, folder);
    }
    if (found.size === 0)
        throw adapterErrors.badHeader(folder, "adapter_model.safetensors holds no LoRA matrices");
    return found;
}

function addHalf(found: Map<string, Halves>, tensor: SafeTensor, name: PeftName & {readonly kind: "half"}, base: ModelShape, folder: string): void {
    const target = targetOf(name.module, base.architecture);
    if (target === undefined)
        throw adapterErrors.doesNotFit(folder, `the model has nothing that answers to ${printable(name.module)}`);
    if (name.embedding !== (target.target === embeddingTarget))
        throw adapterErrors.badHeader(folder, `${printable(tensor.name)} is not of the kind that its module needs`);
    const halves = found.get(target.target) ?? {module: name.module, target};
    if (halves[name.half] !== undefined)
        throw adapterErrors.badHeader(folder, `${printable(tensor.name)} is there twice, under two names`);
    halves[name.half] = tensor;
    found.set(target.target, halves);
}

/** A tensor that is not half of a pair: the base's own embedding may be there, if it is the base's. */
function passOther(tensor: SafeTensor, name: Exclude<PeftName, {readonly kind: "half"}>, base: ModelShape, folder: string): void {
    switch (name.kind) {
        case "base": {
            const rows = base.tensors.get(embeddingTarget)?.[1];
            if (tensor.shape[0] !== rows)
                throw adapterErrors.doesNotFit(folder, `its vocabulary has ${tensor.shape[0] ?? 0} tokens, the model's ${rows ?? 0}`);
            return;
        }
        case "beyond": throw adapterErrors.unsupported(folder, name.reason);
        case "unknown": throw adapterErrors.unsupported(folder, `it has a tensor of an unknown kind, ${printable(tensor.name)}`);
    }
}

/** `wanted` is what alpha would have to be in the file for this pair alone. */
function matchHalves({module, target: {target, rows}, a, b}: Halves, config: PeftConfig, base: ModelShape, folder: string): Omit<PlannedPair, "factor"> & {readonly wanted: number} {
    if (a === undefined || b === undefined)
        throw adapterErrors.badHeader(folder, `half of the pair for ${printable(module)} is missing`);
    const [rank, input] = matrix(a, folder);
    const [output, rankOfB] = matrix(b, folder);
    const expected = patternValue(config.rankPatterns, module) ?? config.rank;
    if (rank !== rankOfB || rank !== expected)
        throw adapterErrors.badHeader(folder, `the halves for ${printable(module)} have the ranks ${rank} and ${rankOfB}, its settings say ${expected}`);
    const embedding = target === embeddingTarget;
    const alpha = patternValue(config.alphaPatterns, module) ?? config.alpha;
    return {
        pair: {target, layer: layerOf(target), rank, a: embedding ? [rank, input] : [input, rank], b: [rank, output]},
        a: {source: typed(a, folder), arrangement: {kind: embedding ? "transposed" : "asTrained"}},
        b: {source: typed(b, folder), arrangement: rows === "asTrained" ? {kind: "asTrained"} : {kind: "heads", headRows: headRows(rows, output, base, folder)}},
        wanted: config.rankStabilized ? alpha * Math.sqrt(rank) : alpha
    };
}

function headRows(rows: "queryHeads" | "keyHeads", output: number, base: ModelShape, folder: string): number {
    const heads = headsOf(rows, base);
    if (heads === undefined || heads === 0 || output % (heads * 2) !== 0)
        throw adapterErrors.doesNotFit(folder, `its ${output} rows can't be shared out among the model's ${heads ?? "unknown number of"} heads`);
    return output / heads;
}

function matrix({name, shape}: SafeTensor, folder: string): readonly [rows: number, row: number] {
    const [rows = 0, row = 0] = shape;
    if (shape.length !== 2 || rows === 0 || row === 0)
        throw adapterErrors.badHeader(folder, `${printable(name)} has the shape ${shape.join(" × ")}, which is no matrix`);
    return [rows, row];
}

function typed(tensor: SafeTensor, folder: string): SafeTensor & {readonly dtype: SourceType} {
    const {dtype} = tensor;
    if (!isSourceType(dtype))
        throw adapterErrors.unsupported(folder, `${printable(tensor.name)} is stored as ${dtype}, not as F16, BF16 or F32`);
    return {...tensor, dtype};
}

/** The alpha of most pairs, in single precision; undefined when all are 0, which the engine would take for “no alpha”. */
function commonAlpha(wanted: readonly number[]): number | undefined {
    const counts = new Map<number, number>();
    for (const alpha of wanted.map(Math.fround).filter((value) => value !== 0))
        counts.set(alpha, (counts.get(alpha) ?? 0) + 1);
    return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
