/** Brings files into the database: reads them with the threads, writes them in transactions, and leads imports to what came and went. */
import {createHash} from "node:crypto";

import {resolveBases, basesOf, stemOf, stemsOfFile} from "../core/index/resolve.js";
import type {IndexedFolder} from "./folder.js";
import type {ReadTask} from "./read/messages.js";
import type {ReadPool} from "./read/pool.js";
import type {KnownFile, Reader, StoredImport} from "./store/reader.js";
import {languageOf} from "../core/index/languages.js";
import type {Writer} from "./store/writer.js";
import {Batch, batchFiles, type Done} from "./batch.js";

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
     * Looks at files and writes what changed, each as it has been read, so that neither the threads nor a search waits for a whole batch. `onProgress` gets the
     * number of files dealt with. @throws AbortError of `signal`, and what SQLite throws
     */
    async update(candidates: readonly Candidate[], signal: AbortSignal, onProgress: (done: number) => void): Promise<void> {
        const batch = new Batch((each, stems) => this.#put(each, stems), (stems) => this.#redirect(stems), this.#writer, onProgress);
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
        for (let i = 0; i < paths.length; i += batchFiles) {
            this.#writer.transaction(() => {
                const stems = new Map<number, Set<string>>();
                for (const path of paths.slice(i, i + batchFiles)) {
                    this.#writer.removeFile(path, folder.paths);
                    noteStems(stems, folder, path);
                }
                this.#redirect(stems);
            });
        }
    }

    /** Leads all imports of a folder anew when its configuration is not the one they were led by. */
    applyConfig(folder: IndexedFolder, files: Iterable<string>): void {
        folder.readConfig(files);
        const key = `config:${String(folder.id)}`;
        const hash = createHash("sha1").update(folder.configText).digest("base64url");
        if (this.#reader.meta(key) === hash)
            return;
        this.#writer.transaction(() => {
            this.#lead(this.#reader.importsWithStems(undefined), folder);
            this.#writer.setMeta(key, hash);
        });
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
