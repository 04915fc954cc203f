/** A file, or an open document's text, to what the index keeps of it. */
import {closeSync, constants, fstatSync, openSync, readSync} from "node:fs";

import {digestOf} from "../../core/index/digest.js";
import {isCompiled, isMinified, largestFile, textOf} from "../../core/index/fileText.js";
import {isNeverIndexed, languageOf} from "../../core/index/languages.js";
import {holdsSecret, isSecretPath} from "../../core/index/secrets.js";
import type {SkipReason} from "../../core/index/types.js";
import type {Outliner} from "../../syntax/outline.js";
import {hashOf} from "./hash.js";
import type {ReadResult, ReadTask} from "./messages.js";

/** Windows has no such flag, and no pipes among the files. */
const nonBlocking = "O_NONBLOCK" in constants ? constants.O_NONBLOCK : 0;

/** Never rejects: what can't be read is skipped. */
export async function read(task: ReadTask, outliner: Outliner): Promise<ReadResult> {
    // By its name alone: not even opened.
    if (isSecretPath(task.path))
        return {kind: "skipped", why: "secret", hash: ""};
    if (isNeverIndexed(task.path))
        return {kind: "skipped", why: "binary", hash: ""};
    const found = task.text === undefined ? fromDisk(task.file) : fromDocument(task.text);
    if (found === "gone")
        return {kind: "gone"};
    if ("skip" in found)
        return {kind: "skipped", why: found.skip, hash: found.hash};
    if (found.hash === task.knownHash)
        return {kind: "same"};
    if (holdsSecret(found.text))
        return {kind: "skipped", why: "secret", hash: found.hash};
    const languageId = task.languageId ?? languageOf(task.path);
    const outline = isCompiled(languageId, found.text) ? undefined : await outliner.outline(languageId, found.text);
    return {kind: "digest", hash: found.hash, languageId, digest: digestOf(task.path, languageId, found.text, outline, task.outlineOnly !== true)};
}

type Found = {readonly text: string; readonly hash: string} | {readonly skip: SkipReason; readonly hash: string};

function fromDocument(text: string): Found {
    const hash = hashOf(text);
    if (text.length > largestFile)
        return {skip: "tooLarge", hash};
    return isMinified(text) ? {skip: "minified", hash} : {text, hash};
}

/** Opened without waiting (a pipe would wait for ever), and read once. */
function fromDisk(file: string): Found | "gone" {
    let descriptor: number | undefined;
    try {
        descriptor = openSync(file, constants.O_RDONLY | nonBlocking);
        const stat = fstatSync(descriptor);
        if (!stat.isFile())
            return "gone";
        if (stat.size > largestFile)
            return {skip: "tooLarge", hash: ""};
        const bytes = Buffer.allocUnsafe(stat.size);
        let length = 0;
        for (let read = -1; read !== 0 && length < bytes.length; length += read)
            read = readSync(descriptor, bytes, length, bytes.length - length, null);
        const found = textOf(bytes.subarray(0, length));
        return "skip" in found ? {skip: found.skip, hash: ""} : {text: found.text, hash: hashOf(found.text)};
    } catch (error) {
        const code = error instanceof Error && "code" in error ? error.code : undefined;
        return code === "ENOENT" || code === "ENOTDIR" ? "gone" : {skip: "unreadable", hash: ""};
    } finally {
        if (descriptor !== undefined)
            closeSync(descriptor);
    }
}
