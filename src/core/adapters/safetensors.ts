/**
 * The header of a safetensors file: 8 bytes of length, JSON, then the tensors' data. Written for Hearth because a file of unknown origin must be held
 * against its own size before anything is allocated, and because JSON.parse keeps silent about a name that occurs twice.
 */
import type {ByteSource} from "../models/byteReader.js";
import {decode, printable} from "../models/ggufMetadata.js";
import {BadHeader, MissingData} from "../models/headerErrors.js";
import {adapterErrors} from "./adapterErrors.js";
import {JsonScanner} from "./jsonScanner.js";

export interface SafeTensor {
    readonly name: string;
    /** As the format names it: `F16`, `BF16`, `F32`, ... */
    readonly dtype: string;
    /** The number of rows first, as in PyTorch. */
    readonly shape: readonly number[];
    /** Byte of the file at which its data begins. */
    readonly start: number;
    readonly bytes: number;
}

/** An adapter's header has about 150 bytes for each tensor; the format itself allows 100 MB. */
const mostHeaderBytes = 4 * 1024 * 1024;
const mostTensors = 32_768;
const lengthBytes = 8;

const dtypeBytes: ReadonlyMap<string, number> = new Map([
    ["BOOL", 1], ["U8", 1], ["I8", 1], ["F8_E5M2", 1], ["F8_E4M3", 1], ["I16", 2], ["U16", 2], ["F16", 2], ["BF16", 2],
    ["I32", 4], ["U32", 4], ["F32", 4], ["I64", 8], ["U64", 8], ["F64", 8]
]);

/** Reads and checks the header; `path` only names the file in errors. Throws `adapter.badHeader` or `adapter.truncated`. */
export async function readSafetensors(source: ByteSource, path: string): Promise<readonly SafeTensor[]> {
    try {
        return await readTensors(source);
    } catch (error) {
        if (error instanceof BadHeader)
            throw adapterErrors.badHeader(path, error.message);
        if (error instanceof MissingData)
            throw adapterErrors.truncated(path, error.message);
        throw error;
    }
}

async function readTensors(source: ByteSource): Promise<readonly SafeTensor[]> {
    if (source.size < lengthBytes)
        throw new MissingData(`it has ${source.size} bytes`);
    const first = await source.read(0, lengthBytes);
    const length = new DataView(first.buffer, first.byteOffset, lengthBytes).getBigUint64(0, true);
    if (length > BigInt(mostHeaderBytes))
        throw new BadHeader(`its header claims ${length} bytes, more than an adapter's can have`);
    const dataStart = lengthBytes + Number(length);
    if (dataStart > source.size)
        throw new MissingData(`its header ends at byte ${dataStart}, but the file at byte ${source.size}`);
    const text = decode(await source.read(lengthBytes, Number(length)), "its header");
    const tensors = parseHeader(text).map((tensor) => ({...tensor, start: tensor.start + dataStart}));
    checkPlaces(tensors, dataStart, source.size);
    return tensors;
}

function parseHeader(text: string): SafeTensor[] {
    const scanner = new JsonScanner(text);
    const tensors: SafeTensor[] = [];
    scanner.object((name) => {
        if (name === "__metadata__") {
            scanner.object(() => {
                scanner.string();
            });
            return;
        }
        if (tensors.length >= mostTensors)
            throw new BadHeader(`it has more than ${mostTensors} tensors`);
        tensors.push(parseTensor(scanner, name));
    });
    scanner.end();
    return tensors;
}

/** `start` is still counted from the begin of the data. */
function parseTensor(scanner: JsonScanner, name: string): SafeTensor {
    let dtype: string | undefined;
    let shape: readonly number[] | undefined;
    let offsets: readonly number[] | undefined;
    scanner.object((key) => {
        switch (key) {
            case "dtype": dtype = scanner.string(); break;
            case "shape": shape = scanner.integers(8); break;
            case "data_offsets": offsets = scanner.integers(2); break;
            default: throw new BadHeader(`the tensor ${printable(name)} has the unknown field ${printable(key)}`);
        }
    });
    const [start, end] = offsets ?? [];
    if (dtype === undefined || shape === undefined || start === undefined || end === undefined)
        throw new BadHeader(`the tensor ${printable(name)} lacks its type, shape or place`);
    const bytes = sizeOf(name, dtype, shape);
    if (end - start !== bytes)
        throw new BadHeader(`the tensor ${printable(name)} of the shape ${shape.join(" × ")} needs ${bytes} bytes and claims ${end - start}`);
    return {name, dtype, shape, start, bytes};
}

function sizeOf(name: string, dtype: string, shape: readonly number[]): number {
    const unit = dtypeBytes.get(dtype);
    if (unit === undefined)
        throw new BadHeader(`the tensor ${printable(name)} has the unknown type ${printable(dtype)}`);
    const bytes = shape.reduce((product, dimension) => product * dimension, unit);
    if (!Number.isSafeInteger(bytes))
        throw new BadHeader(`the tensor ${printable(name)} claims the shape ${shape.join(" × ")}`);
    return bytes;
}

/** The format allows neither holes nor overlaps, and nothing after the last tensor. */
function checkPlaces(tensors: readonly SafeTensor[], dataStart: number, fileBytes: number): void {
    let next = dataStart;
    for (const {name, start, bytes} of [...tensors].sort((one, other) => one.start - other.start || one.bytes - other.bytes)) {
        if (start !== next)
            throw new BadHeader(`the tensor ${printable(name)} begins at byte ${start}, not at ${next}`);
        next = start + bytes;
        if (next > fileBytes)
            throw new MissingData(`the tensor ${printable(name)} ends at byte ${next}, but the file at byte ${fileBytes}`);
    }
    if (next !== fileBytes)
        throw new BadHeader(`its tensors end at byte ${next}, but the file at byte ${fileBytes}`);
}
