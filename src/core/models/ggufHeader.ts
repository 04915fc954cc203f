/**
 * The structure of a GGUF file: magic, counts, metadata, tensor table. Everything that a file claims is held against what the file holds
 * before it is used, so that a damaged or hostile header ends in one error here and never reaches native code.
 */
import type {HearthError} from "../errors.js";
import {ByteReader, EndOfSource, type ByteSource} from "./byteReader.js";
import {readMetadata, type Metadata, type VocabularyQuestion} from "./ggufMetadata.js";
import {readTensors, type TensorTotals} from "./ggufTensors.js";
import {BadHeader, MissingData} from "./headerErrors.js";
import {modelErrors} from "./modelErrors.js";

export interface GgufHeader {
    readonly version: number;
    readonly metadata: Metadata;
    readonly tensors: TensorTotals;
}

/** The sentences for what can be wrong with a header; what the file should have been decides how they are put. */
export interface HeaderErrors {
    notGguf(path: string): HearthError;
    truncated(path: string, detail: string): HearthError;
    badHeader(path: string, detail: string): HearthError;
    unsupportedVersion(path: string, version: number): HearthError;
    bigEndian(path: string): HearthError;
}

/** “GGUF”, read as a little-endian number. */
const magic = 0x46554747;
/** Magic, version and the two counts. */
const fixedBytes = 24;
/** The smallest metadata entry (key length, one letter, type, one byte) and tensor record (name length, dims, type, offset). */
const leastEntryBytes = 8 + 1 + 4 + 1;
const leastTensorBytes = 8 + 4 + 4 + 8;
/** Real files have under a hundred entries and at most some ten thousand tensors; more would only cost memory. */
const mostEntries = 65_536;
const mostTensors = 262_144;

/**
 * Reads and checks a header. `asked` says what is of interest of the vocabulary.
 * Throws one of `errors` that names `path`; errors of the source itself pass through.
 */
export async function readGgufHeader(source: ByteSource, path: string, asked: VocabularyQuestion, errors: HeaderErrors = modelErrors): Promise<GgufHeader> {
    try {
        const reader = new ByteReader(source);
        const version = await readVersion(reader, path, errors);
        const [tensorCount, entryCount] = readCounts(reader);
        const metadata = await readMetadata(reader, entryCount, asked);
        const tensors = await readTensors(reader, tensorCount, metadata, source.size);
        return {version, metadata, tensors};
    } catch (error) {
        if (error instanceof BadHeader)
            throw errors.badHeader(path, error.message);
        if (error instanceof EndOfSource || error instanceof MissingData)
            throw errors.truncated(path, error.message);
        throw error;
    }
}

async function readVersion(reader: ByteReader, path: string, errors: HeaderErrors): Promise<number> {
    if (reader.remaining < 4)
        throw errors.notGguf(path);
    await reader.need(4);
    if (reader.u32() !== magic)
        throw errors.notGguf(path);
    await reader.need(fixedBytes - 4);
    const version = reader.u32();
    // A big-endian file's version has its only set byte at the far end.
    if (version !== 0 && (version & 0xffff) === 0)
        throw errors.bigEndian(path);
    if (version !== 2 && version !== 3)
        throw errors.unsupportedVersion(path, version);
    return version;
}

function readCounts(reader: ByteReader): readonly [tensors: number, entries: number] {
    const tensors = reader.u64();
    const entries = reader.u64();
    if (entries > mostEntries || entries * leastEntryBytes > reader.remaining)
        throw new BadHeader(`it claims ${entries} metadata entries, more than fit in it`);
    if (tensors > mostTensors || tensors * leastTensorBytes > reader.remaining)
        throw new BadHeader(`it claims ${tensors} tensors, more than fit in it`);
    return [tensors, entries];
}
