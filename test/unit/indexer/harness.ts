/** The index process as the product starts it, built for the tests, over folders of their own. */
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {build} from "esbuild";

import {bundles} from "../../../scripts/build/bundles.mjs";
import {copyGrammars} from "../../../scripts/build/grammars.mjs";
import {relatedSources, type RelatedAnswer, type RelatedQuery} from "../../../src/core/index/related/types.js";
import type {IndexState} from "../../../src/core/index/state.js";
import type {OpenIndexParams} from "../../../src/protocol/indexMessages.js";
import {Indexer} from "../../../src/system/index/indexer.js";

const root = path.resolve(import.meta.dirname, "../../..");

/** Bundles and grammars in a folder that goes with the test file. */
export async function buildIndexer(): Promise<{readonly script: string; readonly dispose: () => void}> {
    const folder = mkdtempSync(path.join(tmpdir(), "hearth-indexer-"));
    copyGrammars({root, folder: path.join(folder, "grammars")});
    for (const {name, options} of bundles({root, outdir: path.join(folder, "dist")})) {
        if (name === "indexer" || name === "index thread")
            await build(options);
    }
    return {script: path.join(folder, "dist", "indexer.mjs"), dispose: () => rmSync(folder, {recursive: true, force: true})};
}

export class Workspace {
    readonly folder = mkdtempSync(path.join(tmpdir(), "hearth-workspace-"));
    readonly storage = mkdtempSync(path.join(tmpdir(), "hearth-storage-"));
    readonly notices: string[] = [];
    readonly states: IndexState[] = [];
    readonly #script: string;
    readonly #running: Indexer[] = [];

    constructor(script: string) {
        this.#script = script;
    }

    /** @param files contents by path */
    write(files: Readonly<Record<string, string | Uint8Array>>): this {
        for (const [file, content] of Object.entries(files)) {
            mkdirSync(path.dirname(this.at(file)), {recursive: true});
            writeFileSync(this.at(file), content);
        }
        return this;
    }

    remove(file: string): void {
        rmSync(this.at(file), {recursive: true, force: true});
    }

    at(file: string): string {
        return path.join(this.folder, file);
    }

    /** Starts the index process and waits until it is up to date. */
    async open(params: Partial<OpenIndexParams> = {}): Promise<Indexer> {
        const indexer = this.start(params);
        await indexer.settled();
        return indexer;
    }

    start(params: Partial<OpenIndexParams> = {}): Indexer {
        const indexer = new Indexer({
            script: this.#script, onState: (state) => this.states.push(state), onNotice: (message) => this.notices.push(message),
            log: ({level, message}) => {
                if (level === "error" || level === "warn")
                    this.states.push({kind: "restarting", attempt: 0, reason: message});
            }
        });
        this.#running.push(indexer);
        void indexer.use({storage: this.storage, folders: [{path: this.folder, name: "workspace"}], exclude: [], ...params});
        return indexer;
    }

    /** What is in the index, without the numbers that depend on the order of work. */
    dump(storage = this.storage): Record<string, unknown> {
        const database = new DatabaseSync(path.join(storage, "index.sqlite"), {readOnly: true});
        const all = (sql: string) => database.prepare(sql).all().map((row) => Object.values(row).join(" | ")).sort();
        try {
            return {
                files: all("SELECT path, size, hash, language, skip FROM files"),
                symbols: all("SELECT f.path, s.seq, s.name, s.kind, s.startLine, s.endLine, s.signature, s.doc, s.container, s.exported FROM symbols s JOIN files f ON f.id = s.file"),
                imports: all("SELECT f.path, i.seq, i.specifier, i.names, i.line, i.reexport, i.stem, t.path AS target FROM imports i JOIN files f ON f.id = i.file LEFT JOIN files t ON t.id = i.target"),
                chunks: all("SELECT f.path, c.id % 4096, c.startLine, c.endLine, c.scope FROM chunks c JOIN files f ON f.id = c.id / 4096"),
                orphans: all("SELECT (SELECT count(*) FROM symbols WHERE file NOT IN (SELECT id FROM files)), (SELECT count(*) FROM chunks WHERE id / 4096 NOT IN (SELECT id FROM files))"),
                words: wordsOf(database)
            };
        } finally {
            database.close();
        }
    }

    async dispose(): Promise<void> {
        await Promise.all(this.#running.map((indexer) => indexer.dispose()));
        execFileSync("chmod", ["-R", "u+rwX", this.folder]);
        for (const folder of [this.folder, this.storage])
            rmSync(folder, {recursive: true, force: true});
    }
}

/** Every word with the chunks that have it. */
function wordsOf(database: DatabaseSync): string[] {
    const found = database.prepare("SELECT f.path, c.id % 4096 AS seq, c.id AS id FROM chunks c JOIN files f ON f.id = c.id / 4096").all();
    const names = new Map(found.map((row) => [row["id"], `${String(row["path"])}#${String(row["seq"])}`]));
    const terms = database.prepare("SELECT rowid FROM words WHERE words MATCH ?");
    const asked = ["alpha", "beta", "gamma", "delta", "shared", "value", "file", "unsaved"];
    return asked.map((word) => `${word}: ${terms.all(`"${word}"`).map((row) => names.get(row["rowid"]) ?? "orphan").sort().join(", ")}`);
}

export function query(file: string, text: string, more: Partial<RelatedQuery> = {}): RelatedQuery {
    const at = text.indexOf("‸");
    const before = text.slice(0, at < 0 ? 0 : at);
    return {path: file, languageId: "typescript", text: text.replace("‸", ""), line: before.split("\n").length - 1, sources: relatedSources, recent: [], budget: 512, ...more};
}

/** Pieces as `source path: first line`. */
export function told({pieces}: RelatedAnswer): string[] {
    return pieces.map(({source, path: file, text}) => `${source} ${file}: ${text.split("\n")[0] ?? ""}`);
}
