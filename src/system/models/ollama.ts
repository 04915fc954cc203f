/** Ollama's store: `manifests/<registry>/<namespace>/<model>/<tag>` names, by digest, a file in `blobs`. */
import {readFile, stat} from "node:fs/promises";
import path from "node:path";

import {list, throwIfCancelled} from "./scan.js";

export interface OllamaModel {
    /** As `ollama list` shows it: `qwen2.5-coder:0.5b`, `someone/model:tag`, `hf.co/org/repo:Q4_K_M`. */
    readonly label: string;
    readonly path: string;
    /** Lower-case hex: the blob's name. */
    readonly sha256: string;
}

/** The layer that holds the weights. */
const modelMediaType = "application/vnd.ollama.image.model";
const mostModels = 500;

/** The models of the store at `folder`; an absent or unreadable store has none. Throws `request.cancelled` when aborted. */
export async function listOllamaModels(folder: string, signal?: AbortSignal): Promise<OllamaModel[]> {
    const models: OllamaModel[] = [];
    for (const names of await manifestNames(path.join(folder, "manifests"), signal)) {
        throwIfCancelled(signal);
        if (models.length >= mostModels)
            break;
        const sha256 = await weightsDigest(path.join(folder, "manifests", ...names));
        const blob = sha256 === undefined ? undefined : await blobPath(path.join(folder, "blobs"), sha256);
        if (sha256 !== undefined && blob !== undefined)
            models.push({label: labelOf(names), path: blob, sha256});
    }
    return models;
}

/** Registry, namespace, model and tag of each manifest. */
type ManifestName = readonly [registry: string, namespace: string, model: string, tag: string];

async function manifestNames(root: string, signal: AbortSignal | undefined): Promise<ManifestName[]> {
    const found: ManifestName[] = [];
    for (const registry of (await list(root)).folders)
        for (const namespace of (await list(path.join(root, registry))).folders)
            for (const model of (await list(path.join(root, registry, namespace))).folders) {
                throwIfCancelled(signal);
                for (const tag of (await list(path.join(root, registry, namespace, model))).files)
                    found.push([registry, namespace, model, tag]);
            }
    return found;
}

/** What Ollama itself leaves out of a name is left out here. */
function labelOf([registry, namespace, model, tag]: ManifestName): string {
    const name = `${model}:${tag}`;
    if (registry !== "registry.ollama.ai")
        return `${registry}/${namespace}/${name}`;
    return namespace === "library" ? name : `${namespace}/${name}`;
}

/** The digest of the manifest's weights, or undefined when the manifest is damaged or names none (a cloud model). */
async function weightsDigest(manifest: string): Promise<string | undefined> {
    try {
        const value: unknown = JSON.parse(await readFile(manifest, "utf8"));
        const layers = property(value, "layers");
        if (!Array.isArray(layers))
            return undefined;
        const weights = layers.find((layer: unknown) => property(layer, "mediaType") === modelMediaType) as unknown;
        const digest = property(weights, "digest");
        return typeof digest === "string" ? /^sha256[:-]([0-9a-f]{64})$/iu.exec(digest)?.[1]?.toLowerCase() : undefined;
    } catch (error) {
        if (error instanceof SyntaxError || (error instanceof Error && "code" in error))
            return undefined;
        throw error;
    }
}

/** The blob's file, by its present name or the one that older versions of Ollama gave it. */
async function blobPath(blobs: string, sha256: string): Promise<string | undefined> {
    for (const name of [`sha256-${sha256}`, `sha256:${sha256}`]) {
        const file = path.join(blobs, name);
        if (await exists(file))
            return file;
    }
    return undefined;
}

async function exists(file: string): Promise<boolean> {
    try {
        return (await stat(file)).isFile();
    } catch (error) {
        if (error instanceof Error && "code" in error)
            return false;
        throw error;
    }
}

function property(value: unknown, key: string): unknown {
    return typeof value === "object" && value !== null && key in value ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
