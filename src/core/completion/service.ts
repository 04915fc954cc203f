/** A position in a document to a suggestion: whether to ask, what was said before, the model, and how it fits what stands there. */
import {closersBrought} from "../text/brackets.js";
import {isOnlyClosers} from "../text/lines.js";
import {SuggestionHistory} from "./history.js";
import type {CompletionOutcome, CompletionQuery} from "./types.js";
import {isInsideWord, wantsBlock} from "./when.js";
import {cutWindow, defaultWindowLimits, type LineSource, type Position, type TextWindow, type WindowLimits} from "./window.js";

export interface CompletionBackend {
    /** Identifies model and adapters; undefined while none is ready. */
    readonly cacheKey: string | undefined;
    /** @throws HearthError */
    complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome>;
}

export interface CompletionPlace {
    readonly uri: string;
    readonly path: string;
    readonly repository: string;
    readonly languageId: string;
    readonly tabSize: number;
    readonly source: LineSource;
    readonly at: Position;
    readonly maxTokens: number;
    /** How sure the model must be of what is shown; see confidence.ts. */
    readonly threshold: number;
}

export interface Suggestion {
    /** Text to insert at the cursor, LF only. */
    readonly text: string;
    /** Characters after the cursor that the text replaces (closing brackets that it brings again). */
    readonly replaces: number;
    readonly from: "model" | "cache" | "typed";
    /** What it cost; undefined when the model was not asked. */
    readonly outcome: CompletionOutcome | undefined;
}

export interface NoSuggestion {
    readonly text: "";
    readonly why: string;
    readonly outcome: CompletionOutcome | undefined;
}

export class CompletionService {
    readonly #backend: CompletionBackend;
    readonly #limits: WindowLimits;
    readonly #history = new SuggestionHistory();

    constructor(backend: CompletionBackend, limits: WindowLimits = defaultWindowLimits) {
        this.#backend = backend;
        this.#limits = limits;
    }

    /** @throws HearthError of the backend, `request.cancelled` included */
    async suggest(place: CompletionPlace, signal: AbortSignal): Promise<Suggestion | NoSuggestion> {
        const model = this.#backend.cacheKey;
        if (model === undefined)
            return none("no model is ready");
        const window = cutWindow(place.source, place.at, this.#limits);
        if (window === undefined)
            return none("the line is too long");
        if (isInsideWord(window.linePrefix, window.lineSuffix))
            return none("inside a word");
        const multiline = wantsBlock(window.linePrefix, window.lineSuffix);
        const key = {model, uri: place.uri, prefix: window.prefix, suffix: window.suffix, multiline};
        const hit = this.#history.find(key);
        if (hit !== undefined)
            return hit.text === "" ? none("nothing to show here (remembered)") : {...fit(hit.text, window), from: hit.from, outcome: undefined};
        const outcome = await this.#backend.complete(queryOf(place, window, multiline), signal);
        this.#history.remember(key, outcome.text);
        if (outcome.text === "")
            return {...none(outcome.note ?? "the model ends here"), outcome};
        return {...fit(outcome.text, window), from: "model", outcome};
    }

    /** Forgets everything, for a changed model. */
    clear(): void {
        this.#history.clear();
    }
}

function none(why: string): NoSuggestion {
    return {text: "", why, outcome: undefined};
}

function queryOf(place: CompletionPlace, window: TextWindow, multiline: boolean): CompletionQuery {
    return {
        path: place.path, repository: place.repository, languageId: place.languageId,
        prefix: window.prefix, suffix: window.suffix, multiline, maxTokens: place.maxTokens, tabSize: place.tabSize,
        threshold: place.threshold
    };
}

/**
 * When only closers follow the cursor and the text brings them again in order, it replaces them: `foo(|)` with `a) {` must not become
 * `foo(a) {)`.
 */
function fit(text: string, window: TextWindow): {text: string; replaces: number} {
    const after = window.lineSuffix.trimEnd();
    // A comma alone says nothing: `a, b` before `,` does not bring it again.
    const brings = isOnlyClosers(after) && /[^\s,]/.test(after) && closersBrought(text, after) === after.length;
    return {text, replaces: brings ? after.length : 0};
}
