/** The open database: to write, where this process has the right to, or to read what another window writes. */
import {setImmediate as nextTurn} from "node:timers/promises";
import type {DatabaseSync} from "node:sqlite";

import {openForReading, openForWriting, takeLock} from "./database.js";
import type {FolderPaths} from "./folderPaths.js";
import {Reader} from "./reader.js";
import {VectorTable} from "./vectors.js";
import {Writer} from "./writer.js";

export type Sqlite = typeof import("node:sqlite");

/** Pages that one step of tidying merges: some milliseconds. */
const mergePages = 300;

export class Store {
    readonly reader: Reader;
    readonly vectors: VectorTable;
    readonly isWriter: boolean;
    readonly wasDamaged: boolean;
    readonly #database: DatabaseSync;
    readonly #lock: {release(): void} | undefined;
    #writer: Writer | undefined;

    constructor(database: DatabaseSync, lock: {release(): void} | undefined, wasDamaged: boolean) {
        this.#database = database;
        this.#lock = lock;
        this.isWriter = lock !== undefined;
        this.wasDamaged = wasDamaged;
        this.vectors = new VectorTable(database);
        this.reader = new Reader(database, this.vectors);
    }

    get writer(): Writer {
        this.#writer ??= new Writer(this.#database, this.vectors);
        return this.#writer;
    }

    /** The folders' ids; as a writer, adds those that are new and removes those that the workspace no longer has, with their files. */
    foldersFor(paths: readonly string[]): {readonly id: number; readonly path: string}[] {
        if (this.isWriter) {
            this.writer.transaction(() => {
                for (const folder of this.reader.folders().filter(({path}) => !paths.includes(path)))
                    this.writer.removeFolder(folder.id, this.reader.files(folder.id).map(({id}) => id));
                for (const path of paths)
                    this.#database.prepare("INSERT OR IGNORE INTO folders(path) VALUES(?)").run(path);
            });
        }
        return this.reader.folders().filter(({path}) => paths.includes(path));
    }

    fillPaths(folder: number, paths: FolderPaths): void {
        paths.clear();
        for (const {id, path, skip} of this.reader.files(folder))
            paths.set(path, id, skip === undefined);
    }

    /** Vectors are not wanted any more. */
    dropVectors(): void {
        if (this.vectors.model === undefined)
            return;
        this.writer.transaction(() => this.vectors.use(undefined));
        this.#database.exec("PRAGMA incremental_vacuum");
    }

    /** Merges what many transactions have left in parts, and gives free space back; ends early when asked to. */
    async tidy(signal: AbortSignal): Promise<void> {
        const merge = this.#database.prepare("INSERT INTO words(words, rank) VALUES('merge', ?)");
        const changes = this.#database.prepare("SELECT total_changes() AS n");
        const total = () => Number(changes.get()?.["n"] ?? 0);
        merge.run(-mergePages);
        let worked = true;
        while (worked && !signal.aborted) {
            const before = total();
            merge.run(mergePages);
            // SQLite counts the command itself.
            worked = total() - before >= 2;
            await nextTurn();
        }
        this.#database.exec("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    close(): void {
        this.#database.close();
        this.#lock?.release();
    }
}

/** Undefined where another process is just making the database. @throws HearthError `index.diskFull`, `index.cannotStore` */
export function openStore(sqlite: Sqlite, folder: string): Store | undefined {
    const lock = takeLock(sqlite, folder);
    if (lock === undefined) {
        const database = openForReading(sqlite, folder);
        return database && new Store(database, undefined, false);
    }
    try {
        const {database, wasDamaged} = openForWriting(sqlite, folder);
        return new Store(database, lock, wasDamaged);
    } catch (error) {
        lock.release();
        throw error;
    }
}
