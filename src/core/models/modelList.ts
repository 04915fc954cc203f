/** How the models on this machine are listed for a person: pure, so that the list can be tested without an editor. */
import {findKnownModel} from "./known.js";
import type {ModelCandidate, ModelSource} from "./modelInfo.js";

export interface ModelListEntry {
    readonly candidate: ModelCandidate;
    readonly label: string;
    /** Beside the label, so short: whether it is in use, quantization, size. */
    readonly description: string;
    /** Below the label: whether it fills in the middle, whose file it is, architecture, path; or why it can't be used. */
    readonly detail: string;
    /** True for the model in force. */
    readonly current: boolean;
    readonly usable: boolean;
}

export interface ModelListGroup {
    readonly title: string;
    readonly entries: readonly ModelListEntry[];
}

const sourceTitles: Readonly<Record<ModelSource, string>> = {
    setting: "Chosen in the settings", bundled: "Came with Hearth", hearth: "Hearth’s model folder", ollama: "Ollama", lmstudio: "LM Studio",
    huggingface: "Hugging Face cache", llamacpp: "llama.cpp cache"
};

/**
 * Groups ranked candidates by where they were found, keeping the rank within a group and between the groups' best; those that can't be used come
 * last, in a group of their own. `current` is the path of the model in force.
 */
export function groupModels(candidates: readonly ModelCandidate[], current: string | undefined): ModelListGroup[] {
    const groups = new Map<string, ModelListEntry[]>();
    const unusable: ModelListEntry[] = [];
    for (const candidate of candidates) {
        const entry = describeModel(candidate, candidate.path === current);
        if (!entry.usable) {
            unusable.push(entry);
            continue;
        }
        const title = sourceTitles[candidate.source];
        groups.set(title, [...groups.get(title) ?? [], entry]);
    }
    const usable = [...groups].map(([title, entries]) => ({title, entries}));
    return unusable.length === 0 ? usable : [...usable, {title: "Can’t be used", entries: unusable}];
}

function describeModel(candidate: ModelCandidate, current: boolean): ModelListEntry {
    const {summary, problem, path, label} = candidate;
    const description = join([current ? "in use" : undefined, summary?.quantization, candidate.bytes > 0 ? formatBytes(candidate.bytes) : undefined]);
    if (problem !== undefined)
        // A long path would push the reason out of sight.
        return {candidate, label, description, detail: problem.replaceAll(path, label), current, usable: false};
    const facts = summary === undefined ? [] : [middleFact(summary.fimFamily), publisherFact(candidate), summary.architecture];
    return {candidate, label, description, detail: join([...facts, path]), current, usable: true};
}

function join(facts: readonly (string | undefined)[]): string {
    return facts.filter((fact) => fact !== undefined).join(" · ");
}

function middleFact(family: string | undefined): string {
    return family === undefined ? "can’t fill in the middle" : "fills in the middle";
}

function publisherFact({publisher, sha256}: ModelCandidate): string {
    const madeFrom = findKnownModel(sha256)?.madeFrom;
    if (publisher !== undefined && madeFrom !== undefined)
        return `made by ${publisher} from ${madeFrom}’s file (SHA-256)`;
    return publisher === undefined ? "publisher not verified" : `${publisher}’s own file (SHA-256)`;
}

/** Bytes as people read them on a download page: `491 MB`, `1.1 GB`. */
export function formatBytes(bytes: number): string {
    if (bytes >= 1e9)
        return `${(bytes / 1e9).toFixed(1)} GB`;
    return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}
