/** Opens the index's database: a version that fits, a damaged one set aside, and one process that writes. */
import {mkdirSync, renameSync, rmSync} from "node:fs";
import path from "node:path";
import type {DatabaseSync} from "node:sqlite";

import {textOfError} from "../../core/errors.js";
import {indexErrors} from "../../core/index/indexErrors.js";
import {makePrivate, privateFolder} from "../../system/store/privateFile.js";
import {schema, schemaVersion} from "./schema.js";
import {isCorrupt, isFull} from "./sqliteErrors.js";

export const databaseFile = "index.sqlite";
const lockFile = "lock.sqlite";
const quarantineFile = "damaged.sqlite";

type Sqlite = typeof import("node:sqlite");

/** @throws HearthError `index.noSqlite` where Node has none */
export async function loadSqlite(): Promise<Sqlite> {
    try {
        return await import("node:sqlite");
    } catch (error) {
        throw indexErrors.noSqlite(textOfError(error));
    }
}

export interface OpenDatabase {
    readonly database: DatabaseSync;
    /** The database that was there was damaged: it lies beside the new one. */
    readonly wasDamaged: boolean;
}

/**
 * Opens the database for writing, and makes it where there is none that fits.
 * @throws HearthError `index.diskFull`, `index.cannotStore`
 */
export function openForWriting(sqlite: Sqlite, folder: string): OpenDatabase {
    const file = path.join(folder, databaseFile);
    try {
        mkdirSync(folder, {recursive: true, mode: privateFolder});
        const opened = tryOpen(sqlite, file);
        if (opened !== "damaged" && opened !== "other")
            return {database: opened, wasDamaged: false};
        if (opened === "damaged")
            setAside(folder);
        else
            removeDatabase(folder);
        const made = tryOpen(sqlite, file);
        if (made === "damaged" || made === "other")
            throw indexErrors.cannotStore(folder, "a database made a moment ago can't be read");
        return {database: made, wasDamaged: opened === "damaged"};
    } catch (error) {
        throw storageError(error, folder);
    }
}

/** A second window's view of the database; undefined while there is none that fits. */
export function openForReading(sqlite: Sqlite, folder: string): DatabaseSync | undefined {
    try {
        const database = new sqlite.DatabaseSync(path.join(folder, databaseFile), {readOnly: true});
        if (versionOf(database) === schemaVersion)
            return database;
        database.close();
        return undefined;
    } catch {
        // The other window is just making it, or it is damaged, which that one finds out.
        return undefined;
    }
}

/** The right to write, which ends with this process however it ends; undefined while another process has it. */
export function takeLock(sqlite: Sqlite, folder: string): {release(): void} | undefined {
    let lock: DatabaseSync | undefined;
    try {
        mkdirSync(folder, {recursive: true, mode: privateFolder});
        lock = new sqlite.DatabaseSync(path.join(folder, lockFile), {timeout: 0});
        lock.exec("BEGIN EXCLUSIVE");
        const held = lock;
        return {release: () => held.close()};
    } catch (error) {
        lock?.close();
        if (/locked|busy/i.test(textOfError(error)))
            return undefined;
        throw storageError(error, folder);
    }
}

/** Puts the damaged database where a person can look at it; an earlier one goes. */
export function setAside(folder: string): void {
    rmSync(path.join(folder, quarantineFile), {force: true});
    renameSync(path.join(folder, databaseFile), path.join(folder, quarantineFile));
    removeDatabase(folder);
}

export function removeDatabase(folder: string): void {
    for (const suffix of ["", "-wal", "-shm", "-journal"])
        rmSync(path.join(folder, databaseFile + suffix), {force: true});
}

/** What went wrong with the storage, as a sentence for the user. */
export function storageError(error: unknown, folder: string): unknown {
    if (error instanceof Error && "remedy" in error)
        return error;
    return isFull(error) ? indexErrors.diskFull(folder) : indexErrors.cannotStore(folder, textOfError(error));
}

function tryOpen(sqlite: Sqlite, file: string): DatabaseSync | "damaged" | "other" {
    let database: DatabaseSync | undefined;
    try {
        makePrivate(file);
        database = new sqlite.DatabaseSync(file, {timeout: 2_000});
        const version = versionOf(database);
        const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"];
        if (tables === 0)
            create(database);
        else if (version !== schemaVersion) {
            database.close();
            return "other";
        }
        // A WAL survives every kill; synchronous=NORMAL can lose the last transactions when the power fails, never the database.
        database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=16000000");
        database.prepare("SELECT count(*) FROM files").get();
        database.prepare("SELECT rowid FROM words WHERE words MATCH 'index' LIMIT 1").get();
        return database;
    } catch (error) {
        database?.close();
        if (isCorrupt(error))
            return "damaged";
        throw error;
    }
}

function create(database: DatabaseSync): void {
    database.exec("PRAGMA page_size=8192; PRAGMA auto_vacuum=INCREMENTAL");
    database.exec(`BEGIN; ${schema} COMMIT`);
}

function versionOf(database: DatabaseSync): unknown {
    return database.prepare("PRAGMA user_version").get()?.["user_version"];
}
