/** A file's bytes as text worth indexing, or why they are not. */
import type {SkipReason} from "./types.js";

/** Larger files are data or generated. */
export const largestFile = 1_000_000;
/** A file whose lines are this long on average was not written by hand. */
const averageLine = 400;
/** Where most of a file stands in lines longer than this, it is minified or data. */
const longLine = 3_000;
/** So many bytes say whether a file is binary. */
const sniffed = 8_000;

/** LF only, without a byte order mark. */
export function textOf(bytes: Uint8Array): {readonly text: string} | {readonly skip: SkipReason} {
    const decoded = decode(bytes);
    if (decoded === undefined)
        return {skip: "binary"};
    const text = decoded.includes("\r") ? decoded.replaceAll(/\r\n?/g, "\n") : decoded;
    return isMinified(text) ? {skip: "minified"} : {text};
}

function decode(bytes: Uint8Array): string | undefined {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return new TextDecoder("utf-16le").decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return new TextDecoder("utf-16be").decode(bytes);
    if (bytes.subarray(0, sniffed).includes(0))
        return undefined;
    try {
        return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    } catch {
        // An old one-byte encoding: the letters beyond ASCII may be others, code is the same in all of them.
        return looksOneByte(bytes) ? new TextDecoder("windows-1252").decode(bytes) : undefined;
    }
}

/** Few control characters, as in text of any encoding. */
function looksOneByte(bytes: Uint8Array): boolean {
    const head = bytes.subarray(0, sniffed);
    const control = head.reduce((count, byte) => count + (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 ? 1 : 0), 0);
    return control <= head.length / 200;
}

/** The reference to a source map that compilers write at the end of their output (ECMA-426). */
const sourceMapReference = /\n\/\/[#@] sourceMappingURL=\S+\s*$/;

/**
 * Whether a compiler wrote this script: what it defines stands in its source, or in the declarations beside it, and would only be said twice.
 * Told from the text alone, so that it does not matter which other files come and go.
 */
export function isCompiled(languageId: string, text: string): boolean {
    return languageId.startsWith("javascript") && sourceMapReference.test(text.slice(-300));
}

export function isMinified(text: string): boolean {
    if (text.length < longLine)
        return false;
    let lines = 0, inLongLines = 0, start = 0;
    while (start <= text.length) {
        const found = text.indexOf("\n", start);
        const end = found < 0 ? text.length : found;
        lines++;
        if (end - start > longLine)
            inLongLines += end - start;
        start = end + 1;
    }
    return text.length / lines > averageLine || inLongLines > text.length / 2;
}
