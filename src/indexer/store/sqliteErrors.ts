/** What SQLite's errors mean for the index: their primary result codes. */

const codes = {corrupt: 11, full: 13, notADatabase: 26, inputOutput: 10};

/** The database's file is damaged, or is none. */
export function isCorrupt(error: unknown): boolean {
    const code = codeOf(error);
    return code === codes.corrupt || code === codes.notADatabase;
}

/** No space is left. Some file systems say so by a failed write. */
export function isFull(error: unknown): boolean {
    return codeOf(error) === codes.full || (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT"));
}

export function isStorageError(error: unknown): boolean {
    return codeOf(error) !== undefined;
}

function codeOf(error: unknown): number | undefined {
    // The low byte is the primary code, the rest says more.
    return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}
