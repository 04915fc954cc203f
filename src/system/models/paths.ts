/** Which texts name a file on this machine. */
import path from "node:path";

import {HearthError} from "../../core/errors.js";
import {modelErrors} from "../../core/models/modelErrors.js";

/** A scheme such as `https:`, `hf:` or `ollama:`; one letter is a Windows drive. */
const scheme = /^[a-z][a-z0-9+.-]+:/iu;

/** Throws `model.notFound` with a sentence unless `text` is an absolute path on a disk of this machine, as far as the text alone tells. */
export function requireLocalPath(text: string, platform: NodeJS.Platform): void {
    const paths = platform === "win32" ? path.win32 : path.posix;
    if (scheme.test(text) || text.includes("\0") || !paths.isAbsolute(text))
        throw modelErrors.notLocal(text.replaceAll("\0", "?"));
    // \\server\share, //server/share and \\?\UNC\server\share; \\?\C:\ is a long local path. A path without its drive is ambiguous.
    if (platform === "win32" && /^[\\/]{2}(?![?.][\\/][a-z]:[\\/])/iu.test(text))
        throw modelErrors.onNetwork(text);
    if (platform === "win32" && /^[\\/](?![\\/])/u.test(text))
        throw modelErrors.notLocal(text);
}

/** True when {@link requireLocalPath} has nothing against `text`: then looking there touches no network, as far as the text alone tells. */
export function isLocalPath(text: string, platform: NodeJS.Platform): boolean {
    try {
        requireLocalPath(text, platform);
        return true;
    } catch (error) {
        if (error instanceof HearthError)
            return false;
        throw error;
    }
}
