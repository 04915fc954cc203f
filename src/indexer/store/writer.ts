/** Writes files, and what they hold, into the database. Everything between `begin` and `commit` is there after a kill, or nothing of it. */
import type {DatabaseSync, StatementSync} from "node:sqlite";

import {basesOf, resolveBases, stemOf} from "../../core/index/resolve.js";
import {type FileDigest, type SkipReason, type SourceImport, symbolKinds} from "../../core/index/types.js";
import type {FolderPaths} from "./folderPaths.js";
import {namesText} from "./importColumn.js";
import {chunksPerFile} from "./schema.js";
import {digestOfWords, type VectorTable} from "./vectors.js";

export interface FileRecord {
    readonly folder: number;
    readonly path: string;
    readonly size: number;
    /** Milliseconds since the epoch; -1 for the text of an open document, which the file does not have yet. */
    readonly mtime: number;
    readonly hash: string;
    readonly languageId: string;
}

export class Writer {
    readonly #database: DatabaseSync;
    readonly #statements: ReturnType<typeof prepare>;
    readonly #vectors: VectorTable;

    constructor(database: DatabaseSync, vectors: VectorTable) {
        this.#database = database;
        this.#statements = prepare(database);
        this.#vectors = vectors;
    }

    /** Runs `work` as one transaction. @throws what `work` or SQLite throws; then nothing of it is kept */
    transaction<T>(work: () => T): T {
        this.begin();
        try {
            const result = work();
            this.commit();
            return result;
        } catch (error) {
            this.rollback();
            throw error;
        }
    }

    /** Runs `work` in the transaction under way, or as one of its own: for what comes between the files of a batch. */
    within<T>(work: () => T): T {
        return this.isInTransaction ? work() : this.transaction(work);
    }

    get isInTransaction(): boolean {
        return this.#database.isOpen && this.#database.isTransaction;
    }

    begin(): void {
        this.#database.exec("BEGIN IMMEDIATE");
    }

    commit(): void {
        this.#database.exec("COMMIT");
    }

    /** Nothing to do where SQLite has ended the transaction itself, or the database has been closed. */
    rollback(): void {
        if (this.isInTransaction)
            this.#database.exec("ROLLBACK");
    }

    /** Puts a file in the place of what the index had of it. Its imports lead to what is known now; those of other files to it are the caller's matter. */
    putFile(record: FileRecord, content: FileDigest | SkipReason, paths: FolderPaths): void {
        const {folder, path, size, mtime, hash, languageId} = record;
        const skip = typeof content === "string" ? content : null;
        const [symbols, chunks] = typeof content === "string" ? [0, 0] : [content.symbols.length, content.chunks.length];
        let id = paths.idOf(path);
        if (id === undefined)
            id = Number(this.#statements.addFile.run(folder, path, size, mtime, hash, languageId, skip, symbols, chunks).lastInsertRowid);
        else {
            this.#clear(id);
            this.#statements.changeFile.run(size, mtime, hash, languageId, skip, symbols, chunks, id);
            if (skip !== null)
                this.#statements.forgetTarget.run(id);
        }
        if (typeof content !== "string")
            this.#putContent(id, path, languageId, content, paths);
        paths.set(path, id, skip === null);
    }

    /** Notes that a file has been looked at again and is the same. */
    touchFile(id: number, size: number, mtime: number): void {
        this.#statements.touchFile.run(size, mtime, id);
    }

    removeFile(path: string, paths: FolderPaths): void {
        const id = paths.idOf(path);
        if (id === undefined)
            return;
        this.#clear(id);
        this.#statements.forgetTarget.run(id);
        this.#statements.removeFile.run(id);
        paths.delete(path);
    }

    removeFolder(folder: number, files: readonly number[]): void {
        for (const id of files) {
            this.#clear(id);
            this.#statements.removeFile.run(id);
        }
        this.#database.prepare("DELETE FROM folders WHERE id = ?").run(folder);
    }

    setTarget(file: number, seq: number, stem: string, target: number | undefined): void {
        this.#statements.setTarget.run(stem, target ?? null, file, seq);
    }

    setMeta(key: string, value: string): void {
        this.#statements.setMeta.run(key, value);
    }

    #putContent(id: number, path: string, languageId: string, {symbols, imports, chunks}: FileDigest, paths: FolderPaths): void {
        for (const [seq, symbol] of symbols.entries()) {
            this.#statements.addSymbol.run(id, seq, symbol.name, symbolKinds.indexOf(symbol.kind), symbol.startLine, symbol.endLine,
                symbol.signature, symbol.doc, symbol.container, symbol.exported ? 1 : 0);
        }
        for (const [seq, found] of imports.entries()) {
            const {stem, target} = whereTo(found, path, languageId, paths);
            this.#statements.addImport.run(id, seq, found.specifier, namesText(found), found.line, found.endLine, found.reexport ? 1 : 0, stem, target ?? null);
        }
        const kept = chunks.slice(0, chunksPerFile).map((chunk, i) => ({...chunk, id: id * chunksPerFile + i, digest: digestOfWords(chunk.words)}));
        for (const chunk of kept) {
            this.#statements.addChunk.run(chunk.id, chunk.startLine, chunk.endLine, chunk.scope, chunk.digest);
            this.#statements.addWords.run(chunk.id, chunk.words);
        }
        this.#vectors.noteChunks(kept);
    }

    #clear(id: number): void {
        const first = id * chunksPerFile;
        this.#statements.removeSymbols.run(id);
        this.#statements.removeImports.run(id);
        this.#statements.removeWords.run(first, first + chunksPerFile - 1);
        this.#statements.removeChunks.run(first, first + chunksPerFile - 1);
        this.#vectors.forgetChunks(first, first + chunksPerFile - 1);
    }
}

/** Where an import leads among the files that are known now. */
export function whereTo(found: SourceImport, path: string, languageId: string, paths: FolderPaths): {readonly stem: string; readonly target: number | undefined} {
    const bases = basesOf(found, path, languageId, paths.config);
    const target = resolveBases(bases, languageId, paths);
    return {stem: stemOf(bases), target: target === undefined ? undefined : paths.idOf(target)};
}

function prepare(database: DatabaseSync) {
    const sql = (text: string): StatementSync => database.prepare(text);
    return {
        addFile: sql("INSERT INTO files(folder, path, size, mtime, hash, language, skip, symbols, chunks) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        changeFile: sql("UPDATE files SET size = ?, mtime = ?, hash = ?, language = ?, skip = ?, symbols = ?, chunks = ? WHERE id = ?"),
        touchFile: sql("UPDATE files SET size = ?, mtime = ? WHERE id = ?"),
        removeFile: sql("DELETE FROM files WHERE id = ?"),
        addSymbol: sql("INSERT INTO symbols(file, seq, name, kind, startLine, endLine, signature, doc, container, exported) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        removeSymbols: sql("DELETE FROM symbols WHERE file = ?"),
        addImport: sql("INSERT INTO imports(file, seq, specifier, names, line, endLine, reexport, stem, target) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        removeImports: sql("DELETE FROM imports WHERE file = ?"),
        setTarget: sql("UPDATE imports SET stem = ?, target = ? WHERE file = ? AND seq = ?"),
        forgetTarget: sql("UPDATE imports SET target = NULL WHERE target = ?"),
        addChunk: sql("INSERT INTO chunks(id, startLine, endLine, scope, digest) VALUES(?, ?, ?, ?, ?)"),
        removeChunks: sql("DELETE FROM chunks WHERE id BETWEEN ? AND ?"),
        addWords: sql("INSERT INTO words(rowid, body) VALUES(?, ?)"),
        // Only the rows of the chunks that are there: asked by range, FTS would look through all of it.
        removeWords: sql("DELETE FROM words WHERE rowid IN (SELECT id FROM chunks WHERE id BETWEEN ? AND ?)"),
        setMeta: sql("INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value")
    };
}
