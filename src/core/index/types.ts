/** What the index knows of a file. Lines count from 0, ends are inclusive; paths are relative to their workspace folder, with forward slashes. */
import type {ImportedNames} from "./importedNames.js";

/** The symbols' kinds, as the queries in src/syntax/queries name them; `heading` is Markdown's. */
export const symbolKinds = [
    "class", "interface", "struct", "enum", "type", "implementation", "function", "method", "constructor", "field", "constant", "variable", "module", "macro", "key", "element", "heading"
] as const;
export type SymbolKind = typeof symbolKinds[number];

export interface SourceSymbol {
    readonly name: string;
    readonly kind: SymbolKind;
    readonly startLine: number;
    readonly endLine: number;
    /** One line: the definition without its body. Empty for what is all said by its name. */
    readonly signature: string;
    /** The first sentence of its doc comment, or empty. */
    readonly doc: string;
    /** Names of what it stands in, outermost first, joined by `.`; empty at the top of the file. */
    readonly container: string;
    /** Whether other files can use it, as far as the text says. */
    readonly exported: boolean;
}

export interface SourceImport extends ImportedNames {
    /** What is imported from, as the language writes it: a path, a module's dotted name. */
    readonly specifier: string;
    readonly line: number;
    /** The statement's last line. */
    readonly endLine: number;
    /** Passes the names on to who imports this file. */
    readonly reexport: boolean;
}

/** A part of a file, cut where the syntax allows. */
export interface SourceChunk {
    readonly startLine: number;
    readonly endLine: number;
    /** Names of what it stands in, joined by `.`. */
    readonly scope: string;
}

/** A chunk and the words it is found by. */
export interface IndexedChunk extends SourceChunk {
    readonly words: string;
}

export interface FileDigest {
    readonly symbols: readonly SourceSymbol[];
    readonly imports: readonly SourceImport[];
    readonly chunks: readonly IndexedChunk[];
}

/** A definition as a parser found it; offsets in UTF-16 units. */
export interface RawDefinition {
    readonly kind: SymbolKind;
    readonly name: string;
    readonly start: number;
    readonly end: number;
    readonly startLine: number;
    readonly endLine: number;
    /** Where the body begins that the signature leaves out. */
    readonly bodyStart: number | undefined;
    /** A field that the class's constructor makes (`self.x = x`): it belongs to what that function stands in. */
    readonly isAttribute?: true;
}

/** An import statement as it stands in the text. */
export interface RawImport {
    readonly text: string;
    readonly line: number;
}

export interface RawOutline {
    readonly definitions: readonly RawDefinition[];
    readonly imports: readonly RawImport[];
}

/** Why a file's content is not in the index. */
export type SkipReason = "binary" | "tooLarge" | "minified" | "secret" | "unreadable";
