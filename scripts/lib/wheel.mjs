// Reads one file out of a wheel (a zip) as a stream, with nothing but Node: the wheels are larger than one would unpack.
// @ts-check
import {createReadStream} from "node:fs";
import {open} from "node:fs/promises";
import * as zlib from "node:zlib";

import {codeOf, messageOf} from "./steps.mjs";

/** The file is not a zip, is cut off, or its content does not match its own check sum. */
export class DamagedWheelError extends Error {}

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {number} method 0 stored, 8 deflated
 * @property {number} crc32
 * @property {number} packed bytes in the file
 * @property {number} size bytes when unpacked
 * @property {number} header offset of the entry's own header
 */

const endSignature = 0x06054b50, directorySignature = 0x02014b50, headerSignature = 0x04034b50;
const endSize = 22, directorySize = 46, headerSize = 30, longestComment = 0xffff, tooLarge = 0xffffffff;

/**
 * The entries of a wheel's directory.
 * @param {string} file
 * @returns {Promise<Entry[]>}
 * @throws {DamagedWheelError}
 */
export async function wheelEntries(file) {
    const handle = await open(file);
    try {
        const {size} = await handle.stat();
        const tail = await readAt(handle, Math.max(0, size - endSize - longestComment), size);
        const end = lastEnd(tail);
        if (end < 0) throw new DamagedWheelError(`${file} is no zip file, or only the beginning of one`);
        const count = tail.readUInt16LE(end + 10), length = tail.readUInt32LE(end + 12), start = tail.readUInt32LE(end + 16);
        if (start === tooLarge || start + length > size) throw new DamagedWheelError(`${file} has no readable zip directory`);
        return directory(await readAt(handle, start, start + length), count, file);
    } finally {
        await handle.close();
    }
}

/**
 * The content of one entry, checked against its size and check sum as it flows.
 * @param {string} file
 * @param {string} name path inside the wheel
 * @returns {AsyncGenerator<Buffer, void>}
 * @throws {DamagedWheelError} also in the middle of the stream
 */
export async function* readWheelEntry(file, name) {
    const entry = (await wheelEntries(file)).find((candidate) => candidate.name === name);
    if (entry === undefined) throw new DamagedWheelError(`${file} has no ${name} inside`);
    const start = await contentStart(file, entry);
    let crc = 0, size = 0;
    try {
        for await (const chunk of unpacked(file, entry, start)) {
            size += chunk.length;
            // Node before 20.15 has no crc32; the hash over the whole model, which decides, is always taken
            if (typeof zlib.crc32 === "function") crc = zlib.crc32(chunk, crc);
            yield chunk;
        }
    } catch (error) {
        if (codeOf(error)?.startsWith("Z_")) throw new DamagedWheelError(`${file} cannot be unpacked: ${messageOf(error)}`);
        throw error;
    }
    if (size !== entry.size) throw new DamagedWheelError(`${name} in ${file} has ${size} bytes instead of ${entry.size}`);
    if (typeof zlib.crc32 === "function" && crc !== entry.crc32) throw new DamagedWheelError(`${name} in ${file} does not match its check sum`);
}

/**
 * @param {string} file
 * @param {Entry} entry
 * @param {number} start
 * @returns {AsyncIterable<Buffer>}
 */
function unpacked(file, entry, start) {
    if (entry.packed === 0) return nothing();
    const raw = createReadStream(file, {start, end: start + entry.packed - 1, highWaterMark: 1 << 20});
    if (entry.method === 0) return raw;
    if (entry.method !== 8) throw new DamagedWheelError(`${entry.name} in ${file} is packed with method ${entry.method}, which no wheel uses`);
    const inflate = zlib.createInflateRaw({chunkSize: 1 << 20});
    raw.once("error", (error) => inflate.destroy(error));
    inflate.once("close", () => raw.destroy()); // a reader that stops early must not leave the file open
    return raw.pipe(inflate);
}

/** @returns {AsyncGenerator<Buffer, void>} */
async function* nothing() {
    // an empty entry has no bytes to read, and a read stream cannot express an empty range
}

/**
 * The content follows the entry's own header, whose variable part may differ from the directory's.
 * @param {string} file
 * @param {Entry} entry
 */
async function contentStart(file, entry) {
    const handle = await open(file);
    try {
        const header = await readAt(handle, entry.header, entry.header + headerSize);
        if (header.length < headerSize || header.readUInt32LE(0) !== headerSignature) throw new DamagedWheelError(`${file} is damaged at ${entry.name}`);
        return entry.header + headerSize + header.readUInt16LE(26) + header.readUInt16LE(28);
    } finally {
        await handle.close();
    }
}

/**
 * @param {Buffer} bytes
 * @param {number} count
 * @param {string} file
 * @returns {Entry[]}
 */
function directory(bytes, count, file) {
    const entries = [];
    let at = 0;
    for (let index = 0; index < count; index++) {
        if (at + directorySize > bytes.length || bytes.readUInt32LE(at) !== directorySignature) throw new DamagedWheelError(`${file} has a damaged zip directory`);
        const nameLength = bytes.readUInt16LE(at + 28);
        entries.push({
            name: bytes.toString("utf8", at + directorySize, at + directorySize + nameLength),
            method: bytes.readUInt16LE(at + 10), crc32: bytes.readUInt32LE(at + 16),
            packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24), header: bytes.readUInt32LE(at + 42)
        });
        at += directorySize + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
    return entries;
}

/** @param {Buffer} tail */
function lastEnd(tail) {
    for (let at = tail.length - endSize; at >= 0; at--)
        if (tail.readUInt32LE(at) === endSignature) return at;
    return -1;
}

/**
 * Up to `end - start` bytes; fewer at the end of the file.
 * @param {import("node:fs/promises").FileHandle} handle
 * @param {number} start
 * @param {number} end
 */
async function readAt(handle, start, end) {
    const buffer = Buffer.alloc(end - start);
    let filled = 0;
    while (filled < buffer.length) {
        const {bytesRead} = await handle.read(buffer, filled, buffer.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
    }
    return buffer.subarray(0, filled);
}
