/** Looks at a model file before anything native does: the path, the file, the header. */
import {constants} from "node:fs";
import {open, realpath, stat, type FileHandle} from "node:fs/promises";
import path from "node:path";

import {HearthError} from "../../core/errors.js";
import {requireRunnable} from "../../core/models/architectures.js";
import {readGguf, readGgufPart, type ByteSource, type PartReading} from "../../core/models/gguf.js";
import {type ModelVocabulary, readGgufVocabulary} from "../../core/models/ggufVocabulary.js";
import {modelErrors} from "../../core/models/modelErrors.js";
import type {GgufSummary, ModelShape} from "../../core/models/modelInfo.js";
import {requireLocalPath} from "./paths.js";

/**
 * Checks that `file` is a model that the engine can complete text with, and says what it is. Only headers are read.
 * Throws a HearthError `model.*` whose sentence names the file and the remedy.
 */
export async function inspectModelFile(file: string): Promise<GgufSummary> {
    const summary = await readModelHeader(file);
    requireRunnable(summary, file);
    return summary;
}

/** As {@link inspectModelFile}, for any well-formed GGUF file: adapters and architectures that the engine does not run included. */
export async function readModelHeader(file: string): Promise<GgufSummary> {
    const {summary, split} = await withSource(file, (source) => readGguf(source, file));
    if (split === undefined)
        return summary;
    const totals = {tensorCount: summary.tensorCount, parameterCount: summary.parameterCount, fileBytes: summary.fileBytes};
    for (let index = 1; index < split.count; index++) {
        const part = await readPart(file, index, split.count);
        totals.tensorCount += part.tensorCount;
        totals.parameterCount += part.parameterCount;
        totals.fileBytes += part.bytes;
    }
    return {...summary, ...totals};
}

/**
 * What an adapter must fit in the model at `file`: its tensors' shapes, of a split model all parts'. Only headers are read.
 * Throws a HearthError `model.*` as {@link inspectModelFile} does.
 */
export async function readModelShape(file: string): Promise<ModelShape> {
    const {summary, split, shape} = await withSource(file, (source) => readGguf(source, file));
    requireRunnable(summary, file);
    const tensors = new Map(shape.tensors);
    for (let index = 1; index < (split?.count ?? 1); index++)
        for (const [name, dimensions] of (await readPart(file, index, split?.count ?? 1)).tensors)
            tensors.set(name, dimensions);
    return {...shape, tensors};
}

/** What the model at `file` cuts text into. Only the header is read. Throws a HearthError `model.*` as {@link inspectModelFile} does. */
export function readModelVocabulary(file: string): Promise<ModelVocabulary> {
    return withSource(file, (source) => readGgufVocabulary(source, file));
}

async function readPart(first: string, index: number, count: number): Promise<PartReading & {readonly bytes: number}> {
    const file = partPath(first, index, count);
    if (file === undefined)
        throw modelErrors.truncated(first, `it is the first of ${count} files, and its name does not tell the others'`);
    try {
        return await withSource(file, async (source) => ({...await readGgufPart(source, file), bytes: source.size}));
    } catch (error) {
        if (error instanceof HearthError && error.code === "model.notFound")
            throw modelErrors.truncated(first, `its part ${path.basename(file)} is missing`);
        throw error;
    }
}

/** The path of a split model's part, as llama.cpp names it (`NAME-00001-of-00003.gguf`), or undefined when the first is named otherwise. */
export function partPath(first: string, index: number, count: number): string | undefined {
    const number = (value: number) => String(value).padStart(5, "0");
    const ending = `-${number(1)}-of-${number(count)}.gguf`;
    return first.endsWith(ending) ? `${first.slice(0, -ending.length)}-${number(index + 1)}-of-${number(count)}.gguf` : undefined;
}

async function withSource<T>(file: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
    const handle = await openModel(file);
    try {
        const {size} = await handle.stat();
        return await use({size, read: (offset, length) => readAt(handle, offset, length)});
    } catch (error) {
        throw asModelError(error, file);
    } finally {
        await handle.close();
    }
}

async function openModel(file: string): Promise<FileHandle> {
    requireLocalPath(file, process.platform);
    try {
        const real = await realpath(file);
        requireLocalPath(real, process.platform);
        // Before opening: opening a named pipe waits for its other end.
        if (!(await stat(real)).isFile())
            throw modelErrors.notAFile(file);
        return await open(real, constants.O_RDONLY);
    } catch (error) {
        throw asModelError(error, file);
    }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
        const {bytesRead} = await handle.read(buffer, filled, length - filled, offset + filled);
        if (bytesRead === 0)
            break;
        filled += bytesRead;
    }
    return buffer.subarray(0, filled);
}

function asModelError(error: unknown, file: string): unknown {
    if (!(error instanceof Error) || error instanceof HearthError || !("code" in error))
        return error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR")
        return modelErrors.notFound(file);
    return modelErrors.unreadable(file, error.message);
}
