/** Turns a file that was found into a model that can be offered: reads its header, once per state of the file. */
import {realpath, stat} from "node:fs/promises";

import {asHearthError, type ErrorCode} from "../../core/errors.js";
import {isNoLanguageModel, requireRunnable} from "../../core/models/architectures.js";
import {findKnownModel} from "../../core/models/known.js";
import type {GgufSummary, ModelCandidate, ModelSource} from "../../core/models/modelInfo.js";
import {readModelHeader} from "./inspect.js";
import {isLocalPath} from "./paths.js";
import {readModelRecord} from "./record.js";

/** A file that may be a model. */
export interface FoundFile {
    readonly path: string;
    readonly label: string;
    readonly source: ModelSource;
    /** Lower-case hex, when the place itself tells (a blob named by its digest). */
    readonly sha256?: string | undefined;
}

export interface Identity {
    /** Resolved through links: the same for two ways to one file. */
    readonly real: string;
    readonly bytes: number;
    readonly modified: number;
}

type Reading = {readonly summary: GgufSummary} | {readonly problem: string};

/** What headers said, by real path, size and time. Enough for any machine's models; the oldest go first. */
const readings = new Map<string, Reading>();
const mostReadings = 1000;

/** Problems that lie in the bytes of this one file, and stay until it changes. */
const lasting: ReadonlySet<ErrorCode> = new Set(["model.notGguf", "model.badHeader", "model.unsupportedVersion"]);

/** Which file `file` is, or undefined when there is none, or none on this machine (which is not asked further). */
export async function identify(file: string): Promise<Identity | undefined> {
    if (!isLocalPath(file, process.platform))
        return undefined;
    try {
        const real = await realpath(file);
        const {size, mtimeMs} = await stat(real);
        return {real, bytes: size, modified: mtimeMs};
    } catch (error) {
        if (error instanceof Error && "code" in error)
            return undefined;
        throw error;
    }
}

/**
 * The candidate for a found file. Undefined for what no user would choose (adapters, projectors, embedding models) unless the user named it in the
 * settings: then its `problem` says what is wrong, as it does for a file that is damaged or that the engine can't run.
 */
export async function candidateOf(
    found: FoundFile, identity: Identity | undefined, log?: (sentence: string) => void
): Promise<ModelCandidate | undefined> {
    const reading = await readingOf(found.path, identity);
    const summary = "summary" in reading ? reading.summary : undefined;
    if (summary !== undefined && found.source !== "setting" && isNoLanguageModel(summary))
        return undefined;
    const sha256 = found.sha256 ?? (identity === undefined ? undefined : (await readModelRecord(found.path, log))?.sha256);
    return {
        path: found.path, label: found.label, source: found.source, bytes: summary?.fileBytes ?? identity?.bytes ?? 0,
        summary, problem: "problem" in reading ? reading.problem : runProblem(reading.summary, found.path),
        sha256, publisher: findKnownModel(sha256)?.publisher
    };
}

async function readingOf(file: string, identity: Identity | undefined): Promise<Reading> {
    const key = identity === undefined ? undefined : `${identity.real}\n${identity.bytes}\n${identity.modified}`;
    const before = key === undefined ? undefined : readings.get(key);
    if (before !== undefined)
        return before;
    try {
        return remember(key, {summary: await readModelHeader(file)});
    } catch (error) {
        const {code, message} = asHearthError(error, "model.unreadable");
        return remember(lasting.has(code) ? key : undefined, {problem: message});
    }
}

function remember(key: string | undefined, reading: Reading): Reading {
    if (key === undefined)
        return reading;
    readings.set(key, reading);
    const [oldest] = readings.keys();
    if (readings.size > mostReadings && oldest !== undefined)
        readings.delete(oldest);
    return reading;
}

function runProblem(summary: GgufSummary, file: string): string | undefined {
    try {
        requireRunnable(summary, file);
        return undefined;
    } catch (error) {
        return asHearthError(error).message;
    }
}
