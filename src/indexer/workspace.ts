/** A workspace's index: brought up to date at the start, kept so by what changes, searched meanwhile. One job at a time; what comes during it waits. */
import path from "node:path";

import {asHearthError} from "../core/errors.js";
import {indexErrors} from "../core/index/indexErrors.js";
import type {IndexerState, IndexStats} from "../core/index/state.js";
import type {OpenIndexParams} from "../protocol/indexMessages.js";
import {lookAtAll} from "./changes.js";
import {CurrentText} from "./currentText.js";
import {IndexedFolder} from "./folder.js";
import type {ReadPool} from "./read/pool.js";
import {removeDatabase, setAside, storageError, takeLock} from "./store/database.js";
import {isCorrupt, isStorageError} from "./store/sqliteErrors.js";
import {openStore, type Sqlite, type Store} from "./store/store.js";
import {StateTeller} from "./teller.js";
import {type Candidate, many, Updater} from "./updater.js";
import {walk} from "./walk.js";

export interface WorkspaceOptions {
    readonly sqlite: Sqlite;
    readonly pool: ReadPool;
    readonly onState: (state: IndexerState) => void;
    /** Gets a sentence that a person should see. */
    readonly onNotice: (message: string) => void;
    readonly log: (level: "error" | "warn" | "info" | "debug", message: string) => void;
}

/** How often a second window asks whether it may take over. */
const takeOverMs = 3_000;
/** After so many such questions it looks which files the index has now. */
const roundsBeforeLook = 10;

export class WorkspaceIndex {
    readonly #options: WorkspaceOptions;
    readonly #params: OpenIndexParams;
    #store: Store | undefined;
    #folders: IndexedFolder[] = [];
    /** Folders to be walked. */
    readonly #toWalk = new Set<IndexedFolder>();
    /** Absolute paths that changed on disk, and those of documents whose text changed. */
    #changed = new Set<string>();
    #typed = new Set<string>();
    /** Texts of open documents that differ from their files, by absolute path. */
    readonly #documents = new Map<string, string>();
    /** What searches show of files. */
    readonly text = new CurrentText((file) => this.#documents.get(file));
    #running = false;
    #disposed = false;
    #controller = new AbortController();
    #timer: NodeJS.Timeout | undefined;
    #settled: (() => void)[] = [];
    #failure: unknown;
    readonly #tell: StateTeller;

    constructor(params: OpenIndexParams, options: WorkspaceOptions) {
        this.#params = params;
        this.#options = options;
        this.#tell = new StateTeller(params.storage, options.onState);
    }

    get store(): Store | undefined {
        return this.#store;
    }

    get folders(): readonly IndexedFolder[] {
        return this.#folders;
    }

    start(): void {
        this.#options.onState({kind: "starting"});
        this.#attempt(() => this.#open());
    }

    /** Files or folders that came, changed or went. */
    filesChanged(paths: readonly string[]): void {
        for (const file of paths)
            this.#changed.add(path.normalize(file));
        this.#wake();
    }

    /** An open document's text; undefined when its file has it. */
    documentChanged(file: string, text: string | undefined): void {
        const normal = path.normalize(file);
        if (text === undefined)
            this.#documents.delete(normal);
        else
            this.#documents.set(normal, text);
        this.#typed.add(normal);
        this.#wake();
    }

    /** Resolves when all that was told before is in the index, or can't be. */
    async settled(): Promise<IndexStats> {
        if (this.#running)
            await new Promise<void>((resolve) => this.#settled.push(resolve));
        return this.#tell.stats(this.#store);
    }

    /** Makes the index anew. A second window leaves that to the first. */
    async rebuild(): Promise<void> {
        this.#controller.abort();
        await this.settled();
        if (this.#disposed)
            return;
        this.#attempt(() => {
            const isWriter = this.#store?.isWriter !== false;
            this.#close();
            if (isWriter)
                removeDatabase(this.#params.storage);
            this.#open();
        });
    }

    /** Stops the walk or the reading under way; changes are followed as before. */
    async pause(): Promise<void> {
        this.#toWalk.clear();
        this.#controller.abort();
        await this.settled();
        this.#tell.paused(this.#store);
    }

    /** Vectors have come; `now`: there are no more to come. */
    vectorsChanged(now: boolean): void {
        if (!this.#running)
            this.#tell.countsChanged(this.#store, now);
    }

    dispose(): void {
        this.#disposed = true;
        this.#controller.abort();
        this.#close();
    }

    #open(): void {
        const {storage, folders, exclude, enter = []} = this.#params;
        const store = openStore(this.#options.sqlite, storage);
        this.#store = store;
        this.#failure = undefined;
        this.#folders = (store?.foldersFor(folders.map((folder) => folder.path)) ?? []).map(({id, path: root}) => new IndexedFolder(id, root, exclude, enter));
        for (const folder of this.#folders)
            store?.fillPaths(folder.id, folder.paths);
        if (store?.isWriter !== true) {
            this.#follow(0);
            this.#tell.ready(this.#store);
            return;
        }
        if (store.wasDamaged)
            this.#tellDamaged();
        if (this.#params.vectors !== true)
            store.dropVectors();
        for (const folder of this.#folders)
            this.#toWalk.add(folder);
        this.#wake();
    }

    /** Asks again and again whether the window that writes the index is gone, and now and then looks at what it has written. */
    #follow(round: number): void {
        this.#timer = setTimeout(() => this.#attempt(() => {
            const lock = takeLock(this.#options.sqlite, this.#params.storage);
            lock?.release();
            if (lock === undefined && this.#store !== undefined && round < roundsBeforeLook) {
                this.#follow(round + 1);
                return;
            }
            this.#close();
            this.#open();
        }), takeOverMs);
    }

    #close(): void {
        clearTimeout(this.#timer);
        // A job may have begun since the last one was ended: it must not go on with a store that is closed.
        this.#controller.abort();
        this.#store?.close();
        this.#store = undefined;
        this.#folders = [];
        this.#toWalk.clear();
    }

    #wake(): void {
        if (!this.#running && !this.#disposed && this.#store?.isWriter === true)
            void this.#run();
    }

    get #hasWork(): boolean {
        return this.#toWalk.size > 0 || this.#changed.size > 0 || this.#typed.size > 0;
    }

    async #run(): Promise<void> {
        this.#running = true;
        this.#controller = new AbortController();
        const {signal} = this.#controller;
        try {
            while (this.#store?.isWriter === true && !signal.aborted && this.#hasWork) {
                const [folder] = this.#toWalk;
                await (folder === undefined ? this.#applyChanges(signal) : this.#walk(folder, signal));
                this.#tell.noteUpdate();
            }
            if (!signal.aborted)
                this.#tell.ready(this.#store);
        } catch (error) {
            if (!signal.aborted) {
                if (!isCorrupt(error))
                    this.#refillPaths();
                this.#failed(error);
            }
        } finally {
            this.#running = false;
            for (const resolve of this.#settled.splice(0))
                resolve();
        }
        // A job that was ended may have left some for the next.
        if (this.#failure === undefined && this.#hasWork)
            this.#wake();
    }

    async #walk(folder: IndexedFolder, signal: AbortSignal): Promise<void> {
        const store = this.#writable();
        this.#tell.progress(this.#store, 0, undefined, true);
        folder.rules.reset();
        const walked = await walk(folder.root, "", folder.rules, signal);
        const known = new Map(store.reader.files(folder.id).map((file) => [file.path, file]));
        const updater = this.#updater(store);
        await updater.applyConfig(folder, walked.map((file) => file.path), signal);
        const here = new Set(walked.map((file) => file.path));
        updater.remove(folder, [...known.keys()].filter((file) => !here.has(file) && !this.#documents.has(folder.absolute(file))));
        const candidates = walked.flatMap(({path: file, size, mtime}): Candidate[] => {
            const before = known.get(file);
            const text = this.#documents.get(folder.absolute(file));
            return text === undefined && before?.size === size && before.mtime === mtime && before.skip !== "unreadable" ? [] : [{folder, path: file, size, mtime: text === undefined ? mtime : -1, text, known: before}];
        });
        this.#tell.progress(this.#store, 0, candidates.length, true);
        await updater.update(candidates, signal, (done) => this.#tell.progress(this.#store, done, candidates.length));
        await updater.leadPending(folder, signal);
        this.#toWalk.delete(folder);
        for (const file of this.#documents.keys())
            this.#typed.add(file);
        if (candidates.length > many)
            await store.tidy(signal);
        this.#options.log("info", `Index of ${folder.root}: ${String(walked.length)} files, ${String(candidates.length)} of them read.`);
    }

    async #applyChanges(signal: AbortSignal): Promise<void> {
        const store = this.#writable();
        const onDisk = this.#changed, files = new Set([...onDisk, ...this.#typed]);
        this.#changed = new Set();
        this.#typed = new Set();
        const updater = this.#updater(store);
        const {candidates, configs, toWalk} = await lookAtAll({files, onDisk, folders: this.#folders, documents: this.#documents, store, updater, signal});
        for (const folder of toWalk)
            this.#toWalk.add(folder);
        if (candidates.length > many)
            this.#tell.progress(this.#store, 0, candidates.length, true);
        await updater.update(candidates, signal, (done) => {
            if (candidates.length > many)
                this.#tell.progress(this.#store, done, candidates.length);
        });
        for (const folder of this.#folders)
            await (configs.has(folder) ? updater.applyConfig(folder, folder.paths.below(""), signal) : updater.leadPending(folder, signal));
    }

    /** A transaction that failed has left the paths in memory ahead of the database. */
    #refillPaths(): void {
        this.#attempt(() => {
            for (const folder of this.#folders)
                this.#store?.fillPaths(folder.id, folder.paths);
        });
    }

    #writable(): Store {
        if (this.#store?.isWriter !== true)
            throw indexErrors.notReady();
        return this.#store;
    }

    #updater(store: Store): Updater {
        return new Updater(store.reader, store.writer, this.#options.pool, this.#folders);
    }

    /** Does what may find the storage unusable, and says so. */
    #attempt(work: () => void): void {
        try {
            work();
        } catch (error) {
            this.#failed(error);
        }
    }

    /** A damaged database is made anew once; anything else ends the work until the user does something. */
    #failed(error: unknown): void {
        if (this.#disposed)
            return;
        const {storage} = this.#params;
        if (isCorrupt(error) && !isCorrupt(this.#failure)) {
            this.#failure = error;
            this.#close();
            this.#attempt(() => {
                setAside(storage);
                this.#open();
                this.#tellDamaged();
            });
            return;
        }
        this.#failure = error;
        const known = asHearthError(isStorageError(error) ? storageError(error, storage) : error);
        this.#options.log("error", `Index: ${known.inFull}`);
        this.#options.onState({kind: "failed", error: known.toData()});
    }

    /** For searches: they too can meet a damaged database. */
    report(error: unknown): void {
        if (isCorrupt(error))
            this.#failed(error);
    }

    #tellDamaged(): void {
        this.#options.onNotice("Hearth's index was damaged and is being made anew. The damaged file is kept beside it, in the extension's storage, as damaged.sqlite.");
    }
}
