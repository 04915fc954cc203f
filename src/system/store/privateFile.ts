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
    closeSync(openSync(file, "a", privateFile));
    chmodSync(file, privateFile);
}
