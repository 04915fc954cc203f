/** Brings files into the database: reads them with the threads, writes them in transactions, and leads imports to what came and went. */
import {createHash} from "node:crypto";
import {setImmediate as nextTurn} from "node:timers/promises";

import {resolveBases, basesOf, stemOf, stemsOfFile} from "../core/index/resolve.js";
import type {IndexedFolder} from "./folder.js";
import type {ReadTask} from "./read/messages.js";
import type {ReadPool} from "./read/pool.js";
import type {KnownFile, Reader, StoredImport} from "./store/reader.js";
import {languageOf} from "../core/index/languages.js";
import type {Writer} from "./store/writer.js";
import {Batch, batchSize, type Done, largeBatchSize} from "./batch.js";

/** A file to look at. */
export interface Candidate {
    readonly folder: IndexedFolder;
    readonly path: string;
    readonly size: number;
    /** -1 for an open document's text. */
    readonly mtime: number;
    /** Of an open document. */
    readonly text: string | undefined;
    readonly known: KnownFile | undefined;
}

/** More files than this at once are a first run or another branch: their imports are led once, when all have come, instead of after each transaction. */
export const many = 500;
/** In place of the hash of the configuration that imports were led by. */
const pending = "";
/** So many imports are led before who searches gets its turn. */
const importsAtOnce = 2_000;

export class Updater {
    readonly #reader: Reader;
    readonly #writer: Writer;
    readonly #pool: ReadPool;
    readonly #folders: readonly IndexedFolder[];

    constructor(reader: Reader, writer: Writer, pool: ReadPool, folders: readonly IndexedFolder[]) {
        this.#reader = reader;
        this.#writer = writer;
        this.#pool = pool;
        this.#folders = folders;
    }

    /**
     * Looks at files and writes what changed, each as it has been read, so that neither the threads nor a search waits for a whole batch. Of {@link many} the
     * imports are left to {@link leadPending}. `onProgress` gets the number of files dealt with. @throws AbortError of `signal`, and what SQLite throws
     */
    async update(candidates: readonly Candidate[], signal: AbortSignal, onProgress: (done: number) => void): Promise<void> {
        const isMany = candidates.length > many;
        if (isMany)
            this.#leaveImports(candidates);
        const redirect = isMany ? () => undefined : this.#redirect.bind(this);
        const batch = new Batch((each, stems) => this.#put(each, stems), redirect, this.#writer, onProgress, isMany ? largeBatchSize : batchSize);
        const inFlight = new Set<Promise<void>>();
        const arrived: Done[] = [];
        try {
            for (const candidate of candidates) {
                const reading: Promise<void> = this.#pool.read(taskOf(candidate), candidates.length < 10).then((result) => {
                    arrived.push({candidate, result});
                    inFlight.delete(reading);
                });
                inFlight.add(reading);
                if (inFlight.size >= this.#pool.appetite)
                    await Promise.race(inFlight);
                signal.throwIfAborted();
                batch.add(arrived.splice(0));
            }
            while (inFlight.size > 0) {
                await Promise.race(inFlight);
                signal.throwIfAborted();
                batch.add(arrived.splice(0));
            }
            batch.commit();
        } catch (error) {
            batch.end(signal.aborted);
            throw error;
        }
    }

    /** Removes files that are gone. */
    remove(folder: IndexedFolder, paths: readonly string[]): void {
        for (let i = 0; i < paths.length; i += batchSize.files) {
            this.#writer.transaction(() => {
                const stems = new Map<number, Set<string>>();
                for (const path of paths.slice(i, i + batchSize.files)) {
                    this.#writer.removeFile(path, folder.paths);
                    noteStems(stems, folder, path);
                }
                this.#redirect(stems);
            });
        }
    }

    /** Leads all imports of a folder anew when its configuration is not the one they were led by. */
    async applyConfig(folder: IndexedFolder, files: Iterable<string>, signal: AbortSignal): Promise<void> {
        folder.readConfig(files);
        if (this.#reader.meta(configKey(folder)) !== configHash(folder))
            await this.#leadAll(folder, signal);
    }

    /** Until they are led, the folders' configuration counts as not applied: so whoever ends in between, ends without harm. */
    #leaveImports(candidates: readonly Candidate[]): void {
        this.#writer.transaction(() => {
            for (const folder of new Set(candidates.map((each) => each.folder)))
                this.#writer.setMeta(configKey(folder), pending);
        });
    }

    /** Leads the imports that {@link update} has left, also one that was ended. */
    async leadPending(folder: IndexedFolder, signal: AbortSignal): Promise<void> {
        if (this.#reader.meta(configKey(folder)) === pending)
            await this.#leadAll(folder, signal);
    }

    async #leadAll(folder: IndexedFolder, signal: AbortSignal): Promise<void> {
        for (let last: StoredImport | undefined, more = true; more;) {
            const some = this.#reader.importsAfter(last, importsAtOnce);
            this.#writer.transaction(() => this.#lead(some, folder));
            last = some.at(-1);
            more = some.length === importsAtOnce;
            await nextTurn();
            signal.throwIfAborted();
        }
        this.#writer.transaction(() => this.#writer.setMeta(configKey(folder), configHash(folder)));
    }

    #put({candidate, result}: Done, stems: Map<number, Set<string>>): void {
        const {folder, path, size, mtime, known} = candidate;
        const wasThere = folder.paths.has(path);
        if (result.kind === "same") {
            if (known !== undefined)
                this.#writer.touchFile(known.id, size, mtime);
        } else if (result.kind === "gone")
            this.#writer.removeFile(path, folder.paths);
        else {
            const languageId = result.kind === "digest" ? result.languageId : languageOf(path);
            this.#writer.putFile({folder: folder.id, path, size, mtime, hash: result.hash, languageId}, result.kind === "digest" ? result.digest : result.why, folder.paths);
        }
        if (folder.paths.has(path) !== wasThere)
            noteStems(stems, folder, path);
    }

    /** Files came or went: the imports that may mean them are led anew. */
    #redirect(stems: ReadonlyMap<number, ReadonlySet<string>>): void {
        for (const [id, each] of stems) {
            const folder = this.#folders.find((candidate) => candidate.id === id);
            if (folder !== undefined)
                this.#lead(this.#reader.importsWithStems(each), folder);
        }
    }

    #lead(imports: readonly StoredImport[], folder: IndexedFolder): void {
        const files = new Map<number, KnownFile | undefined>();
        for (const found of imports) {
            let file = files.get(found.file);
            if (!files.has(found.file)) {
                file = this.#reader.file(found.file);
                files.set(found.file, file);
            }
            if (file?.folder !== folder.id)
                continue;
            const bases = basesOf(found, file.path, file.languageId, folder.paths.config);
            const path = resolveBases(bases, file.languageId, folder.paths);
            const target = path === undefined ? undefined : folder.paths.idOf(path);
            const stem = stemOf(bases);
            if (target !== found.target || stem !== found.stem)
                this.#writer.setTarget(found.file, found.seq, stem, target);
        }
    }
}

function configKey(folder: IndexedFolder): string {
    return `config:${String(folder.id)}`;
}

function configHash(folder: IndexedFolder): string {
    return createHash("sha1").update(folder.configText).digest("base64url");
}

function taskOf({folder, path, text, known}: Candidate): Omit<ReadTask, "id"> {
    return {path, file: folder.absolute(path), ...text === undefined ? {} : {text}, ...known === undefined || known.hash === "" ? {} : {knownHash: known.hash}};
}

function noteStems(stems: Map<number, Set<string>>, folder: IndexedFolder, path: string): void {
    let known = stems.get(folder.id);
    if (known === undefined) {
        known = new Set();
        stems.set(folder.id, known);
    }
    for (const stem of stemsOfFile(path))
        known.add(stem);
}
