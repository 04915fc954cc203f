/** Opens files of adapters: only regular ones on a disk of this machine, with errors that are sentences. */
import {constants} from "node:fs";
import {lstat, open, realpath, stat, type FileHandle} from "node:fs/promises";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {HearthError} from "../../core/errors.js";
import type {ByteSource} from "../../core/models/byteReader.js";
import {isLocalPath} from "../models/paths.js";

/** An open file as a source of bytes; its size is the one it had when it was opened. */
export interface OpenFile extends ByteSource {
    /** Fills the whole of `target` from `offset`. Throws `adapter.truncated` when the file has become shorter. */
    fill(target: Uint8Array, offset: number): Promise<void>;
}

/**
 * Opens the file at `path`, uses it, closes it. Throws `adapter.notFound`, `adapter.notAFile` or `adapter.unreadable`; `use`'s own errors pass through.
 * `allow` may refuse the real path (what links lead to) by throwing.
 */
export async function withFile<T>(path: string, use: (file: OpenFile) => Promise<T>, allow: (real: string) => void = () => undefined): Promise<T> {
    const handle = await openRegular(path, allow);
    try {
        const {size} = await handle.stat();
        return await use({
            size,
            read: (offset, length) => readAt(handle, offset, new Uint8Array(length), path),
            fill: async (target, offset) => {
                if ((await readAt(handle, offset, target, path)).length < target.length)
                    throw adapterErrors.truncated(path, "it became shorter while it was read");
            }
        });
    } finally {
        await handle.close();
    }
}

async function openRegular(path: string, allow: (real: string) => void): Promise<FileHandle> {
    requireLocal(path);
    try {
        const real = await realpath(path);
        requireLocal(real);
        allow(real);
        // Before opening: opening a named pipe waits for its other end.
        if (!(await stat(real)).isFile())
            throw adapterErrors.notAFile(path);
        return await open(real, constants.O_RDONLY);
    } catch (error) {
        throw asAdapterError(error, path);
    }
}

/** Throws `adapter.notFound` unless `path` is absolute and on a disk of this machine, as far as the text alone tells. */
export function requireLocal(path: string): void {
    if (!isLocalPath(path, process.platform))
        throw adapterErrors.notLocal(path.replaceAll("\0", "?"));
}

/**
 * Changes when the file at `path` is written to or replaced. Nothing is looked at that is not on a disk of this machine: looking at a network share is a call over
 * the network already. Throws `adapter.notFound` or `adapter.unreadable`.
 */
export async function fileIdentity(path: string): Promise<string> {
    requireLocal(path);
    try {
        const {ino, size, mtimeMs} = await stat(path);
        return `${path} ${ino} ${size} ${mtimeMs}`;
    } catch (error) {
        throw asAdapterError(error, path);
    }
}

async function readAt(handle: FileHandle, offset: number, buffer: Uint8Array, path: string): Promise<Uint8Array> {
    let filled = 0;
    try {
        while (filled < buffer.length) {
            const {bytesRead} = await handle.read(buffer, filled, buffer.length - filled, offset + filled);
            if (bytesRead === 0)
                break;
            filled += bytesRead;
        }
    } catch (error) {
        throw asAdapterError(error, path);
    }
    return buffer.subarray(0, filled);
}

/** Whether there is anything at `path`, a link that leads nowhere included. */
export async function isThere(path: string): Promise<boolean> {
    try {
        await lstat(path);
        return true;
    } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
            return false;
        throw asAdapterError(error, path);
    }
}

/** Errors of the file system as sentences about `path`; others as they are. */
export function asAdapterError(error: unknown, path: string): unknown {
    if (!(error instanceof Error) || error instanceof HearthError || !("code" in error))
        return error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
        return adapterErrors.notFound(path);
    return adapterErrors.unreadable(path, error.message);
}
