/** Reads the database: counts, files, symbols by name, imports, chunks by words. */
import {statSync} from "node:fs";
import type {DatabaseSync, SQLOutputValue, StatementSync} from "node:sqlite";

import type {IndexStats} from "../../core/index/state.js";
import {type SourceChunk, type SourceImport, type SourceSymbol, symbolKinds} from "../../core/index/types.js";
import {BoundedMap} from "../../core/text/boundedMap.js";
import {namesFrom} from "./importColumn.js";
import {chunksPerFile} from "./schema.js";
import type {VectorTable} from "./vectors.js";

type Row = Record<string, SQLOutputValue>;

export interface KnownFile {
    readonly id: number;
    readonly folder: number;
    readonly path: string;
    readonly size: number;
    readonly mtime: number;
    readonly hash: string;
    readonly languageId: string;
    readonly skip: string | undefined;
}

/** A symbol and where it stands. */
export interface PlacedSymbol extends SourceSymbol {
    readonly file: number;
}

export interface StoredImport extends SourceImport {
    readonly file: number;
    readonly seq: number;
    readonly stem: string;
    readonly target: number | undefined;
}

export interface FoundChunk extends SourceChunk {
    readonly file: number;
    readonly id: number;
    /** BM25; larger is better. */
    readonly score: number;
}

/** Words whose frequency is remembered, and for how long. */
const mostCounted = 5_000;
const countedMs = 60_000;

export class Reader {
    readonly #database: DatabaseSync;
    readonly #statements: ReturnType<typeof prepare>;
    readonly #vectors: VectorTable;
    #counted = new BoundedMap<string, number>(mostCounted);
    #countedUntil = 0;

    constructor(database: DatabaseSync, vectors: VectorTable) {
        this.#database = database;
        this.#vectors = vectors;
        this.#statements = prepare(database);
    }

    folders(): {id: number; path: string}[] {
        return this.#database.prepare("SELECT id, path FROM folders").all().map((row) => ({id: number(row, "id"), path: text(row, "path")}));
    }

    files(folder: number): KnownFile[] {
        return this.#statements.filesOf.all(folder).map(fileOf);
    }

    file(id: number): KnownFile | undefined {
        const row = this.#statements.file.get(id);
        return row === undefined ? undefined : fileOf(row);
    }

    meta(key: string): string | undefined {
        const row = this.#statements.meta.get(key);
        return row === undefined ? undefined : text(row, "value");
    }

    /** Definitions of exactly this name, those that other files can use first. @param among so many are looked at */
    symbolsNamed(name: string, limit: number, among = 60): PlacedSymbol[] {
        return this.#statements.symbolsNamed.all(name, name, among, limit).map(symbolOf);
    }

    /** A file's definitions of exactly this name. */
    symbolsOf(file: number, name: string): PlacedSymbol[] {
        return this.#statements.symbolsOf.all(name, file, name).map(symbolOf);
    }

    /** Definitions whose names begin so, in any case, the shortest first. */
    symbolsBeginning(prefix: string, limit: number): PlacedSymbol[] {
        return prefix === "" ? [] : this.#statements.symbolsBeginning.all(prefix, `${prefix}\u{10ffff}`, limit).map(symbolOf);
    }

    symbolsIn(file: number): PlacedSymbol[] {
        return this.#statements.symbolsIn.all(file).map(symbolOf);
    }

    importsIn(file: number): StoredImport[] {
        return this.#statements.importsIn.all(file).map(importOf);
    }

    /** All imports, some at a time: those after the last one that was given. */
    importsAfter(last: StoredImport | undefined, limit: number): StoredImport[] {
        return this.#statements.importsAfter.all(last?.file ?? -1, last?.seq ?? 0, limit).map(importOf);
    }

    /** Imports that may mean a file of one of these stems. */
    importsWithStems(stems: Iterable<string>): StoredImport[] {
        return [...stems].flatMap((stem) => this.#statements.importsByStem.all(stem).map(importOf));
    }

    /** Files that import this one. */
    importersOf(file: number, limit: number): number[] {
        return this.#statements.importersOf.all(file, limit).map((row) => number(row, "file"));
    }

    /** Chunks that have any of the words, by BM25. @param except a file whose own are left out */
    chunksWith(words: readonly string[], limit: number, except = -1): FoundChunk[] {
        const asked = [...new Set(words)].map(quoted);
        const first = except * chunksPerFile;
        return asked.length === 0 ? [] : this.#statements.chunksWith.all(asked.join(" OR "), first, first + chunksPerFile - 1, limit).map(chunkOf);
    }

    /** How many chunks of a file have a word. */
    frequencyIn(file: number, word: string): number {
        const first = file * chunksPerFile;
        return number(this.#statements.frequencyIn.get(quoted(word), first, first + chunksPerFile - 1) ?? {}, "n");
    }

    /** A chunk by its id; without a score of its own. */
    chunk(id: number): FoundChunk | undefined {
        const row = this.#statements.chunk.get(id);
        return row === undefined ? undefined : chunkOf(row);
    }

    /** About how many chunks have a word, counted up to a limit: remembered for a while, as it only says which words are rare. */
    frequency(word: string, limit: number): number {
        if (performance.now() > this.#countedUntil) {
            this.#counted = new BoundedMap(mostCounted);
            this.#countedUntil = performance.now() + countedMs;
        }
        let count = this.#counted.get(word);
        if (count === undefined) {
            count = number(this.#statements.frequency.get(quoted(word), limit) ?? {}, "n");
            this.#counted.set(word, count);
        }
        return count;
    }

    stats(file: string, updatedAt: number): IndexStats {
        const row = this.#statements.counts.get() ?? {};
        return {
            files: number(row, "files"), skipped: number(row, "skipped"), symbols: number(row, "symbols"), chunks: number(row, "chunks"), vectors: this.#vectors.count(number(row, "chunks")), updatedAt,
            bytes: ["", "-wal"].reduce((sum, suffix) => sum + (statSync(file + suffix, {throwIfNoEntry: false})?.size ?? 0), 0)
        };
    }
}

function prepare(database: DatabaseSync) {
    const sql = (source: string): StatementSync => database.prepare(source);
    return {
        filesOf: sql("SELECT * FROM files WHERE folder = ?"),
        file: sql("SELECT * FROM files WHERE id = ?"),
        meta: sql("SELECT value FROM meta WHERE key = ?"),
        symbolsNamed: sql("SELECT * FROM (SELECT * FROM symbols WHERE name = ? AND name = ? COLLATE BINARY LIMIT ?) ORDER BY exported DESC, kind, file, seq LIMIT ?"),
        symbolsOf: sql("SELECT * FROM symbols WHERE name = ? AND file = ? AND name = ? COLLATE BINARY ORDER BY seq"),
        symbolsBeginning: sql("SELECT * FROM symbols WHERE name >= ? AND name < ? ORDER BY length(name), exported DESC, kind, file, seq LIMIT ?"),
        symbolsIn: sql("SELECT * FROM symbols WHERE file = ? ORDER BY seq"),
        importsIn: sql("SELECT * FROM imports WHERE file = ? ORDER BY seq"),
        importsAfter: sql("SELECT * FROM imports WHERE (file, seq) > (?, ?) ORDER BY file, seq LIMIT ?"),
        importsByStem: sql("SELECT * FROM imports WHERE stem = ? AND stem <> ''"),
        importersOf: sql("SELECT DISTINCT file FROM imports WHERE target = ? LIMIT ?"),
        chunksWith: sql("SELECT c.*, -w.score AS score FROM (SELECT rowid, bm25(words) AS score FROM words WHERE words MATCH ? AND rowid NOT BETWEEN ? AND ? ORDER BY score LIMIT ?) w JOIN chunks c ON c.id = w.rowid ORDER BY w.score"),
        chunk: sql("SELECT * FROM chunks WHERE id = ?"),
        frequency: sql("SELECT count(*) AS n FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"),
        frequencyIn: sql("SELECT count(*) AS n FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"),
        counts: sql("SELECT count(*) - count(skip) AS files, count(skip) AS skipped, coalesce(sum(symbols), 0) AS symbols, coalesce(sum(chunks), 0) AS chunks FROM files")
    };
}

function fileOf(row: Row): KnownFile {
    const skip = row["skip"];
    return {
        id: number(row, "id"), folder: number(row, "folder"), path: text(row, "path"), size: number(row, "size"), mtime: number(row, "mtime"), hash: text(row, "hash"),
        languageId: text(row, "language"), skip: typeof skip === "string" ? skip : undefined
    };
}

function symbolOf(row: Row): PlacedSymbol {
    return {
        file: number(row, "file"), name: text(row, "name"), kind: symbolKinds[number(row, "kind")] ?? "variable", startLine: number(row, "startLine"), endLine: number(row, "endLine"),
        signature: text(row, "signature"), doc: text(row, "doc"), container: text(row, "container"), exported: row["exported"] === 1
    };
}

function importOf(row: Row): StoredImport {
    const target = row["target"];
    return {
        file: number(row, "file"), seq: number(row, "seq"), specifier: text(row, "specifier"), ...namesFrom(text(row, "names")),
        line: number(row, "line"), endLine: number(row, "endLine"), reexport: row["reexport"] === 1, stem: text(row, "stem"), target: typeof target === "number" ? target : undefined
    };
}

function chunkOf(row: Row): FoundChunk {
    const id = number(row, "id");
    return {
        id, file: Math.floor(id / chunksPerFile), startLine: number(row, "startLine"), endLine: number(row, "endLine"), scope: text(row, "scope"), score: number(row, "score")
    };
}

/** A word as a full-text query names it. */
function quoted(word: string): string {
    return `"${word.replaceAll("\"", "")}"`;
}

function number(row: Row, column: string): number {
    const value = row[column];
    return typeof value === "number" ? value : 0;
}

function text(row: Row, column: string): string {
    const value = row[column];
    return typeof value === "string" ? value : "";
}
