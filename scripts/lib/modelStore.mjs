// Hearth's folder of models: a file gets its final name only when all of it is there and is what it should be.
// @ts-check
import {createHash} from "node:crypto";
import {createReadStream, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, writeFileSync} from "node:fs";
import {open} from "node:fs/promises";
import path from "node:path";

import {isAlive} from "./processes.mjs";
import {codeOf, megabytes, UserError} from "./steps.mjs";

/**
 * What stands beside a model: how it got here and what may be done with it.
 * @typedef {object} ModelRecord
 * @property {string} sha256
 * @property {string} name
 * @property {string} license
 * @property {string} source
 * @property {{file: string, sha256: string, source: string}} [derivedFrom] the file that it was made from
 */

/**
 * Writes `<model>.hearth.json` beside a model.
 * @param {string} model path of the model
 * @param {ModelRecord} record
 */
export function writeRecord(model, record) {
    writeFileSync(`${model}.hearth.json`, `${JSON.stringify(record, undefined, 4)}\n`);
}

/**
 * SHA-256 of a file, lower-case hex.
 * @param {string} file
 * @returns {Promise<string>}
 */
export async function hashFile(file) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file, {highWaterMark: 1 << 22})) hash.update(chunk);
    return hash.digest("hex");
}

/**
 * @param {string} target
 * @param {string} expected SHA-256
 * @throws {UserError} when the file is another one
 */
export async function requireSame(target, expected) {
    const found = await hashFile(target);
    if (found !== expected) throw new UserError(`${target} is not the model of that name (expected SHA-256 ${expected}, found ${found}): move or delete it, then run the command again.`);
}

/**
 * Writes a stream of bytes beside the final name, hashes it on the way, and gives it the name if the hash is accepted.
 * On any failure nothing of it is left.
 * @param {string} target absolute path
 * @param {AsyncIterable<Buffer>} content
 * @param {(sha256: string) => void} accept throws when the hash is not the right one
 * @returns {Promise<string>} the SHA-256
 * @throws {UserError} when the disk is full or the folder cannot be written
 */
export async function writeVerified(target, content, accept) {
    const part = `${target}.${process.pid}.part`;
    try {
        mkdirSync(path.dirname(target), {recursive: true});
        removeAbandoned(target);
        const sha256 = await writeHashed(part, content);
        accept(sha256);
        renameSync(part, target);
        return sha256;
    } catch (error) {
        rmSync(part, {force: true});
        throw explained(error, path.dirname(target));
    }
}

/**
 * Refuses to begin what cannot fit.
 * @param {string} folder exists
 * @param {number} bytes
 * @throws {UserError}
 */
export function requireSpace(folder, bytes) {
    const {bavail, bsize} = statfsSync(folder);
    if (bavail * bsize < bytes) throw new UserError(`${folder} has ${megabytes(bavail * bsize)} free and ${megabytes(bytes)} are needed: make room there, or see npm run model -- --help for other folders.`);
}

/**
 * @param {string} part
 * @param {AsyncIterable<Buffer>} content
 */
async function writeHashed(part, content) {
    const hash = createHash("sha256");
    const handle = await open(part, "w");
    try {
        for await (const chunk of content) {
            hash.update(chunk);
            await writeAll(handle, chunk);
        }
        await handle.sync(); // a power cut after the rename must not leave a file of zeros under the final name
    } finally {
        await handle.close();
    }
    return hash.digest("hex");
}

/**
 * @param {import("node:fs/promises").FileHandle} handle
 * @param {Buffer} chunk
 */
async function writeAll(handle, chunk) {
    for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at, chunk.length - at)).bytesWritten;
}

/**
 * Removes what a run that was killed left of the same model.
 * @param {string} target
 */
function removeAbandoned(target) {
    const start = `${path.basename(target)}.`;
    for (const name of readdirSync(path.dirname(target))) {
        const pid = name.startsWith(start) && name.endsWith(".part") ? Number(name.slice(start.length, -".part".length)) : NaN;
        if (Number.isInteger(pid) && !isAlive(pid)) rmSync(path.join(path.dirname(target), name), {force: true});
    }
}

/**
 * @param {unknown} error
 * @param {string} folder
 */
function explained(error, folder) {
    switch (codeOf(error)) {
        case "ENOSPC": return new UserError(`The disk of ${folder} is full: make room and run the command again; nothing was left there.`);
        case "EACCES": case "EPERM": case "EROFS": return new UserError(`${folder} cannot be written: choose another folder with --to DIR or the environment variable HEARTH_MODELS.`);
        default: return error;
    }
}
