/** What a file defines and imports, by a tree-sitter grammar and Hearth's own query for it. */
import {readFile} from "node:fs/promises";
import path from "node:path";

import {type Node, Parser, Query, type QueryMatch, type Tree} from "web-tree-sitter";

import {textOfError} from "../core/errors.js";
import {type RawDefinition, type RawImport, type RawOutline, type SymbolKind, symbolKinds} from "../core/index/types.js";
import {loadGrammar} from "./grammar.js";
import {type OutlineLanguage, outlineLanguages} from "./outlineLanguages.js";
import type {Rewrite} from "./parse.js";
import {rewrites} from "./rewrites.js";

/** File of the parser itself, in the grammars' folder. */
const parserFile = "web-tree-sitter.wasm";
/** A text that takes longer is hostile or broken beyond use: a megabyte of code takes a tenth of a second, on a machine that is otherwise busy some seconds. */
const longestParse = 5_000;

interface Loaded {
    readonly language: OutlineLanguage;
    readonly parser: Parser;
    readonly query: Query;
}

export interface OutlinerOptions {
    /** Absolute path of the grammars' folder. */
    readonly folder: string;
    /** Gets one sentence for each grammar that can't be used. */
    readonly onProblem: (message: string) => void;
    /** After so long a text is given up. */
    readonly longestParseMs?: number;
    /** See {@link loadGrammar}. */
    readonly gate?: Int32Array | undefined;
}

export class Outliner {
    readonly #options: OutlinerOptions;
    readonly #loaded = new Map<string, Promise<Loaded | undefined>>();
    #started: Promise<void> | undefined;

    constructor(options: OutlinerOptions) {
        this.#options = options;
    }

    /** What a text (LF only) defines and imports; undefined for a language without a grammar and where the parser gives up. Never rejects. */
    async outline(languageId: string, text: string): Promise<RawOutline | undefined> {
        const language = Object.hasOwn(outlineLanguages, languageId) ? outlineLanguages[languageId] : undefined;
        const loaded = language && await this.#load(languageId, language);
        if (loaded === undefined)
            return undefined;
        try {
            const until = performance.now() + (this.#options.longestParseMs ?? longestParse);
            const found = read(loaded, text, until);
            return found === undefined ? undefined : await this.#withEmbedded(await this.#otherwise(loaded.language, text, found, until));
        } catch (error) {
            // A grammar whose code fails once may have left its memory in any state.
            this.#loaded.set(languageId, Promise.resolve(undefined));
            this.#options.onProblem(`The parser failed on ${languageId} (${textOfError(error)}): the rest of it is indexed by lines.`);
            return undefined;
        }
    }

    /** A C header is read as C++, like any header, and may hold what only C allows. */
    async #otherwise({otherwise}: OutlineLanguage, text: string, found: Read, until: number): Promise<Read> {
        const other = otherwise === undefined || found.errors === 0 || otherwise.unless.test(text) ? undefined : outlineLanguages[otherwise.languageId];
        const loaded = otherwise && other && await this.#load(otherwise.languageId, other);
        const again = loaded && read(loaded, text, until);
        return again !== undefined && again.errors < found.errors ? again : found;
    }

    /** Scripts inside of markup are read as what they are, where they stand. */
    async #withEmbedded({outline, embedded}: Read): Promise<RawOutline> {
        const definitions = [...outline.definitions], imports = [...outline.imports];
        for (const {languageId, text, start, line} of embedded) {
            const inner = await this.outline(languageId, text);
            for (const found of inner?.definitions ?? []) {
                definitions.push({
                    ...found, start: found.start + start, end: found.end + start, startLine: found.startLine + line, endLine: found.endLine + line,
                    bodyStart: found.bodyStart === undefined ? undefined : found.bodyStart + start
                });
            }
            for (const found of inner?.imports ?? [])
                imports.push({...found, line: found.line + line});
        }
        return {definitions, imports};
    }

    #load(languageId: string, language: OutlineLanguage): Promise<Loaded | undefined> {
        let loading = this.#loaded.get(languageId);
        if (loading === undefined) {
            loading = this.#loadLanguage(language);
            this.#loaded.set(languageId, loading);
        }
        return loading;
    }

    async #loadLanguage(outlineLanguage: OutlineLanguage): Promise<Loaded | undefined> {
        const {grammar, query} = outlineLanguage;
        try {
            this.#started ??= this.#start();
            await this.#started;
            const [wasm, source] = await Promise.all([readFile(path.join(this.#options.folder, grammar)), readFile(path.join(this.#options.folder, "queries", query), "utf8")]);
            const language = await loadGrammar(wasm, this.#options.gate);
            return {language: outlineLanguage, parser: new Parser().setLanguage(language), query: new Query(language, source)};
        } catch (error) {
            this.#options.onProblem(`The grammar ${grammar} can't be used for the index (${textOfError(error)}): its language is indexed by lines.`);
            return undefined;
        }
    }

    async #start(): Promise<void> {
        // Given the bytes, the parser looks for no file and no address.
        await Parser.init({wasmBinary: await readFile(path.join(this.#options.folder, parserFile))});
    }
}

interface Embedded {
    readonly languageId: string;
    readonly text: string;
    readonly start: number;
    readonly line: number;
}

interface Read {
    /** Places that the grammar could not read. */
    readonly errors: number;
    readonly outline: RawOutline;
    readonly embedded: readonly Embedded[];
}

function read({language, parser, query}: Loaded, text: string, until: number): Read | undefined {
    const tree = parsed(parser, text, rewrites[language.grammar], until);
    if (tree === undefined)
        return undefined;
    try {
        const definitions: RawDefinition[] = [], imports: RawImport[] = [], embedded: Embedded[] = [];
        for (const match of query.matches(tree.rootNode, {progressCallback: () => performance.now() > until}))
            take(match, text, definitions, imports, embedded);
        return {errors: errorsIn(tree), outline: {definitions, imports}, embedded};
    } finally {
        tree.delete();
    }
}

/** The text as the grammar can read it, or as it stands where it reads that better. */
function parsed(parser: Parser, text: string, readable: Rewrite | undefined, until: number): Tree | undefined {
    const written = readable?.(text) ?? text, tree = parsedUntil(parser, written, until);
    if (tree?.rootNode.hasError !== true || written === text)
        return tree;
    const asItStands = parsedUntil(parser, text, until), isBetter = asItStands !== undefined && errorsIn(asItStands) < errorsIn(tree);
    (isBetter ? tree : asItStands)?.delete();
    return isBetter ? asItStands : tree;
}

function parsedUntil(parser: Parser, text: string, until: number): Tree | undefined {
    const tree = parser.parse(text, null, {progressCallback: () => performance.now() > until});
    if (tree === null)
        parser.reset();
    return tree ?? undefined;
}

function errorsIn({rootNode}: Tree): number {
    return rootNode.hasError ? rootNode.descendantsOfType("ERROR").length : 0;
}

const kinds: ReadonlySet<string> = new Set(symbolKinds);

function take({captures}: QueryMatch, text: string, definitions: RawDefinition[], imports: RawImport[], embedded: Embedded[]): void {
    let definition: Node | undefined, name: Node | undefined, body: Node | undefined, kind = "", isAttribute = false;
    for (const capture of captures) {
        const {node} = capture;
        if (capture.name === "name")
            name = node;
        else if (capture.name === "body")
            body = node;
        else if (capture.name === "import")
            imports.push({text: text.slice(node.startIndex, node.endIndex), line: node.startPosition.row});
        else if (capture.name.startsWith("def.")) {
            definition = node;
            isAttribute = capture.name === "def.attribute";
            kind = isAttribute ? "field" : capture.name.slice(4);
        } else if (capture.name.startsWith("embedded."))
            embedded.push({languageId: capture.name.slice(9), text: text.slice(node.startIndex, node.endIndex), start: node.startIndex, line: node.startPosition.row});
    }
    if (definition === undefined || name === undefined || !isKind(kind))
        return;
    definitions.push({
        ...isAttribute ? {isAttribute} : {}, kind, name: text.slice(name.startIndex, name.endIndex), start: definition.startIndex, end: definition.endIndex,
        startLine: definition.startPosition.row, endLine: lastLine(definition), bodyStart: body?.startIndex
    });
}

/** A node that ends with a line break ends on the line before. */
function lastLine({startPosition, endPosition}: Node): number {
    return endPosition.column === 0 && endPosition.row > startPosition.row ? endPosition.row - 1 : endPosition.row;
}

function isKind(kind: string): kind is SymbolKind {
    return kinds.has(kind);
}
