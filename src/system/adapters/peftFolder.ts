/** The files of a PEFT folder, opened only where they really lie in it. */
import {realpath, stat} from "node:fs/promises";
import path from "node:path";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {recognize, recognizedBytes} from "../../core/adapters/fileKind.js";
import {readModelCard, type ModelCard} from "../../core/adapters/modelCard.js";
import {parsePeftConfig, type PeftConfig} from "../../core/adapters/peftConfig.js";
import {readSafetensors, type SafeTensor} from "../../core/adapters/safetensors.js";
import {asAdapterError, isThere, requireLocal, withFile, type OpenFile} from "./openFile.js";

const configFile = "adapter_config.json";
const weightsFile = "adapter_model.safetensors";
const pickledFile = "adapter_model.bin";

/** The files have a few thousand characters; what is longer is not read. */
const mostTextBytes = 256 * 1024;

export interface PeftFolder {
    /** As it was given, for messages. */
    readonly path: string;
    /** Where links lead. */
    readonly real: string;
    /** Folders in which its files may really lie. */
    readonly roots: readonly string[];
}

/** Throws `adapter.notFound`, `adapter.notAFile` or `adapter.unreadable` unless `folder` is one on a disk of this machine. */
export async function openPeftFolder(folder: string): Promise<PeftFolder> {
    requireLocal(folder);
    try {
        const real = await realpath(folder);
        requireLocal(real);
        if (!(await stat(real)).isDirectory())
            throw adapterErrors.notAFolder(folder);
        return {path: folder, real, roots: [real, ...blobsOf(real)]};
    } catch (error) {
        throw asAdapterError(error, folder);
    }
}

/** In Hugging Face's cache, MODEL/snapshots/REVISION holds links to MODEL/blobs. */
function blobsOf(real: string): string[] {
    const snapshots = path.dirname(real);
    return path.basename(snapshots) === "snapshots" ? [path.join(path.dirname(snapshots), "blobs")] : [];
}

/** Throws `adapter.notAdapter`, `adapter.badHeader` or `adapter.unsupported` as well as what {@link withFile} throws. */
export async function readConfig(folder: PeftFolder): Promise<PeftConfig> {
    await requirePresent(folder, configFile);
    const text = await withPeftFile(folder, configFile, async (file, at) => {
        if (file.size > mostTextBytes)
            throw adapterErrors.badHeader(at, `it has ${file.size} bytes, more than settings have`);
        return new TextDecoder().decode(await file.read(0, file.size));
    });
    return parsePeftConfig(text, folder.path);
}

/** What the folder's README.md says, or undefined when there is none that can be read as such. */
export async function readCard(folder: PeftFolder): Promise<ModelCard | undefined> {
    if (!await isThere(path.join(folder.path, "README.md")))
        return undefined;
    return await withPeftFile(folder, "README.md", async (file) =>
        readModelCard(new TextDecoder().decode(await file.read(0, Math.min(file.size, mostTextBytes)))));
}

/** Opens the weights, checks that they are safetensors, and gives `use` their table. Throws `adapter.pickle` for a pickle under any name. */
export async function withWeights<T>(folder: PeftFolder, use: (file: OpenFile, tensors: readonly SafeTensor[]) => Promise<T>): Promise<T> {
    if (await isThere(path.join(folder.path, pickledFile)) && !await isThere(path.join(folder.path, weightsFile)))
        throw adapterErrors.pickle(path.join(folder.path, pickledFile), "a pickle");
    await requirePresent(folder, weightsFile);
    return await withPeftFile(folder, weightsFile, async (file, at) => {
        const kind = recognize(await file.read(0, Math.min(file.size, recognizedBytes)));
        if (kind !== undefined)
            throw kind.pickle ? adapterErrors.pickle(at, kind.what) : adapterErrors.notAdapter(at, kind.what);
        return await use(file, await readSafetensors(file, at));
    });
}

async function withPeftFile<T>(folder: PeftFolder, name: string, use: (file: OpenFile, at: string) => Promise<T>): Promise<T> {
    const at = path.join(folder.path, name);
    return await withFile(at, (file) => use(file, at), (real) => {
        if (!folder.roots.some((root) => isInside(root, real)))
            throw adapterErrors.outside(at, folder.path);
    });
}

function isInside(root: string, file: string): boolean {
    const way = path.relative(root, file);
    return way !== "" && way !== ".." && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

async function requirePresent(folder: PeftFolder, name: string): Promise<void> {
    if (!await isThere(path.join(folder.path, name)))
        throw adapterErrors.notPeft(folder.path, name);
}
