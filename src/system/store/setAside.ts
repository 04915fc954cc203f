/** Damaged databases are put beside the new one, under a name with the time: a person may want them recovered. */
import {existsSync, readdirSync, renameSync, rmSync, statSync} from "node:fs";
import path from "node:path";

/** What SQLite keeps in files beside a database. */
const companions = ["-wal", "-shm"] as const;
/** So many are kept, the newest: damage that comes back must not fill the disk. */
export const mostSetAside = 3;

/**
 * Moves a database with its companions; their rights stay as they are. Another database may then be made in its place.
 * @returns path of the database that was set aside
 * @throws Error when it can't be moved, on Windows also while another program has it open
 */
export function setAside(file: string, now: Date): string {
    const stamp = now.toISOString().slice(0, 19).replaceAll(":", "-");
    let aside = `${file}.damaged-${stamp}`;
    for (let i = 2; existsSync(aside); i++)
        aside = `${file}.damaged-${stamp}.${String(i)}`;
    renameSync(file, aside);
    for (const companion of companions) {
        if (existsSync(file + companion))
            renameSync(file + companion, aside + companion); // SQLite looks for it under the database's name
    }
    for (const old of allSetAside(file).slice(0, -mostSetAside))
        remove(old);
    return aside;
}

/**
 * Deletes databases that were set aside: they hold what was to be kept no longer.
 * @param before only those last changed before a time, in milliseconds since the epoch
 * @throws Error when one can't be deleted
 */
export function removeSetAside(file: string, before = Infinity): void {
    for (const old of allSetAside(file)) {
        const found = statSync(old, {throwIfNoEntry: false}); // another window may delete it just now
        if (found !== undefined && found.mtimeMs < before)
            remove(old);
    }
}

/** The oldest first. */
function allSetAside(file: string): string[] {
    const start = `${path.basename(file)}.damaged-`;
    return readdirSync(path.dirname(file)).filter((name) => name.startsWith(start) && !companions.some((each) => name.endsWith(each)))
        .sort((a, b) => a.localeCompare(b, "en", {numeric: true})).map((name) => path.join(path.dirname(file), name));
}

function remove(aside: string): void {
    for (const suffix of ["", ...companions])
        rmSync(aside + suffix, {force: true});
}
