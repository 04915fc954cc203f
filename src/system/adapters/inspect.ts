/** Looks at a GGUF LoRA file before anything native does: the path, the header, every weight, the SHA-256. */
import {createHash, type Hash} from "node:crypto";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {readAdapter, type AdapterReading, type WeightPlace} from "../../core/adapters/adapterFile.js";
import type {AdapterSummary} from "../../core/adapters/adapterInfo.js";
import {recognize, recognizedBytes} from "../../core/adapters/fileKind.js";
import {allFinite} from "../../core/adapters/finite.js";
import {checkFit} from "../../core/adapters/fit.js";
import {cancelledError} from "../../core/errors.js";
import {printable} from "../../core/models/ggufMetadata.js";
import type {ModelShape} from "../../core/models/modelInfo.js";
import {withFile, type OpenFile} from "./openFile.js";

/** An adapter file all of which has been read and found sound. */
export interface InspectedAdapter extends AdapterSummary {
    /** Of the very bytes that were checked; lower-case hex. */
    readonly sha256: string;
}

export interface InspectOptions {
    readonly signal?: AbortSignal;
    /** The model that it must fit; without one only the file itself is checked. */
    readonly base?: ModelShape;
    /** Throws `adapter.changed` unless the file has this SHA-256 (lower-case hex): the one that was allowed or recorded. */
    readonly expectedSha256?: string;
}

/** A multiple of every unit of weights (4, 2 and 34 bytes) near a mebibyte. */
const pieceBytes = 68 * 15_420;

/**
 * Reads all of the adapter at `path`: checks its header, that it fits `base`, and that every weight is a number, and computes its SHA-256 on the way.
 * Throws a HearthError `adapter.*` whose sentence names the file and what to do, or `request.cancelled`.
 */
export async function inspectAdapterFile(path: string, options: InspectOptions = {}): Promise<InspectedAdapter> {
    return await withFile(path, async (file) => {
        const {summary, places} = await readHeader(file, path);
        requireFit(summary, options.base, path);
        const sha256 = await readWeights(file, places, path, options.signal);
        if (options.expectedSha256 !== undefined && options.expectedSha256 !== sha256)
            throw adapterErrors.changed(path, options.expectedSha256, sha256);
        return {...summary, sha256};
    });
}

/** As {@link inspectAdapterFile} from the header alone, for lists: says nothing of the weights. */
export async function readAdapterHeader(path: string): Promise<AdapterSummary> {
    return (await withFile(path, (file) => readHeader(file, path))).summary;
}

/** Throws `adapter.doesNotFit` with the reason unless the adapter fits the base. */
export function requireFit(adapter: AdapterSummary, base: ModelShape | undefined, path: string): void {
    const fit = base === undefined ? {fits: true as const} : checkFit(adapter, base);
    if (!fit.fits)
        throw adapterErrors.doesNotFit(path, fit.reason);
}

async function readHeader(file: OpenFile, path: string): Promise<AdapterReading> {
    const kind = recognize(await file.read(0, Math.min(file.size, recognizedBytes)));
    if (kind?.pickle === true)
        throw adapterErrors.pickle(path, kind.what);
    if (kind !== undefined && kind.what !== "a GGUF file")
        throw adapterErrors.notAdapter(path, kind.what);
    return await readAdapter(file, path);
}

/** Walks the file from its first byte to its last; returns the SHA-256. */
async function readWeights(file: OpenFile, places: readonly WeightPlace[], path: string, signal: AbortSignal | undefined): Promise<string> {
    const hash = createHash("sha256");
    const piece = new Uint8Array(Math.min(pieceBytes, file.size));
    const walk = async (start: number, end: number, check: (bytes: Uint8Array) => void) => {
        await walkRange(file, start, end, piece, (bytes) => {
            if (signal?.aborted === true)
                throw cancelledError();
            check(bytes);
        }, hash);
    };
    let done = 0;
    for (const {name, type, start, bytes: length} of places) {
        await walk(done, start, () => undefined);
        await walk(start, start + length, (bytes) => {
            if (!allFinite(bytes, type))
                throw adapterErrors.badWeights(path, printable(name), "values that are not numbers");
        });
        done = start + length;
    }
    await walk(done, file.size, () => undefined);
    return hash.digest("hex");
}

async function walkRange(file: OpenFile, start: number, end: number, piece: Uint8Array, check: (bytes: Uint8Array) => void, hash: Hash): Promise<void> {
    // Whole units: the piece is shorter than a multiple of them only when it holds the whole file.
    for (let offset = start; offset < end; offset += piece.length) {
        const bytes = piece.subarray(0, Math.min(piece.length, end - offset));
        await file.fill(bytes, offset);
        check(bytes);
        hash.update(bytes);
    }
}
