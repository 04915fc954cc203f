/** The index as the choice of related code asks it. */
import type {DefinitionText} from "./render.js";
import type {SourceChunk, SourceImport, SourceSymbol} from "../types.js";

export interface ViewFile {
    readonly id: number;
    /** Absolute path of the workspace folder. */
    readonly folder: string;
    readonly path: string;
    readonly languageId: string;
}

export interface PlacedSymbol extends SourceSymbol {
    readonly file: number;
}

export interface IndexView extends DefinitionText {
    file(id: number): ViewFile | undefined;
    /** A file's definitions of exactly this name. */
    symbolsOf(file: number, name: string): readonly SourceSymbol[];
    /** Definitions of exactly this name, those that other files can use first. */
    symbolsNamed(name: string, limit: number): readonly PlacedSymbol[];
    importsIn(file: number): readonly (SourceImport & {readonly target: number | undefined})[];
    /** The files that an import of the asked file means: one, or a Go package's. */
    resolve(found: SourceImport): readonly number[];
    /** Files that import this one. */
    importersOf(file: number, limit: number): readonly number[];
    /** The files among these paths of the asked file's folder that are in the index. */
    filesAt(paths: readonly string[]): readonly number[];
    /** The file of an absolute path. */
    fileOf(path: string): number | undefined;
    /** Chunks that have any of the words, the most similar first. */
    similar(words: readonly string[], limit: number): readonly (SourceChunk & {readonly file: number; readonly score: number})[];
}
