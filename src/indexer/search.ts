/** Finds code by words (BM25), by names and by meaning (vectors), as one ranking. */
import {fuse} from "../core/index/fusion.js";
import {indexErrors} from "../core/index/indexErrors.js";
import {pathOf} from "../core/index/symbols.js";
import {wordsOf} from "../core/index/words.js";
import type {QueryVector, SearchHit, SearchParams} from "../protocol/indexMessages.js";
import type {CurrentText} from "./currentText.js";
import type {FoundChunk, PlacedSymbol, Reader} from "./store/reader.js";
import type {Store} from "./store/store.js";
import {nearestChunks} from "./vectors.js";
import type {WorkspaceIndex} from "./workspace.js";

/** How deep each ranking is looked through. */
const depth = 60;
/** Something is always nearest: further down a ranking by vectors stands what has little to do with the question. */
const vectorDepth = 30;
/** More words than this are a text, not a question: the rarest of them decide. */
const mostWords = 24;
/** Lines that a hit shows at most. */
const mostLines = 60;

type Found = {readonly symbol: PlacedSymbol} | {readonly chunk: FoundChunk};

/** @throws HearthError `index.notReady` */
export function search({query, limit, vector}: SearchParams, workspace: WorkspaceIndex | undefined): SearchHit[] {
    const store = workspace?.store;
    if (workspace === undefined || store === undefined)
        throw indexErrors.notReady();
    const {reader} = store;
    const found = new Map<string, Found>();
    const rankings = [chunkRanking(query, reader, found), ...symbolRankings(query, reader, found), vectorRanking(vector, store, found)];
    const folders = new Map(workspace.folders.map((folder) => [folder.id, folder]));
    const hits: SearchHit[] = [];
    for (const [key, score] of fuse(rankings)) {
        const each = found.get(key);
        const hit = each && hitOf(each, score, reader, folders, workspace.text);
        // The lines of a definition and of the chunk that it is in come once.
        if (hit !== undefined && !hits.some((other) => covers(other, hit)))
            hits.push(hit);
        if (hits.length >= limit)
            break;
    }
    return hits;
}

function chunkRanking(query: string, reader: Reader, found: Map<string, Found>): string[] {
    return reader.chunksWith(rarest([...new Set(wordsOf(query))], reader), depth).map((chunk) => noted(chunk, found));
}

/** Empty without a vector, and the others decide. */
function vectorRanking(vector: QueryVector | undefined, store: Store, found: Map<string, Found>): string[] {
    const nearest = vector === undefined ? [] : nearestChunks(vector, store, vectorDepth);
    return nearest.flatMap((id) => {
        const chunk = store.reader.chunk(id);
        return chunk === undefined ? [] : noted(chunk, found);
    });
}

function noted(chunk: FoundChunk, found: Map<string, Found>): string {
    const key = `c${String(chunk.id)}`;
    found.set(key, {chunk});
    return key;
}

/** Of many words those that few chunks have: the others cost time and decide nothing. */
export function rarest(words: readonly string[], reader: Reader, most = mostWords, enough = 2_000): string[] {
    if (words.length <= 3)
        return [...words];
    const counted = words.slice(0, 200).map((word) => ({word, count: reader.frequency(word, enough)})).filter(({count}) => count > 0).sort((a, b) => a.count - b.count);
    const rare = counted.filter(({count}) => count < enough);
    return (rare.length > 0 ? rare : counted).slice(0, most).map(({word}) => word);
}

function symbolRankings(query: string, reader: Reader, found: Map<string, Found>): string[][] {
    const names: readonly string[] = query.match(/[\p{L}_$][\p{L}\p{M}\p{N}_$-]*/gu) ?? [];
    const rank = (symbols: readonly PlacedSymbol[]) => symbols.map((symbol) => {
        const key = `s${String(symbol.file)}:${String(symbol.startLine)}:${symbol.name}`;
        found.set(key, {symbol});
        return key;
    });
    const exact = names.flatMap((name) => reader.symbolsNamed(name, 20));
    // A question of one word is often the beginning of a name.
    const beginning = names.length === 1 ? reader.symbolsBeginning(names[0] ?? "", depth) : [];
    return [rank(exact), rank(exact), rank(beginning)];
}

function hitOf(found: Found, score: number, reader: Reader, folders: ReadonlyMap<number, {readonly root: string; absolute(path: string): string}>, text: CurrentText): SearchHit | undefined {
    const at = "symbol" in found ? found.symbol : found.chunk;
    const file = reader.file(at.file);
    const folder = file && folders.get(file.folder);
    if (file === undefined || folder === undefined)
        return undefined;
    const endLine = Math.min(at.endLine, at.startLine + mostLines - 1);
    return {
        folder: folder.root, path: file.path, languageId: file.languageId, startLine: at.startLine, endLine, score,
        scope: "symbol" in found ? pathOf(found.symbol) : found.chunk.scope,
        kind: "symbol" in found ? found.symbol.kind : undefined, text: text.slice(folder.absolute(file.path), at.startLine, endLine)
    };
}

function covers(outer: SearchHit, inner: SearchHit): boolean {
    return outer.folder === inner.folder && outer.path === inner.path && outer.startLine <= inner.startLine && outer.endLine >= inner.endLine;
}
