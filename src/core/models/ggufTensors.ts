/** The tensor table of a GGUF file: every tensor's type, shape and place are held against the format and the file's size. */
import type {ByteReader} from "./byteReader.js";
import {ggmlType, type GgmlType} from "./ggmlTypes.js";
import {decode, printable, readLength, type Metadata} from "./ggufMetadata.js";
import {BadHeader, MissingData} from "./headerErrors.js";

export interface TensorTotals {
    readonly count: number;
    /** Elements of all tensors together. */
    readonly elements: number;
    /** Each tensor, in the file's order. */
    readonly list: readonly Tensor[];
    /** Byte of the file at which the tensors' data begins. */
    readonly dataStart: number;
}

/** One record of the table, held against the format and the file. */
export interface Tensor {
    readonly name: string;
    /** Elements in each dimension, the length of a row first. */
    readonly dimensions: readonly number[];
    /** How it is stored; see ggmlTypes.ts. */
    readonly type: GgmlType;
    readonly elements: number;
    readonly bytes: number;
    /** Bytes from the start of the data section. */
    readonly offset: number;
}

/** ggml's GGML_MAX_NAME, less the final zero. */
const mostNameBytes = 63;
/** ggml's GGML_MAX_DIMS. */
const mostDimensions = 4;
const defaultAlignment = 32;
const mostAlignment = 1024 * 1024;

/** Reads and checks `count` tensor records in a file of `fileBytes`. Throws BadHeader, MissingData or EndOfSource. */
export async function readTensors(reader: ByteReader, count: number, metadata: Metadata, fileBytes: number): Promise<TensorTotals> {
    const alignment = alignmentOf(metadata);
    const tensors: Tensor[] = [];
    const names = new Set<string>();
    let elements = 0;
    for (let index = 0; index < count; index++) {
        const tensor = await readTensor(reader, names);
        tensors.push(tensor);
        elements += tensor.elements;
    }
    const dataStart = padded(reader.position, alignment);
    checkPlaces(tensors, dataStart, alignment, fileBytes);
    return {count, elements, list: tensors, dataStart};
}

function alignmentOf({values}: Metadata): number {
    const alignment = values.get("general.alignment") ?? defaultAlignment;
    if (typeof alignment !== "number" || !Number.isInteger(alignment) || alignment < 1 || alignment > mostAlignment || (alignment & (alignment - 1)) !== 0)
        throw new BadHeader(`its alignment is ${typeof alignment === "number" ? alignment : "not a number"}, not a power of two`);
    return alignment;
}

async function readTensor(reader: ByteReader, names: Set<string>): Promise<Tensor> {
    const nameBytes = await readLength(reader, "a tensor's name");
    if (nameBytes === 0 || nameBytes > mostNameBytes)
        throw new BadHeader(`a tensor's name claims ${nameBytes} bytes`);
    await reader.need(nameBytes);
    const name = decode(reader.take(nameBytes), "a tensor's name");
    if (names.has(name))
        throw new BadHeader(`the tensor ${printable(name)} occurs twice`);
    names.add(name);
    await reader.need(4);
    const dimensionCount = reader.u32();
    if (dimensionCount > mostDimensions)
        throw new BadHeader(`the tensor ${printable(name)} claims ${dimensionCount} dimensions`);
    await reader.need(dimensionCount * 8 + 4 + 8);
    const dimensions = Array.from({length: dimensionCount}, () => reader.u64());
    const typeId = reader.u32();
    const offset = reader.u64();
    const type = ggmlType(typeId);
    if (type === undefined)
        throw new BadHeader(`the tensor ${printable(name)} has the unknown type ${typeId}`);
    return {name, dimensions, type, offset, ...sizeOf(name, dimensions, type)};
}

function sizeOf(name: string, dimensions: readonly number[], type: GgmlType): {readonly elements: number; readonly bytes: number} {
    let elements = 1;
    for (const dimension of dimensions) {
        elements *= dimension;
        // Factors below 2^53 each: the first product that is not exact is also the first above the bound.
        if (dimension < 1 || elements > Number.MAX_SAFE_INTEGER)
            throw new BadHeader(`the tensor ${printable(name)} claims the shape ${dimensions.join(" × ")}`);
    }
    if ((dimensions[0] ?? 1) % type.blockElements !== 0)
        throw new BadHeader(`the tensor ${printable(name)} has rows of ${dimensions[0] ?? 1}, no multiple of ${type.name}'s ${type.blockElements}`);
    return {elements, bytes: elements / type.blockElements * type.blockBytes};
}

/** Tensors lie one after another in the table's order, each at the next aligned place: the engine demands the same. */
function checkPlaces(tensors: readonly Tensor[], dataStart: number, alignment: number, fileBytes: number): void {
    let next = 0;
    for (const tensor of tensors) {
        if (tensor.offset !== next)
            throw new BadHeader(`the tensor ${printable(tensor.name)} begins at ${tensor.offset}, not at ${next}`);
        const end = dataStart + next + tensor.bytes;
        if (end > fileBytes)
            throw new MissingData(`the tensor ${printable(tensor.name)} ends at byte ${end}, but the file at byte ${fileBytes}`);
        next = padded(next + tensor.bytes, alignment);
    }
}

function padded(position: number, alignment: number): number {
    return Math.ceil(position / alignment) * alignment;
}
