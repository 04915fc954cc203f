/** Imports a PEFT folder (Hugging Face's and every training tool's format) as a GGUF LoRA file in half precision. No Python, and never more than a piece in memory. */
import {randomBytes} from "node:crypto";
import {mkdir, open, rename, rm} from "node:fs/promises";
import path from "node:path";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import type {AdapterRecord} from "../../core/adapters/adapterInfo.js";
import {fileNameOf} from "../../core/adapters/fileName.js";
import {planImport, type ImportPlan} from "../../core/adapters/importPlan.js";
import type {ModelCard} from "../../core/adapters/modelCard.js";
import type {PeftConfig} from "../../core/adapters/peftConfig.js";
import {cancelledError, HearthError} from "../../core/errors.js";
import type {ModelShape} from "../../core/models/modelInfo.js";
import {convert} from "./convert.js";
import {inspectAdapterFile, type InspectedAdapter} from "./inspect.js";
import {isThere, type OpenFile} from "./openFile.js";
import {openPeftFolder, readCard, readConfig, withWeights} from "./peftFolder.js";
import {adapterRecordPath, writeAdapterRecord} from "./record.js";

export interface ImportOptions {
    /** Folder that the file is written to; made when it is not there. */
    readonly targetFolder: string;
    /** The model that the adapter was trained on: says which tensors there are, and how large. */
    readonly base: ModelShape;
    /** Of the base's file, for the record; lower-case hex. */
    readonly baseSha256?: string;
    /** What the adapter shall be called; by default as its folder. The file's name is made from it. */
    readonly name?: string;
    /** Replace an adapter of that name; otherwise that is an error. */
    readonly replace?: boolean;
    readonly signal?: AbortSignal;
    /** Called as the weights are read, 0..1, at most once per percent. */
    readonly onProgress?: (fraction: number) => void;
}

export interface ImportedAdapter {
    /** Absolute path of the GGUF file; its record lies beside it. */
    readonly file: string;
    readonly summary: InspectedAdapter;
    readonly record: AdapterRecord;
}

/**
 * Imports the adapter in `folder`. The file and its record appear only when they are whole and have passed the same checks as any other adapter file.
 * Throws a HearthError `adapter.*` whose sentence names the file and what to do, or `request.cancelled`; then nothing is left behind.
 */
export async function importPeft(folder: string, options: ImportOptions): Promise<ImportedAdapter> {
    const peft = await openPeftFolder(folder);
    const config = await readConfig(peft);
    const card = await readCard(peft);
    const name = options.name ?? path.basename(peft.real);
    const file = path.join(options.targetFolder, `${fileNameOf(name)}.gguf`);
    await makeFolder(options.targetFolder);
    await requireFree(file, options);
    const temporary = `${file}.${randomBytes(6).toString("hex")}.part`;
    try {
        await withWeights(peft, async (source, tensors) => {
            const plan = planImport(config, tensors, options.base, folder);
            await writeFile(temporary, source, plan, name, folder, options);
        });
        const summary = await inspectAdapterFile(temporary, {base: options.base, ...(options.signal === undefined ? {} : {signal: options.signal})});
        await requireFree(file, options);
        const record = recordOf(summary, name, folder, config, card, options);
        await put(temporary, file, record);
        return {file, summary, record};
    } finally {
        await rm(temporary, {force: true});
    }
}

async function makeFolder(folder: string): Promise<void> {
    try {
        await mkdir(folder, {recursive: true});
    } catch (error) {
        throw asWriteError(error, folder);
    }
}

async function writeFile(temporary: string, source: OpenFile, plan: ImportPlan, name: string, folder: string, options: ImportOptions): Promise<void> {
    const step = stepper(plan, options);
    try {
        const target = await open(temporary, "wx", 0o600);
        try {
            await convert({source, target, plan, name, path: folder, step});
            await target.sync();
        } finally {
            await target.close();
        }
    } catch (error) {
        throw asWriteError(error, options.targetFolder);
    }
}

/** Each weight is read twice: once to see how large it gets, once to convert it. */
function stepper({pairs}: ImportPlan, {signal, onProgress}: ImportOptions): (bytes: number) => void {
    const total = 2 * pairs.reduce((sum, {a, b}) => sum + a.source.bytes + b.source.bytes, 0);
    let done = 0;
    let reported = 0;
    return (bytes) => {
        if (signal?.aborted === true)
            throw cancelledError();
        done += bytes;
        const fraction = Math.min(1, done / total);
        if (fraction === 1 || fraction - reported >= 0.01) {
            reported = fraction;
            onProgress?.(fraction);
        }
    };
}

async function requireFree(file: string, {replace}: ImportOptions): Promise<void> {
    if (replace === true)
        return;
    for (const place of [file, adapterRecordPath(file)])
        if (await isThere(place))
            throw adapterErrors.exists(file);
}

/** Both or neither: a file without its record would pass for one that nothing is known of. */
async function put(temporary: string, file: string, record: AdapterRecord): Promise<void> {
    try {
        await rename(temporary, file);
    } catch (error) {
        throw asWriteError(error, file);
    }
    try {
        await writeAdapterRecord(file, record);
    } catch (error) {
        await rm(file, {force: true});
        throw error;
    }
}

function recordOf(summary: InspectedAdapter, name: string, folder: string, {baseName}: PeftConfig, card: ModelCard | undefined, {baseSha256}: ImportOptions): AdapterRecord {
    return {
        sha256: summary.sha256, name,
        base: {...(baseName === undefined ? {} : {name: baseName}), ...(baseSha256 === undefined ? {} : {sha256: baseSha256})},
        ...(card?.license === undefined ? {} : {license: card.license}),
        source: `imported from ${folder}`,
        ...(card === undefined || card.datasets.length === 0 ? {} : {trainingData: card.datasets.join(", ")})
    };
}

function asWriteError(error: unknown, place: string): unknown {
    return error instanceof Error && !(error instanceof HearthError) && "code" in error ? adapterErrors.cannotWrite(place, error.message) : error;
}
