/** Whether an adapter fits a model, before either is given to native code: the engine's own checks are fewer, and some end its process. */
import {printable} from "../models/ggufMetadata.js";
import type {ModelShape} from "../models/modelInfo.js";
import type {AdapterPair, AdapterSummary} from "./adapterInfo.js";
import {embeddingTarget, outputTarget} from "./targets.js";

/** Why an adapter does not fit, as a clause for a sentence; or that it does. */
export type Fit = {readonly fits: true} | {readonly fits: false; readonly reason: string};

/** Holds architecture, number of layers and every tensor's shape against the base. Pure; the errors are the caller's to throw (`adapterErrors.doesNotFit`). */
export function checkFit(adapter: Pick<AdapterSummary, "architecture" | "layers" | "pairs">, base: ModelShape): Fit {
    const reason = misfit(adapter, base);
    return reason === undefined ? {fits: true} : {fits: false, reason};
}

function misfit(adapter: Pick<AdapterSummary, "architecture" | "layers" | "pairs">, base: ModelShape): string | undefined {
    if (adapter.architecture !== base.architecture)
        return `it is for ${printable(adapter.architecture)} models, the model is ${printable(base.architecture)}`;
    if (base.blockCount !== undefined && adapter.layers > base.blockCount)
        return `it is for a model of at least ${adapter.layers} layers, the model has ${base.blockCount}`;
    for (const pair of adapter.pairs) {
        const reason = pairMisfit(pair, base);
        if (reason !== undefined)
            return reason;
    }
    return undefined;
}

function pairMisfit({target, a, b}: AdapterPair, base: ModelShape): string | undefined {
    const tied = !base.tensors.has(outputTarget);
    const dimensions = base.tensors.get(target);
    if (target === outputTarget && tied)
        return "it changes the output matrix, which this model shares with its embedding";
    if (dimensions === undefined)
        return `the model has no tensor ${printable(target)}`;
    // The shared matrix goes by the embedding's name in the output too, where the engine would multiply by a pair that lies the wrong way round.
    if (target === embeddingTarget && tied)
        return "it changes the embedding, which this model shares with its output matrix";
    const [row, rows, ...more] = dimensions;
    if (row === undefined || rows === undefined || more.length > 0 || !target.endsWith(".weight"))
        return `it changes ${printable(target)}, which is not a matrix`;
    const [input, output] = target === embeddingTarget ? [b[1], a[1]] : [a[0], b[1]];
    if (input !== row || output !== rows)
        return `its part for ${printable(target)} is for ${input} × ${output}, the model's is ${row} × ${rows}`;
    return undefined;
}
