/** Files for their owner alone. */
import {chmodSync, closeSync, openSync} from "node:fs";

/** Rights of folders that Hearth makes for what it keeps. */
export const privateFolder = 0o700;
const privateFile = 0o600;

/**
 * Makes a file that only its owner may read and write, or takes the others' rights away. SQLite gives its files beside a database the same rights, so it is called
 * before the database is opened. On Windows the rights are those of the folder.
 * @throws Error when it can't be made
 */
export function makePrivate(file: string): void {
    try {
        // A file that is there must not be opened here: closing it would end the locks that SQLite, elsewhere in this process, has on it.
        closeSync(openSync(file, "wx", privateFile));
    } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EEXIST"))
            throw error;
        chmodSync(file, privateFile);
    }
}
