/** Streams the weights of a planned import into a GGUF file, a piece at a time. */
import type {FileHandle} from "node:fs/promises";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {balance} from "../../core/adapters/balance.js";
import {paddingAfter, writeAdapterHeader} from "../../core/adapters/ggufWriter.js";
import {greatestMagnitude, sourceBytes, toHalves} from "../../core/adapters/half.js";
import type {ImportPlan, PlannedPair, PlannedTensor} from "../../core/adapters/importPlan.js";
import {interleaveHeads, transpose} from "../../core/adapters/rearrange.js";
import {printable} from "../../core/models/ggufMetadata.js";
import type {OpenFile} from "./openFile.js";

/** Bytes of a source held at a time, where its arrangement leaves the choice: a head is never divided. */
const pieceBytes = 1024 * 1024;

export interface Conversion {
    readonly source: OpenFile;
    readonly target: FileHandle;
    readonly plan: ImportPlan;
    /** `general.name`. */
    readonly name: string;
    /** Names the source in errors. */
    readonly path: string;
    /** Called before each piece: throws when the import is cancelled. */
    readonly step: (sourceBytes: number) => void;
}

/** Writes the whole file. Throws `adapter.badWeights` for NaN, infinities, and what half precision can't hold; errors of the target pass through. */
export async function convert(conversion: Conversion): Promise<void> {
    const {plan, name, target} = conversion;
    const {architecture, alpha, pairs} = plan;
    await target.writeFile(writeAdapterHeader({architecture, name, alpha, pairs: pairs.map(({pair}) => pair)}));
    for (const planned of pairs) {
        const factors = await measure(conversion, planned);
        await writeTensor(conversion, planned.a, factors.a);
        await writeTensor(conversion, planned.b, factors.b);
    }
}

/** What A and B are multiplied by. */
async function measure(conversion: Conversion, {a, b, factor, pair}: PlannedPair): Promise<{readonly a: number; readonly b: number}> {
    const factors = balance(await magnitudeOf(conversion, a), await magnitudeOf(conversion, b) * Math.abs(factor));
    if (factors === undefined)
        throw adapterErrors.badWeights(conversion.path, printable(pair.target), "values beyond what half precision holds");
    return {a: factors.a, b: factors.b * factor};
}

async function magnitudeOf({source, path, step}: Conversion, tensor: PlannedTensor): Promise<number> {
    const {dtype, name} = tensor.source;
    let most = 0;
    for await (const piece of inOrder(source, tensor, pieceBytes, step)) {
        const magnitude = greatestMagnitude(piece, dtype);
        if (Number.isNaN(magnitude))
            throw adapterErrors.badWeights(path, printable(name), "values that are not numbers");
        most = Math.max(most, magnitude);
    }
    return most;
}

async function writeTensor({source, target, step}: Conversion, tensor: PlannedTensor, factor: number): Promise<void> {
    let written = 0;
    for await (const piece of arranged(source, tensor, step)) {
        const halves = toHalves(piece, tensor.source.dtype, factor);
        await target.writeFile(halves);
        written += halves.length;
    }
    await target.writeFile(new Uint8Array(paddingAfter(written)));
}

/** The source's bytes in the order in which the file has them. */
function arranged(source: OpenFile, tensor: PlannedTensor, step: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    switch (tensor.arrangement.kind) {
        case "asTrained": return inOrder(source, tensor, pieceBytes, step);
        case "heads": return byHeads(source, tensor, tensor.arrangement.headRows, step);
        case "transposed": return transposed(source, tensor, step);
    }
}

async function* inOrder(source: OpenFile, {source: {start, bytes}}: PlannedTensor, most: number, step: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    // The same memory for every piece: whoever takes one is done with it before the next.
    const memory = new Uint8Array(Math.min(most, bytes));
    for (let offset = 0; offset < bytes; offset += most) {
        const piece = memory.subarray(0, Math.min(most, bytes - offset));
        step(piece.length);
        await source.fill(piece, start + offset);
        yield piece;
    }
}

async function* byHeads(source: OpenFile, tensor: PlannedTensor, headRows: number, step: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    const rowBytes = (tensor.source.shape[1] ?? 0) * sourceBytes(tensor.source.dtype);
    const headBytes = headRows * rowBytes;
    const most = Math.max(1, Math.floor(pieceBytes / headBytes)) * headBytes;
    for await (const piece of inOrder(source, tensor, most, step))
        yield interleaveHeads(piece, headRows, rowBytes);
}

/** A block of columns at a time: a short read in each row. */
async function* transposed(source: OpenFile, {source: {start, shape, dtype}}: PlannedTensor, step: (bytes: number) => void): AsyncGenerator<Uint8Array> {
    const [rows = 0, columns = 0] = shape;
    const element = sourceBytes(dtype);
    const most = Math.max(1, Math.floor(pieceBytes / (rows * element)));
    for (let column = 0; column < columns; column += most) {
        const count = Math.min(most, columns - column);
        const block = new Uint8Array(rows * count * element);
        step(block.length);
        for (let row = 0; row < rows; row++)
            await source.fill(block.subarray(row * count * element, (row + 1) * count * element), start + (row * columns + column) * element);
        yield transpose(block, rows, element);
    }
}
