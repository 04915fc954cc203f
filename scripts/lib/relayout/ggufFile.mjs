// GGUF files as a re-layout needs them: metadata entries as they stand, byte for byte, and where each tensor is.
// The extension's own checker (src/core/models) is stricter: it reads files of unknown origin, this reads verified ones.
// @ts-check
import {typeWithId} from "./tensorTypes.mjs";

/**
 * @typedef {object} Entry
 * @property {string} key
 * @property {Uint8Array} bytes key, type and value, as in the file
 */

/**
 * @typedef {object} Tensor
 * @property {string} name
 * @property {readonly number[]} dimensions the length of a row first
 * @property {import("./tensorTypes.mjs").TensorType} type
 * @property {number} offset from the begin of the data
 */

/**
 * @typedef {object} Header
 * @property {readonly Entry[]} entries
 * @property {readonly Tensor[]} tensors
 * @property {number} alignment of tensors, in bytes
 * @property {number} dataStart byte of the file at which the data begins
 */

/** The file is not what a re-layout can read; the message says why, without naming the file. */
export class GgufError extends Error {}

const magic = 0x46554747, version = 3;
const textType = 8, listType = 9;
/** Bytes of metadata values by their type number: u8, i8, u16, i16, u32, i32, f32, bool, -, -, u64, i64, f64. */
const valueBytes = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8];
const usualAlignment = 32;

/**
 * Elements of a tensor.
 * @param {Pick<Tensor, "dimensions">} tensor
 */
export function elementsOf({dimensions}) {
    return dimensions.reduce((product, dimension) => product * dimension, 1);
}

/**
 * Bytes of a tensor's data, without padding.
 * @param {Pick<Tensor, "dimensions" | "type">} tensor
 */
export function bytesOf(tensor) {
    return elementsOf(tensor) / tensor.type.elements * tensor.type.bytes;
}

/**
 * Bytes that follow a length to reach the alignment.
 * @param {number} length
 * @param {number} alignment
 */
export function paddingAfter(length, alignment) {
    return (alignment - length % alignment) % alignment;
}

/**
 * @param {import("node:fs/promises").FileHandle} file
 * @returns {Promise<Header>}
 * @throws {GgufError}
 */
export async function readHeader(file) {
    const {size} = await file.stat();
    for (let length = Math.min(size, 1 << 24); ; length = Math.min(size, length * 2)) {
        const bytes = await readAt(file, 0, length);
        const header = parse(new Cursor(bytes));
        if (header !== undefined) return header;
        if (length === size) throw new GgufError("it ends in the middle of its header");
    }
}

/**
 * Exactly those bytes.
 * @param {import("node:fs/promises").FileHandle} file
 * @param {number} position
 * @param {number} length
 * @returns {Promise<Buffer>}
 */
export async function readAt(file, position, length) {
    const bytes = Buffer.allocUnsafe(length);
    for (let got = 0; got < length;) {
        const {bytesRead} = await file.read(bytes, got, length - got, position + got);
        if (bytesRead === 0) throw new GgufError(`it ends at byte ${position + got}, in the middle of its data`);
        got += bytesRead;
    }
    return bytes;
}

/** More bytes are needed to read the header. */
class HeaderGoesOn extends Error {}

/**
 * @param {Cursor} cursor
 * @returns {Header | undefined} undefined when the header goes on behind these bytes
 */
function parse(cursor) {
    try {
        if (cursor.u32() !== magic || cursor.u32() !== version) throw new GgufError(`it is no GGUF file of version ${version}`);
        const tensorCount = cursor.u64(), entryCount = cursor.u64();
        const entries = Array.from({length: entryCount}, () => readEntry(cursor));
        const tensors = Array.from({length: tensorCount}, () => readTensor(cursor));
        const alignment = alignmentIn(entries);
        return {entries, tensors, alignment, dataStart: cursor.at + paddingAfter(cursor.at, alignment)};
    } catch (error) {
        if (error instanceof HeaderGoesOn) return undefined;
        throw error;
    }
}

/**
 * @param {Cursor} cursor
 * @returns {Entry}
 */
function readEntry(cursor) {
    const start = cursor.at;
    const key = cursor.text();
    skipValue(cursor, cursor.u32());
    return {key, bytes: cursor.since(start)};
}

/**
 * @param {Cursor} cursor
 * @param {number} type
 */
function skipValue(cursor, type) {
    if (type === listType) {
        const inner = cursor.u32(), count = cursor.u64(), each = valueBytes[inner];
        if (each !== undefined) cursor.skip(count * each);
        else for (let index = 0; index < count; index++) skipValue(cursor, inner);
        return;
    }
    const bytes = type === textType ? cursor.u64() : valueBytes[type];
    if (bytes === undefined) throw new GgufError(`it has a metadata value of the unknown type ${type}`);
    cursor.skip(bytes);
}

/**
 * @param {Cursor} cursor
 * @returns {Tensor}
 */
function readTensor(cursor) {
    const name = cursor.text();
    const dimensions = Array.from({length: cursor.u32()}, () => cursor.u64());
    const id = cursor.u32(), offset = cursor.u64(), type = typeWithId(id);
    if (type === undefined) throw new GgufError(`its tensor ${name} is of a type (number ${id}) that cannot be re-laid`);
    if ((dimensions[0] ?? 0) % type.elements !== 0) throw new GgufError(`the rows of its tensor ${name} are not whole blocks`);
    return {name, dimensions, type, offset};
}

/** @param {readonly Entry[]} entries */
function alignmentIn(entries) {
    const bytes = entries.find(({key}) => key === "general.alignment")?.bytes;
    return bytes === undefined ? usualAlignment : new DataView(bytes.buffer, bytes.byteOffset + bytes.byteLength - 4).getUint32(0, true);
}

/**
 * The header of a file with these entries and tensors, with the padding after it: the data follows.
 * @param {Pick<Header, "entries" | "tensors" | "alignment">} header
 * @returns {Buffer}
 */
export function headerBytes({entries, tensors, alignment}) {
    const parts = [u32(magic), u32(version), u64(tensors.length), u64(entries.length), ...entries.map(({bytes}) => bytes)];
    for (const {name, dimensions, type, offset} of tensors) parts.push(text(name), u32(dimensions.length), ...dimensions.map(u64), u32(type.id), u64(offset));
    const bytes = Buffer.concat(parts);
    return Buffer.concat([bytes, Buffer.alloc(paddingAfter(bytes.length, alignment))]);
}

/**
 * @param {string} key
 * @param {string} value
 * @returns {Entry}
 */
export function textEntry(key, value) {
    return {key, bytes: Buffer.concat([text(key), u32(textType), text(value)])};
}

/**
 * @param {string} key
 * @param {number} value
 * @returns {Entry}
 */
export function u32Entry(key, value) {
    return {key, bytes: Buffer.concat([text(key), u32(4), u32(value)])};
}

/** @param {number} value */
function u32(value) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
}

/** @param {number} value */
function u64(value) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
}

/** @param {string} value */
function text(value) {
    const bytes = Buffer.from(value);
    return Buffer.concat([u64(bytes.length), bytes]);
}

/** Reads on through a header's bytes. */
class Cursor {
    at = 0;

    /** @param {Buffer} bytes */
    constructor(bytes) {
        this.bytes = bytes;
    }
    /** @param {number} count */
    skip(count) {
        if (count > this.bytes.length - this.at) throw new HeaderGoesOn();
        this.at += count;
        return this.at - count;
    }
    u32() {
        return this.bytes.readUInt32LE(this.skip(4));
    }
    u64() {
        return Number(this.bytes.readBigUInt64LE(this.skip(8)));
    }
    text() {
        const length = this.u64();
        return this.bytes.toString("utf8", this.skip(length), this.at);
    }
    /** @param {number} start */
    since(start) {
        return this.bytes.subarray(start, this.at);
    }
}
