/** Answers what of the workspace helps at a position: the choice is core's, the index answers its questions. */
import {indexErrors} from "../core/index/indexErrors.js";
import {chooseRelated} from "../core/index/related/choose.js";
import type {RelatedAnswer, RelatedQuery} from "../core/index/related/types.js";
import type {IndexView, ViewFile} from "../core/index/related/view.js";
import {basesOf, dirname, resolveBases} from "../core/index/resolve.js";
import type {FileDigest, SourceImport} from "../core/index/types.js";
import type {IndexedFolder} from "./folder.js";
import {hashOf} from "./read/hash.js";
import type {ReadPool} from "./read/pool.js";
import {rarest} from "./search.js";
import type {Reader} from "./store/reader.js";
import type {WorkspaceIndex} from "./workspace.js";

/** Words that similar code is looked for with: the rarest near the cursor. */
const mostWords = 14;
/** A word that more chunks have than this says little and takes long. */
const common = 600;

/** A word that no more chunks have may be the asked file's own. */
const fewChunks = 40;

/** A name that has more definitions says nothing: each costs a page of the database. */
const mostHomonyms = 24;

const nothing: FileDigest = {symbols: [], imports: [], chunks: []};

/** @throws HearthError `index.notReady`, AbortError of `signal` */
export async function related(query: RelatedQuery, workspace: WorkspaceIndex, pool: ReadPool, signal: AbortSignal): Promise<RelatedAnswer> {
    const store = workspace.store;
    if (store === undefined)
        throw indexErrors.notReady();
    const folder = workspace.folders.filter((each) => each.relative(query.path) !== undefined).sort((a, b) => b.root.length - a.root.length)[0];
    const path = folder?.relative(query.path);
    const self = folder === undefined || path === undefined ? undefined : {folder: folder.root, path};
    const view = new View(store.reader, workspace, folder, path, query);
    return chooseRelated(query, outlineKept(query, store.reader, path === undefined ? undefined : folder?.paths.idOf(path)) ?? await outlineRead(query, pool, signal), self, view);
}

/** The file's outline as the index has it, where it has read this very text: parsing a large file again would take longer than all else. */
function outlineKept({text, languageId}: RelatedQuery, reader: Reader, id: number | undefined): FileDigest | undefined {
    const known = id === undefined ? undefined : reader.file(id);
    return known?.skip !== undefined || known?.languageId !== languageId || known.hash !== hashOf(text) ? undefined
        : {symbols: reader.symbolsIn(known.id), imports: reader.importsIn(known.id), chunks: []};
}

async function outlineRead({path, text, languageId}: RelatedQuery, pool: ReadPool, signal: AbortSignal): Promise<FileDigest> {
    const read = await pool.read({path, file: path, text, languageId, outlineOnly: true}, signal);
    signal.throwIfAborted();
    return read.kind === "digest" ? read.digest : nothing;
}

class View implements IndexView {
    readonly #reader: Reader;
    readonly #workspace: WorkspaceIndex;
    readonly #folder: IndexedFolder | undefined;
    readonly #path: string | undefined;
    readonly #query: RelatedQuery;
    readonly #files = new Map<number, ViewFile | undefined>();
    readonly #symbols = new Map<number, ReturnType<Reader["symbolsIn"]>>();
    readonly #imports = new Map<number, ReturnType<Reader["importsIn"]>>();

    constructor(reader: Reader, workspace: WorkspaceIndex, folder: IndexedFolder | undefined, path: string | undefined, query: RelatedQuery) {
        this.#reader = reader;
        this.#workspace = workspace;
        this.#folder = folder;
        this.#path = path;
        this.#query = query;
    }

    file(id: number): ViewFile | undefined {
        return remembered(this.#files, id, () => {
            const found = this.#reader.file(id);
            const folder = this.#workspace.folders.find((each) => each.id === found?.folder);
            return found === undefined || folder === undefined ? undefined : {id, folder: folder.root, path: found.path, languageId: found.languageId};
        });
    }

    languageOf(file: number): string {
        return this.file(file)?.languageId ?? "";
    }

    symbolsIn(file: number): ReturnType<Reader["symbolsIn"]> {
        return remembered(this.#symbols, file, () => this.#reader.symbolsIn(file));
    }

    symbolsOf(file: number, name: string): ReturnType<Reader["symbolsOf"]> {
        return this.#reader.symbolsOf(file, name);
    }

    symbolsNamed(name: string, limit: number): ReturnType<Reader["symbolsNamed"]> {
        const own = this.#selfId();
        return this.#reader.symbolsNamed(name, limit + 1, mostHomonyms).filter(({file}) => file !== own).slice(0, limit);
    }

    importsIn(file: number): ReturnType<Reader["importsIn"]> {
        return remembered(this.#imports, file, () => this.#reader.importsIn(file));
    }

    resolve(found: SourceImport): number[] {
        if (this.#folder === undefined || this.#path === undefined)
            return [];
        const {paths} = this.#folder;
        const target = resolveBases(basesOf(found, this.#path, this.#query.languageId, paths.config), this.#query.languageId, paths);
        if (target === undefined)
            return [];
        // A Go package is all files of its directory.
        const all = this.#query.languageId === "go" ? paths.filesIn(dirname(target)).filter((path) => path.endsWith(".go") && !path.endsWith("_test.go")) : [target];
        return this.filesAt(all);
    }

    importersOf(file: number, limit: number): readonly number[] {
        return this.#reader.importersOf(file, limit);
    }

    filesAt(paths: readonly string[]): number[] {
        const known = this.#folder?.paths;
        const own = this.#selfId();
        return known === undefined ? [] : paths.flatMap((path) => known.has(path) ? known.idOf(path) ?? [] : []).filter((id) => id !== own);
    }

    fileOf(file: string): number | undefined {
        for (const folder of this.#workspace.folders) {
            const path = folder.relative(file);
            if (path !== undefined && folder.paths.has(path))
                return folder.paths.idOf(path);
        }
        return undefined;
    }

    similar(words: readonly string[], limit: number): ReturnType<Reader["chunksWith"]> {
        const own = this.#selfId();
        return this.#reader.chunksWith(rarest(words.filter((word) => this.#isElsewhere(word, own)), this.#reader, mostWords, common), limit, own);
    }

    /** The rarest words are those that the asked file alone has: they find nothing else. */
    #isElsewhere(word: string, own: number | undefined): boolean {
        if (own === undefined)
            return true;
        const count = this.#reader.frequency(word, common);
        return count > fewChunks || count > this.#reader.frequencyIn(own, word);
    }

    text(file: number, startLine: number, endLine: number): string {
        const at = this.file(file);
        const folder = this.#workspace.folders.find(({root}) => root === at?.folder);
        return at === undefined || folder === undefined ? "" : this.#workspace.text.slice(folder.absolute(at.path), startLine, endLine);
    }

    #selfId(): number | undefined {
        return this.#path === undefined ? undefined : this.#folder?.paths.idOf(this.#path);
    }
}

function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
    if (!known.has(key))
        known.set(key, find());
    return known.get(key) as V;
}
