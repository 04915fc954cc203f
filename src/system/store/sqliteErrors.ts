/** What went wrong with a database, from SQLite's primary result codes and from the file system's. */

const codes = {busy: 5, locked: 6, readOnly: 8, inputOutput: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26};

/** A newer version of Hearth made the database: it is left alone. */
export class NewerDatabase extends Error {}

/**
 * - `newer`: made by a newer version of Hearth.
 * - `full`: no space is left.
 * - `notWritten`: the system or another program keeps the file from being written.
 * - `other`: anything else.
 */
export type Fault = "newer" | "full" | "notWritten" | "other";

export function faultOf(error: unknown): Fault {
    if (error instanceof NewerDatabase)
        return "newer";
    if (isFull(error))
        return "full";
    return isBusy(error) || isBarred(error) ? "notWritten" : "other";
}

/** The database's file is damaged, or is none. */
export function isCorrupt(error: unknown): boolean {
    const code = codeOf(error);
    return code === codes.corrupt || code === codes.notADatabase;
}

/** Another connection has the database: it passes. */
export function isBusy(error: unknown): boolean {
    const code = codeOf(error);
    return code === codes.busy || code === codes.locked;
}

function isFull(error: unknown): boolean {
    return codeOf(error) === codes.full || (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT"));
}

function isBarred(error: unknown): boolean {
    const code = codeOf(error);
    // The file system's own errors come from making the folder or the file, and from setting one aside.
    return code === codes.readOnly || code === codes.inputOutput || code === codes.cannotOpen || (error instanceof Error && "syscall" in error);
}

function codeOf(error: unknown): number | undefined {
    // The low byte is the primary code, the rest says more.
    return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}
