/** A completion from plan to text: follow the prompt, write token by token, stop as soon as what will be shown is whole. */
import type {Token} from "node-llama-cpp";

import {confidentPart, isUnsure, type WrittenPiece} from "../core/completion/confidence.js";
import {laidOut, planPrompt, type PromptPlan} from "../core/completion/plan.js";
import {findStop, type Stop, type StopContext} from "../core/completion/stop.js";
import {breaksSyntax, type SyntaxPlace, withoutBreak} from "../core/completion/syntax.js";
import {type Trimmed, trimCompletion} from "../core/completion/trim.js";
import type {CompletionOutcome, CompletionQuery} from "../core/completion/types.js";
import {firstHidden} from "../core/text/hidden.js";
import {cancelledError} from "../core/errors.js";
import type {Syntax} from "../syntax/syntax.js";
import type {Guesses} from "./guesses.js";
import type {ModelHandle} from "./model.js";
import type {CachedSequence, NextToken} from "./sequence.js";
import type {Vocabulary} from "./vocabulary.js";

/** Most lines of one suggestion. */
const maxLines = 12;

/** The likeliest text at a position. `onPartial` gets what is written so far, as it grows. @throws HearthError `request.cancelled`, `adapter.*` */
export async function complete(
    asked: CompletionQuery, model: ModelHandle, syntax: Syntax, signal: AbortSignal, onPartial: (text: string) => void
): Promise<CompletionOutcome> {
    const {query, plan} = planFor(asked, model);
    const started = performance.now();
    // Begun first, so that a grammar is loaded while the model reads.
    const placing = syntax.place(query.languageId, query.prefix, query.suffix);
    try {
        const sequence = await model.places.take(plan.tokens as Token[], query.adapters, signal);
        const readTokens = await sequence.follow(plan.tokens as Token[], signal);
        const read = performance.now();
        const place = await placing;
        const writer = new Writer(query, plan, sequence, model, place);
        const stop = await writer.run(signal, onPartial);
        const trimmed = visible(sound(trimCompletion(confidentPart(stop.text, writer.pieces, query.threshold), writer.context), writer.context, place), query);
        return {
            text: trimmed.text, raw: writer.text, stop: stop.reason, note: trimmed.note, pieces: writer.pieces,
            cost: {
                promptTokens: plan.tokens.length, readTokens, writtenTokens: writer.written.length,
                readMs: read - started, writeMs: performance.now() - read,
                ...model.guesses.draft === undefined ? {} : {draft: {...writer.draft, pays: model.guesses.draftPays}}
            }
        };
    } finally {
        (await placing)?.dispose();
    }
}

/** What of a suggestion the syntax allows. */
function sound(trimmed: Trimmed, context: StopContext, place: SyntaxPlace | undefined): Trimmed {
    const text = place === undefined ? trimmed.text : withoutBreak(trimmed.text, place);
    if (text === trimmed.text)
        return trimmed;
    return {text: trimCompletion(text, context).text, note: breaksSyntax};
}

/** What comes before a character that is not seen and does not stand in the file already. */
function visible(trimmed: Trimmed, {prefix, suffix}: CompletionQuery): Trimmed {
    const at = firstHidden(trimmed.text, prefix + suffix);
    return at === undefined ? trimmed : {text: trimmed.text.slice(0, at).trimEnd(), note: "hidden characters"};
}

/** Reads a position's prompt into a KV cache. @throws HearthError `request.cancelled`; what was read until then stays */
export async function prepare(asked: CompletionQuery, model: ModelHandle, signal: AbortSignal): Promise<void> {
    const tokens = planFor(asked, model).plan.tokens as Token[];
    const sequence = await model.places.take(tokens, asked.adapters, signal);
    await sequence.follow(tokens, signal);
    if (model.guesses.draftPays)
        await model.guesses.draft?.follow(tokens, signal);
}

function planFor(asked: CompletionQuery, {places, vocabulary}: ModelHandle): {readonly query: CompletionQuery; readonly plan: PromptPlan} {
    // A small context set together with long completions must leave room for the prompt.
    const query = {...asked, maxTokens: Math.min(asked.maxTokens, Math.floor(places.capacity / 4))};
    const plan = planPrompt(query, {
        tokenizer: vocabulary.tokenizer, fim: laidOut(vocabulary.fim, asked.adapters[0]?.layout), bos: vocabulary.bos,
        budget: places.capacity - query.maxTokens - 8, textOf: (token) => vocabulary.text([token as Token])
    });
    return {query, plan};
}

class Writer {
    readonly context: StopContext;
    readonly written: Token[] = [];
    readonly pieces: WrittenPiece[] = [];
    /** What was written so far, without the healed text. */
    text = "";
    /** What the draft model has done. */
    readonly draft = {guessed: 0, right: 0};
    readonly #query: CompletionQuery;
    readonly #plan: PromptPlan;
    readonly #sequence: CachedSequence;
    readonly #vocabulary: Vocabulary;
    readonly #guesses: Guesses;
    /** The prompt and what was written. */
    readonly #tokens: Token[];
    readonly #place: SyntaxPlace | undefined;
    /** Whole lines whose syntax has been asked about. */
    #judgedLines = 0;

    constructor(query: CompletionQuery, plan: PromptPlan, sequence: CachedSequence, {vocabulary, guesses}: ModelHandle, place: SyntaxPlace | undefined) {
        this.#query = query;
        this.#plan = plan;
        this.#sequence = sequence;
        this.#vocabulary = vocabulary;
        this.#guesses = guesses;
        this.#tokens = [...plan.tokens] as Token[];
        this.#place = place;
        const [lineSuffix = "", ...below] = query.suffix.split("\n");
        this.context = {
            linePrefix: query.prefix.slice(query.prefix.lastIndexOf("\n") + 1), lineSuffix, below,
            multiline: query.multiline, tabSize: query.tabSize, maxLines
        };
    }

    async run(signal: AbortSignal, onPartial: (text: string) => void): Promise<Stop> {
        const last = this.#plan.tokens.at(-1);
        if (last === undefined)
            return {reason: "end", text: ""};
        let current = last as Token;
        let owed = this.#plan.heal;
        while (this.written.length < this.#query.maxTokens) {
            if (signal.aborted)
                throw cancelledError();
            const step = owed === "" ? await this.#write(current, signal) : await this.#heal(current, owed);
            for (const next of step) {
                if (this.#vocabulary.ends(next.token))
                    return this.#ended();
                owed = this.#take(next, owed);
                const stop = owed === "" ? this.#stopHere() : undefined;
                if (stop !== undefined)
                    return stop;
                current = next.token;
            }
            if (step.length === 0)
                return this.#ended();
            onPartial(this.text);
        }
        return {reason: "length", text: withoutPartialLine(this.text)};
    }

    /** The model has ended the text by itself. */
    #ended(): Stop {
        return findStop(this.text, this.context, true) ?? {reason: "end", text: this.text};
    }

    #stopHere(): Stop | undefined {
        return findStop(this.text, this.context, false) ?? this.#blockEnd() ??
            (isUnsure(this.pieces, this.#query.threshold) ? {reason: "unsure", text: this.text} : undefined);
    }

    /** Asked once for each line that is whole, when more than one may be shown. */
    #blockEnd(): Stop | undefined {
        const end = this.text.lastIndexOf("\n");
        const lines = this.text.split("\n").length - 1;
        if (!this.context.multiline || lines === this.#judgedLines)
            return undefined;
        this.#judgedLines = lines;
        const at = this.#place?.blockEnd(this.text.slice(0, end));
        return at === undefined ? undefined : {reason: "block", text: this.text.slice(0, at)};
    }

    /** The next token, or several where a guess turned out right. */
    async #write(current: Token, signal: AbortSignal): Promise<readonly NextToken[]> {
        const started = performance.now();
        const guess = await this.#guesses.after(this.#tokens, signal);
        const guessed = guess?.tokens ?? [];
        const found = guessed.length === 0 ? [await this.#sequence.next(current)] : await this.#sequence.nextWithDraft(current, guessed);
        this.#guesses.note(guess, performance.now() - started, found.length);
        if (guess?.by === "draft") {
            this.draft.guessed += guessed.length;
            this.draft.right += found.filter(({token}, i) => token === guessed[i]).length;
        }
        return found;
    }

    /** The next token of the text that must come, with what the model would write after it. */
    async #heal(current: Token, owed: string): Promise<readonly NextToken[]> {
        const next = await this.#sequence.nextAllowed(current, (token) => agrees(this.#vocabulary.text([token]), owed));
        if (next !== undefined)
            return [next];
        // The model expects something else entirely: give it the text as the tokenizer cuts it.
        return this.#vocabulary.tokenizer.tokens(owed).slice(0, 1).map((token) => ({token: token as Token, probability: 1}));
    }

    /** Adds a token; returns what is still owed of the healed text. */
    #take(next: NextToken, owed: string): string {
        this.written.push(next.token);
        this.#tokens.push(next.token);
        const whole = this.#vocabulary.text(this.written);
        const healed = this.#plan.heal;
        // Part of a character is not text yet; the next token completes it.
        const settled = whole.endsWith("\ufffd") ? whole.slice(0, whole.indexOf("\ufffd")) : whole;
        this.text = settled.slice(healed.length);
        // A token that only repeats what stands before the cursor is certain.
        this.pieces.push({end: this.text.length, probability: settled.length <= healed.length ? 1 : next.probability});
        return owed === "" ? "" : healed.slice(Math.min(settled.length, healed.length));
    }
}

/** A token fits text that must come if one begins with the other. */
function agrees(token: string, owed: string): boolean {
    return token !== "" && (token.startsWith(owed) || owed.startsWith(token));
}

/** At the token limit the last line is cut anywhere: show whole lines, unless there is only one. */
function withoutPartialLine(text: string): string {
    const end = text.lastIndexOf("\n");
    return end > 0 ? text.slice(0, end) : "";
}
