/** A position in a document to a suggestion: whether to ask, what was said before, the model, and how it fits what stands there. */
import {adapterKey, type AdapterUse} from "../adapters/use.js";
import {cancelledError} from "../errors.js";
import type {RelatedSnippet} from "../index/related/snippets.js";
import type {LineRange} from "../index/related/types.js";
import {isLoneCloser} from "../text/lines.js";
import {afterEnter, withInserted} from "./ahead.js";
import {replacedBy} from "./fit.js";
import {type PlaceKey, SuggestionHistory} from "./history.js";
import {InFlight} from "./inFlight.js";
import type {CompletionOutcome, CompletionQuery} from "./types.js";
import {ReadSpeed} from "./readSpeed.js";
import {isInsideWord, wantsBlock} from "./when.js";
import {cutWindow, type LineSource, type Position, type TextWindow, type WindowLimits, windowLimitsFor, windowLines} from "./window.js";

/** What the service needs to know of a loaded model. */
export interface CompletionModel {
    /** Identifies the model's file. */
    readonly cacheKey: string;
    readonly readTokensPerSecond: number;
}

export interface CompletionBackend {
    /** The model in force; undefined while none is ready. */
    readonly model: CompletionModel | undefined;
    /**
     * @param onPartial gets what is written so far, as it grows
     * @throws HearthError
     */
    complete(query: CompletionQuery, signal: AbortSignal, onPartial: (text: string) => void): Promise<CompletionOutcome>;
    /** Reads the prompt of a place ahead of time; a completion ends it. @throws HearthError */
    prepare(query: CompletionQuery, signal: AbortSignal): Promise<void>;
}

export interface CompletionPlace {
    readonly uri: string;
    readonly path: string;
    readonly repository: string;
    readonly languageId: string;
    /** What of the workspace the model is given; absent: nothing of other files. */
    readonly related?: readonly RelatedSnippet[];
    readonly tabSize: number;
    readonly source: LineSource;
    readonly at: Position;
    /** The adapters in force for this document. */
    readonly adapters: readonly AdapterUse[];
    readonly maxTokens: number;
    /** How sure the model must be of what is shown; see confidence.ts. */
    readonly threshold: number;
    /** Whether to ask ahead for what the user will probably need next. */
    readonly workAhead: boolean;
}

export interface Suggestion {
    /** Text to insert at the cursor, LF only. */
    readonly text: string;
    /** Characters after the cursor that the text replaces (closing brackets that it brings again). */
    readonly replaces: number;
    /** `joined`: from a request made a few keys earlier. */
    readonly from: "model" | "cache" | "typed" | "joined";
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
    readonly #limits: (model: CompletionModel) => WindowLimits;
    readonly #history = new SuggestionHistory();
    readonly #readSpeed = new ReadSpeed();
    /** At most one request is under way; a place it does not serve ends it. */
    #inFlight: InFlight | undefined;
    #preparing: AbortController | undefined;

    /** @param limits how much of a document goes to the model; by default what the machine reads in time */
    constructor(backend: CompletionBackend, limits = ({readTokensPerSecond}: CompletionModel) => windowLimitsFor(readTokensPerSecond)) {
        this.#backend = backend;
        this.#limits = limits;
    }

    /** @throws HearthError of the backend, `request.cancelled` included */
    async suggest(place: CompletionPlace, signal: AbortSignal): Promise<Suggestion | NoSuggestion> {
        const spot = this.#spotOf(place);
        if (typeof spot === "string")
            return none(spot);
        const answer = this.#remembered(spot) ?? await this.#join(spot, signal) ?? await this.#ask(spot, signal);
        if (place.workAhead)
            this.#workAhead(place, answer);
        return answer;
    }

    /** Reads the prompt for a place before anything is asked there: when a file is opened, or the cursor comes to rest. Never rejects. */
    async prepare(place: CompletionPlace): Promise<void> {
        const spot = this.#spotOf(place);
        if (typeof spot === "string" || this.#inFlight?.isRunning === true)
            return;
        this.#preparing?.abort();
        const controller = new AbortController();
        this.#preparing = controller;
        await this.#backend.prepare(queryOf(place, spot.window, spot.key.multiline), controller.signal).catch(() => {
            // Overtaken by a completion, or the engine is restarting: nothing is lost but time.
        });
    }

    /** What the model would be asked at a place; undefined where nothing is asked. */
    queryAt(place: CompletionPlace): CompletionQuery | undefined {
        const spot = this.#spotOf(place);
        return typeof spot === "string" ? undefined : queryOf(place, spot.window, spot.key.multiline);
    }

    /** The lines that the model sees at a place; undefined without a model, or where nothing is asked. */
    linesShown(source: LineSource, at: Position): LineRange | undefined {
        const model = this.#backend.model;
        return model === undefined ? undefined : windowLines(source, at, this.#limitsFor(model));
    }

    #limitsFor(model: CompletionModel): WindowLimits {
        return this.#limits({...model, readTokensPerSecond: this.#readSpeed.of(model)});
    }

    /** The text around a place and its key; or why nothing is asked there. */
    #spotOf(place: CompletionPlace): Spot | string {
        const model = this.#backend.model;
        if (model === undefined)
            return "no model is ready";
        const window = cutWindow(place.source, place.at, this.#limitsFor(model));
        if (window === undefined)
            return "the line is too long";
        if (isInsideWord(window.linePrefix, window.lineSuffix))
            return "inside a word";
        const multiline = wantsBlock(window.linePrefix, window.lineSuffix);
        return {place, window, key: {model: `${model.cacheKey} ${adapterKey(place.adapters)}`, uri: place.uri, prefix: window.prefix, suffix: window.suffix, multiline, threshold: place.threshold}};
    }

    #remembered(spot: Spot): Suggestion | NoSuggestion | undefined {
        const hit = this.#history.find(spot.key);
        if (hit === undefined)
            return undefined;
        // A lone bracket or semicolon is typed sooner than it is looked at.
        if (hit.from === "typed" && isLoneCloser(hit.text))
            return none("only closing characters are left");
        return hit.text === "" ? none("nothing to show here (remembered)") : {...fit(hit.text, spot.window), from: hit.from, outcome: undefined};
    }

    /** Waits for the request under way; undefined when it does not serve this place, or turns out not to. */
    async #join(spot: Spot, signal: AbortSignal): Promise<Suggestion | undefined> {
        const inFlight = this.#inFlight;
        const outcome = inFlight?.serves(spot.key) === true ? await inFlight.waitFor(spot.key, signal) : undefined;
        if (outcome === undefined)
            return undefined;
        const hit = this.#history.find(spot.key);
        return hit === undefined || hit.text === "" ? undefined : {...fit(hit.text, spot.window), from: "joined", outcome};
    }

    async #ask(spot: Spot, signal: AbortSignal): Promise<Suggestion | NoSuggestion> {
        if (signal.aborted)
            throw cancelledError();
        const outcome = await this.#start(spot).waitFor(spot.key, signal);
        if (outcome === undefined || outcome.text === "")
            return {...none(outcome?.note ?? "the model ends here"), outcome};
        return {...fit(outcome.text, spot.window), from: "model", outcome};
    }

    /** Sends a place to the model; ends what is under way for another. */
    #start(spot: Spot): InFlight {
        this.#preparing?.abort();
        this.#inFlight?.end();
        const query = queryOf(spot.place, spot.window, spot.key.multiline);
        const inFlight = new InFlight(spot.key, async (ended, onPartial) => {
            const outcome = await this.#backend.complete(query, ended, onPartial);
            this.#history.remember(spot.key, outcome.text);
            this.#readSpeed.note(outcome.cost);
            return outcome;
        });
        this.#inFlight = inFlight;
        return inFlight;
    }

    /** While the user reads what is shown, asks for what comes after it; where the line is whole, for the next line. */
    #workAhead(place: CompletionPlace, answer: Suggestion | NoSuggestion): void {
        const here = "from" in answer ? withInserted(place.source, place.at, answer.text, answer.replaces) : afterEnter(place, place.tabSize);
        if (here === undefined || this.#inFlight?.isRunning === true)
            return;
        const next = {...place, ...here};
        const spot = this.#spotOf(next);
        if (typeof spot === "string")
            return;
        const known = this.#remembered(spot);
        if (known === undefined)
            this.#start(spot).outcome.then((outcome) => this.#nextLineAhead(next, outcome), () => {
                // Overtaken by what the user really does, or the engine is restarting: nothing is lost.
            });
        else if (!("from" in known))
            this.#nextLineAhead(next, undefined);
    }

    /** After the end of a line that is whole, the next line. */
    #nextLineAhead(place: CompletionPlace, outcome: CompletionOutcome | undefined): void {
        const next = outcome === undefined || outcome.text === "" ? afterEnter(place, place.tabSize) : undefined;
        const spot = next === undefined ? undefined : this.#spotOf({...place, ...next});
        if (spot === undefined || typeof spot === "string" || this.#inFlight?.isRunning === true || this.#remembered(spot) !== undefined)
            return;
        this.#start(spot);
    }
}

interface Spot {
    readonly place: CompletionPlace;
    readonly window: TextWindow;
    readonly key: PlaceKey;
}

function none(why: string): NoSuggestion {
    return {text: "", why, outcome: undefined};
}

function queryOf(place: CompletionPlace, window: TextWindow, multiline: boolean): CompletionQuery {
    return {
        adapters: place.adapters, path: place.path, repository: place.repository, languageId: place.languageId,
        prefix: window.prefix, suffix: window.suffix, multiline, maxTokens: place.maxTokens, tabSize: place.tabSize,
        threshold: place.threshold, ...place.related === undefined ? {} : {related: place.related}
    };
}

function fit(text: string, window: TextWindow): {text: string; replaces: number} {
    return {text, replaces: replacedBy(text, window.lineSuffix)};
}
