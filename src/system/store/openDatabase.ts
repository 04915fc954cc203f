/** Opens a database of what can't be rebuilt: checked, a damaged one set aside, several windows at once. Synchronous: lives in a thread. */
import {DatabaseSync} from "node:sqlite";

import {makePrivate} from "./privateFile.js";
import {setAside} from "./setAside.js";
import {isBusy, isCorrupt, NewerDatabase} from "./sqliteErrors.js";
import {transaction} from "./transaction.js";

/** What a database is made of. */
export interface Design {
    /** Raised with each change of the tables; kept as user_version. */
    readonly version: number;
    /** Makes what is not there yet. */
    readonly schema: string;
    /** Reads every column that is used: fails where one is missing. */
    readonly probes: readonly string[];
}

/** How it is opened. */
export interface Opening {
    /** The database was damaged and lies there now; a new one is in its place. */
    readonly onSetAside?: (aside: string) => void;
    /** Damage was met while it was used: look for it more closely. */
    readonly suspected?: boolean;
}

/** So long a window waits for the write of another; also for one that puts a damaged database aside. */
const waitMs = 5_000;
const pauseMs = 20;

/**
 * Opens a database, and makes it where there is none or a damaged one.
 * @throws NewerDatabase; Error from SQLite or from the file system when it can't be opened or made
 */
export function openDatabase(file: string, design: Design, {onSetAside, suspected = false}: Opening = {}): DatabaseSync {
    const opened = patiently(() => tryOpen(file, design, suspected));
    if (opened !== "damaged")
        return opened;
    return alone(file, () => {
        // Another window may have met the damage as well, and made a new one by now.
        const again = patiently(() => tryOpen(file, design, suspected));
        if (again !== "damaged")
            return again;
        onSetAside?.(setAside(file, new Date()));
        const made = patiently(() => tryOpen(file, design, false));
        if (made === "damaged")
            throw new Error("a database made a moment ago can't be read");
        return made;
    });
}

function tryOpen(file: string, design: Design, suspected: boolean): DatabaseSync | "damaged" {
    makePrivate(file);
    const db = new DatabaseSync(file, {enableForeignKeyConstraints: true, timeout: waitMs});
    try {
        const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"]);
        if (version > design.version)
            throw new NewerDatabase(`version ${String(version)}, this Hearth knows ${String(design.version)}`);
        if (!isSound(db, suspected)) {
            db.close();
            return "damaged";
        }
        // FULL: what was answered must be there after a power cut, for it can't be made again.
        db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
        if (version < design.version)
            transaction(db, () => db.exec(`${design.schema}; PRAGMA user_version = ${String(design.version)}`));
        if (hasAll(db, design))
            return db;
        db.close();
        return "damaged";
    } catch (error) {
        if (db.isOpen)
            db.close();
        if (isCorrupt(error))
            return "damaged";
        throw error;
    }
}

/**
 * Checked at every opening, not only after an unclean end (which a -wal file would tell): a copy that broke off, a restored backup or a dying disk leave no such mark,
 * and a damaged tree that is written to gets worse. It costs half a millisecond for each megabyte, in a thread that nobody waits for but the first question.
 */
function isSound(db: DatabaseSync, suspected: boolean): boolean {
    const check = suspected ? "integrity_check" : "quick_check";
    return db.prepare(`PRAGMA ${check}(1)`).get()?.[check] === "ok";
}

/** A sound database can still be another one, or have lost its tables. */
function hasAll(db: DatabaseSync, {probes}: Design): boolean {
    try {
        for (const probe of probes)
            db.prepare(probe).get();
        return true;
    } catch (error) {
        if (isCorrupt(error) || (error instanceof Error && error.message.startsWith("no such ")))
            return false;
        throw error;
    }
}

/** Only one window at a time sets a database aside: otherwise the second would set aside what the first has just made. Ends with the process, however it ends. */
function alone<T>(file: string, work: () => T): T {
    const lockFile = `${file}.lock`;
    makePrivate(lockFile);
    const lock = new DatabaseSync(lockFile, {timeout: 2 * waitMs});
    try {
        lock.exec("BEGIN EXCLUSIVE");
        return work();
    } finally {
        lock.close();
    }
}

/** SQLite does not wait by itself where two connections make the same new database a WAL one. */
function patiently<T>(work: () => T): T {
    for (const until = Date.now() + waitMs; ;) {
        try {
            return work();
        } catch (error) {
            if (!isBusy(error) || Date.now() > until)
                throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
        }
    }
}
