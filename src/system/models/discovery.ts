/** Finds the models that are on this machine already: the user's choice, Hearth's own, and the caches of the programs people have. */
import {readFile} from "node:fs/promises";
import path from "node:path";

import {rankModels} from "../../core/models/known.js";
import type {ModelCandidate, ModelSource} from "../../core/models/modelInfo.js";
import {candidateOf, identify, type FoundFile, type Identity} from "./candidates.js";
import {
    hearthModelFolder, huggingFaceFolders, llamaCppFolders, lmStudioFolders, lmStudioPointer, ollamaFolders, type Machine
} from "./folders.js";
import {listOllamaModels} from "./ollama.js";
import {isLocalPath} from "./paths.js";
import {findGgufFiles, list, throwIfCancelled} from "./scan.js";

export interface DiscoveryOptions {
    /** The setting `hearth.model.path`; may be empty. */
    readonly configuredPath: string;
    /** The folder of models that came with the extension; may be absent. */
    readonly bundledFolder: string;
    readonly env: NodeJS.ProcessEnv;
    readonly home: string;
    readonly platform: NodeJS.Platform;
    readonly signal?: AbortSignal;
    /** Gets a sentence for each record beside a model that is damaged. */
    readonly log?: (sentence: string) => void;
}

/** Files of one place that are looked at. */
const mostFiles = 300;
/** Headers read at once: enough to keep a disk busy, few enough to leave the machine to its user. */
const readers = 4;

/**
 * Every model found, the best first (see rankModels), each file once. Folders that are absent or unreadable have none; files that are damaged or can't
 * be run are listed with the reason. Throws `request.cancelled` when `signal` is aborted.
 */
export async function discoverModels(options: DiscoveryOptions): Promise<ModelCandidate[]> {
    const found = await findFiles(options);
    const distinct = await withoutDuplicates(found, options.signal);
    const candidates = await mapLimited(distinct, readers, ({file, identity}) => {
        throwIfCancelled(options.signal);
        return candidateOf(file, identity, options.log);
    });
    throwIfCancelled(options.signal);
    return rankModels(candidates.filter((candidate) => candidate !== undefined));
}

/** In the order of preference: of two ways to one file the earlier is kept. */
async function findFiles(options: DiscoveryOptions): Promise<FoundFile[]> {
    const {configuredPath, bundledFolder, env, home, platform, signal} = options;
    const machine: Machine = {env, home, platform};
    const configured: FoundFile[] = configuredPath === "" ? [] : [{path: configuredPath, label: path.basename(configuredPath), source: "setting"}];
    const noted = await lmStudioHome(machine);
    const places = await Promise.all([
        bundledFolder === "" ? [] : inFolders([bundledFolder], "bundled", 1, signal),
        inFolders([hearthModelFolder(env, platform, home)], "hearth", 3, signal),
        inOllama(machine, signal),
        inFolders(lmStudioFolders(machine, noted), "lmstudio", 3, signal),
        inHuggingFace(machine, signal),
        inFolders(llamaCppFolders(machine), "llamacpp", 1, signal)
    ]);
    return [...configured, ...places.flat()];
}

async function inFolders(folders: readonly string[], source: ModelSource, depth: number, signal: AbortSignal | undefined): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    for (const folder of localOnly(folders))
        for (const file of await findGgufFiles(folder, {depth, files: mostFiles, signal}))
            found.push({path: file, label: path.basename(file), source});
    return found;
}

async function inOllama(machine: Machine, signal: AbortSignal | undefined): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    for (const folder of localOnly(ollamaFolders(machine)))
        for (const model of await listOllamaModels(folder, signal))
            found.push({...model, source: "ollama"});
    return found;
}

/** `models--ORG--NAME/snapshots/REVISION/…/FILE.gguf`, links into `blobs`, where a large file's name is its SHA-256. */
async function inHuggingFace(machine: Machine, signal: AbortSignal | undefined): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    for (const cache of localOnly(huggingFaceFolders(machine)))
        for (const repository of (await list(cache)).folders.filter((name) => name.startsWith("models--")))
            for (const file of await findGgufFiles(path.join(cache, repository, "snapshots"), {depth: 3, files: mostFiles, signal}))
                found.push({path: file, label: path.basename(file), source: "huggingface"});
    return found;
}

async function lmStudioHome(machine: Machine): Promise<string | undefined> {
    try {
        const noted = (await readFile(lmStudioPointer(machine), "utf8")).trim();
        return path.isAbsolute(noted) ? noted : undefined;
    } catch (error) {
        if (error instanceof Error && "code" in error)
            return undefined;
        throw error;
    }
}

/** A variable may name a share of another machine, or a folder relative to who knows what: neither is looked at. */
function localOnly(folders: readonly string[]): readonly string[] {
    return folders.filter((folder) => isLocalPath(folder, process.platform));
}

interface DistinctFile {
    readonly file: FoundFile;
    readonly identity: Identity | undefined;
}

/** Keeps the first of several ways to one file, and learns the digest of a Hugging Face blob from its name. */
async function withoutDuplicates(found: readonly FoundFile[], signal: AbortSignal | undefined): Promise<DistinctFile[]> {
    const distinct = new Map<string, DistinctFile>();
    for (const file of found) {
        throwIfCancelled(signal);
        const identity = await identify(file.path);
        // A link that leads nowhere is no model; the user's own setting is shown with what is wrong.
        if (identity === undefined && file.source !== "setting")
            continue;
        const key = identity?.real ?? file.path;
        const named = file.sha256 ?? (file.source === "huggingface" ? digestIn(key) : undefined);
        const before = distinct.get(key);
        if (before === undefined)
            distinct.set(key, {file: {...file, sha256: named}, identity});
        else if (before.file.sha256 === undefined && named !== undefined)
            distinct.set(key, {...before, file: {...before.file, sha256: named}});
    }
    return [...distinct.values()];
}

function digestIn(file: string): string | undefined {
    const name = path.basename(file);
    return path.basename(path.dirname(file)) === "blobs" && /^[0-9a-f]{64}$/u.test(name) ? name : undefined;
}

async function mapLimited<T, R>(items: readonly T[], limit: number, map: (item: T) => Promise<R>): Promise<R[]> {
    const results = new Array<R>(items.length);
    let next = 0;
    const work = async () => {
        for (let index = next++; index < items.length; index = next++) {
            const item = items[index] as T;
            results[index] = await map(item);
        }
    };
    await Promise.all(Array.from({length: Math.min(limit, items.length)}, work));
    return results;
}
