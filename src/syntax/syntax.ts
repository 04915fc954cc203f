/** web-tree-sitter behind one small interface: grammars are loaded when a language is first met, and never twice. */
import {readFile} from "node:fs/promises";
import path from "node:path";

import {Parser} from "web-tree-sitter";

import {textOfError} from "../core/errors.js";
import type {SyntaxPlace} from "../core/completion/syntax.js";
import type {SyntaxSpan} from "../core/training/gaps.js";
import {loadGrammar} from "./grammar.js";
import {type SyntaxLanguage, syntaxLanguages} from "./languages.js";
import {parse} from "./parse.js";
import {ParsedPlace} from "./place.js";
import {rewrites} from "./rewrites.js";
import {spansIn} from "./spans.js";

/** File of the parser itself, in the grammars' folder. */
const parserFile = "web-tree-sitter.wasm";

interface Loaded {
    readonly language: SyntaxLanguage;
    readonly parser: Parser;
}

export interface SyntaxOptions {
    /** Absolute path of the folder with the grammars' `.wasm` files and web-tree-sitter's own. */
    readonly folder: string;
    /** Gets one sentence for each grammar that can't be loaded. */
    readonly onProblem: (message: string) => void;
    /** See {@link loadGrammar}. */
    readonly gate?: Int32Array | undefined;
}

/** The syntax around a cursor, to be disposed of after use. */
export interface DisposablePlace extends SyntaxPlace {
    dispose(): void;
}

export class Syntax {
    readonly #options: SyntaxOptions;
    /** By grammar file; undefined for one that can't be loaded. */
    readonly #loaded = new Map<string, Promise<Parser | undefined>>();
    #started: Promise<void> | undefined;

    constructor(options: SyntaxOptions) {
        this.#options = options;
    }

    /**
     * The syntax around a cursor; dispose of it after use. Undefined for a language without a grammar, and where the text before the cursor makes no
     * sense to it. Never rejects. `prefix` and `suffix` are a part of a file, LF only, that may begin and end anywhere.
     */
    async place(languageId: string, prefix: string, suffix: string): Promise<DisposablePlace | undefined> {
        const loaded = await this.#load(languageId);
        const place = loaded && this.#guarded(languageId, loaded, () => ParsedPlace.at(loaded.parser, loaded.language, prefix, suffix));
        return loaded && place && {
            breakIn: (text) => this.#guarded(languageId, loaded, () => place.breakIn(text)),
            blockEnd: (text) => this.#guarded(languageId, loaded, () => place.blockEnd(text)),
            dispose: () => place.dispose()
        };
    }

    /** The bodies and brackets of a whole file; undefined for a language without a grammar. Never rejects. */
    async spans(languageId: string, text: string): Promise<readonly SyntaxSpan[] | undefined> {
        const loaded = await this.#load(languageId);
        return loaded && this.#guarded(languageId, loaded, () => {
            const {tree} = parse(loaded.parser, text, rewrites[loaded.language.grammar]);
            try {
                return spansIn(tree, text);
            } finally {
                tree.delete();
            }
        });
    }

    /** What `judge` says; undefined when the grammar's own code fails, which is then used no more. */
    #guarded<T>(languageId: string, {language}: Loaded, judge: () => T | undefined): T | undefined {
        try {
            return judge();
        } catch (error) {
            // A grammar whose code fails once may have left its memory in any state.
            this.#loaded.set(language.grammar, Promise.resolve(undefined));
            this.#options.onProblem(`The parser failed on ${languageId} (${textOfError(error)}): ` +
                "completions in it are no longer checked for syntax.");
            return undefined;
        }
    }

    async #load(languageId: string): Promise<Loaded | undefined> {
        const language = Object.hasOwn(syntaxLanguages, languageId) ? syntaxLanguages[languageId] : undefined;
        if (language === undefined)
            return undefined;
        let loading = this.#loaded.get(language.grammar);
        if (loading === undefined) {
            loading = this.#loadGrammar(language.grammar);
            this.#loaded.set(language.grammar, loading);
        }
        const parser = await loading;
        return parser && {language, parser};
    }

    async #loadGrammar(file: string): Promise<Parser | undefined> {
        try {
            this.#started ??= this.#start();
            await this.#started;
            const language = await loadGrammar(await readFile(path.join(this.#options.folder, file)), this.#options.gate);
            return new Parser().setLanguage(language);
        } catch (error) {
            this.#options.onProblem(`The grammar ${file} can't be loaded (${textOfError(error)}): ` +
                "completions in its languages are not checked for syntax.");
            return undefined;
        }
    }

    async #start(): Promise<void> {
        // Given the bytes, the parser looks for no file and no address.
        await Parser.init({wasmBinary: await readFile(path.join(this.#options.folder, parserFile))});
    }
}
