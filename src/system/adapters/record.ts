/** The record beside an adapter file: `NAME.hearth.json` for `NAME.gguf`. */
import {randomBytes} from "node:crypto";
import {open, readFile, rename, rm, stat} from "node:fs/promises";
import path from "node:path";

import {textOfError} from "../../core/errors.js";
import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import type {AdapterRecord} from "../../core/adapters/adapterInfo.js";
import {parseAdapterRecord} from "../../core/adapters/adapterRecord.js";

/** A record is a page of text; a larger file under its name is something else. */
const mostRecordBytes = 256 * 1024;

/** Where the record of the adapter at `file` lies. */
export function adapterRecordPath(file: string): string {
    const extension = path.extname(file);
    return `${extension.toLowerCase() === ".gguf" ? file.slice(0, -extension.length) : file}.hearth.json`;
}

/**
 * The record of the adapter at `file`, or undefined when there is none. One that can't be read or makes no sense counts as none; `log` gets the sentence
 * that says so. It is only as true as whoever wrote it: what it says of the file's SHA-256 is for the caller to hold against the file. Never throws.
 */
export async function readAdapterRecord(file: string, log: (sentence: string) => void = console.warn): Promise<AdapterRecord | undefined> {
    const recordPath = adapterRecordPath(file);
    let text: string;
    try {
        const {size} = await stat(recordPath);
        if (size > mostRecordBytes) {
            log(`The adapter record ${recordPath} has ${size} bytes, more than a record can have, and is ignored.`);
            return undefined;
        }
        text = await readFile(recordPath, "utf8");
    } catch (error) {
        if (!isMissing(error))
            log(`The adapter record ${recordPath} can't be read and is ignored: ${String(error)}`);
        return undefined;
    }
    const record = parseAdapterRecord(text);
    if (record === undefined)
        log(`The adapter record ${recordPath} is damaged and is ignored; importing the adapter again writes it anew.`);
    return record;
}

/** Writes the record of the adapter at `file`, whole or not at all. Throws `adapter.cannotWrite`. */
export async function writeAdapterRecord(file: string, record: AdapterRecord): Promise<void> {
    const recordPath = adapterRecordPath(file);
    const temporary = `${recordPath}.${randomBytes(6).toString("hex")}.part`;
    try {
        await writeWhole(temporary, `${JSON.stringify(record, null, 4)}\n`);
        await rename(temporary, recordPath).catch(async (error: unknown) => {
            await rm(temporary, {force: true});
            throw error;
        });
    } catch (error) {
        throw adapterErrors.cannotWrite(recordPath, textOfError(error));
    }
}

/** A new file with that text on the disk, or none. */
async function writeWhole(file: string, text: string): Promise<void> {
    const handle = await open(file, "wx", 0o600);
    try {
        await handle.writeFile(text, "utf8");
        await handle.sync();
    } catch (error) {
        await rm(file, {force: true});
        throw error;
    } finally {
        await handle.close();
    }
}

function isMissing(error: unknown): boolean {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
