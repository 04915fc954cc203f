/** All that the index keeps of one text. */
import {chunksOf} from "./chunks.js";
import {importsOf} from "./imports.js";
import {headingsOf} from "./markdown.js";
import {symbolsOf} from "./symbols.js";
import type {FileDigest, IndexedChunk, RawOutline, SourceSymbol} from "./types.js";
import {indexText} from "./words.js";

/** @param outline what the parser found; undefined for a language without a grammar, or where it gave up */
export function digestOf(path: string, languageId: string, text: string, outline: RawOutline | undefined, withChunks = true): FileDigest {
    const definitions = languageId === "markdown" ? headingsOf(text) : outline?.definitions ?? [];
    const symbols = symbolsOf(definitions, text, languageId);
    return {symbols, chunks: withChunks ? indexedChunks(path, text, symbols) : [], imports: (outline?.imports ?? []).flatMap((raw) => importsOf(languageId, raw))};
}

function indexedChunks(path: string, text: string, symbols: readonly SourceSymbol[]): IndexedChunk[] {
    const lines = text.split("\n");
    return chunksOf(lines, symbols).map((chunk) => ({...chunk, words: indexText(path, chunk.scope, lines.slice(chunk.startLine, chunk.endLine + 1).join("\n"))}));
}
