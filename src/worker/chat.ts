/** Answers: reads what is new of a conversation, then writes token by token, giving way to completions at each one. */
import {type LlamaContextSequence, LlamaGrammarEvaluationState, type Token} from "node-llama-cpp";

import {goesRound} from "../core/chat/circles.js";
import {planChat} from "../core/chat/plan.js";
import type {ChatOutcome, ChatQuery, ChatStop, JsonSchema} from "../core/chat/types.js";
import {EditDraft} from "../core/edit/draft.js";
import {asHearthError, cancelledError} from "../core/errors.js";
import type {FitParams, FitResult} from "../protocol/chatMessages.js";
import type {MeasureResult} from "../protocol/messages.js";
import type {ChatModel, Lane} from "./chatModel.js";
import type {Turns} from "./turns.js";

/** Tokens read at once while someone types: about as long as writing one or two takes. */
const smallBatch = 16;
/** The KV cache of edits and other tasks is given back when none was asked for so long; a conversation keeps its own. */
const taskIdleMs = 180_000;
/** Between two looks for a model that goes round in circles, in tokens. */
const lookEvery = 24;

/** The tokens of texts, and the window that they must fit. */
export function measure({vocabulary, contextSize}: ChatModel, texts: readonly string[]): MeasureResult {
    return {tokens: texts.map((text) => vocabulary.tokens(text).length), windowTokens: contextSize};
}

/** Whether a conversation fits, with its answer and something to spare. */
export function fit({vocabulary, contextSize}: ChatModel, {system, turns, maxTokens, spareTokens}: FitParams): FitResult {
    const usual = budgetOf(contextSize, maxTokens);
    const {tokens, droppedTurns} = planChat(system, turns, usual - spareTokens, vocabulary, usual);
    return {droppedTurns, promptTokens: tokens.length};
}

/** Tokens that a prompt may have beside its answer. A small window must leave room for the question. */
function budgetOf(contextSize: number, maxTokens: number): number {
    return contextSize - Math.min(maxTokens, Math.floor(contextSize / 2)) - 8;
}

export class Chat {
    readonly #model: ChatModel;
    readonly #turns: Turns;
    /** Answers of one lane come one after the other. */
    readonly #busy = new Map<ChatQuery["lane"], Promise<unknown>>();
    #idle: NodeJS.Timeout | undefined;

    constructor(model: ChatModel, turns: Turns) {
        this.#model = model;
        this.#turns = turns;
    }

    /**
     * Writes an answer; `onText` gets what it goes on with. Aborted while writing, it gives what was written.
     * @throws HearthError `chat.tooLong`, `adapter.*`, `engine.outOfMemory`, or `request.cancelled` when aborted before anything was written
     */
    async reply(query: ChatQuery, signal: AbortSignal, onText: (text: string) => void): Promise<ChatOutcome> {
        if (query.lane === "task")
            clearTimeout(this.#idle);
        const before = this.#busy.get(query.lane);
        const running = this.#turns.attended(async () => {
            await before;
            return await this.#reply(query, signal, onText);
        });
        const settled = running.then(() => undefined, () => undefined);
        this.#busy.set(query.lane, settled);
        try {
            return await running;
        } finally {
            // Only the last one in line: another may have come meanwhile.
            if (query.lane === "task" && this.#busy.get("task") === settled)
                this.#idle = setTimeout(() => void this.#model.release("task"), taskIdleMs);
        }
    }

    async #reply(query: ChatQuery, signal: AbortSignal, onText: (text: string) => void): Promise<ChatOutcome> {
        if (signal.aborted)
            throw cancelledError();
        // First, since it may turn out that there is memory for a small one only.
        const lane = await this.#turns.step(signal, () => this.#model.lane(query.lane, query.adapters ?? [], signal));
        const {vocabulary, contextSize} = this.#model;
        const maxTokens = Math.min(query.maxTokens, Math.floor(contextSize / 2));
        const opening = query.opening ?? "";
        const opened = opening === "" ? [] : vocabulary.tokens(opening);
        const plan = planChat(
            query.system, query.turns, budgetOf(contextSize, maxTokens) - opened.length, vocabulary, budgetOf(contextSize, query.usualMaxTokens ?? maxTokens) - opened.length
        );
        const started = performance.now();
        const tokens = [...plan.tokens, ...opened] as Token[];
        const readTokens = await this.#read(lane, tokens, signal);
        const read = performance.now();
        const writer = new AnswerWriter(this.#model, this.#turns, lane, {...query, maxTokens}, opening, onText);
        const stop = await writer.run(tokens.at(-1), signal);
        const text = writer.finished();
        this.#model.remember(text, [...opened, ...writer.written]);
        return {
            text, stop, droppedTurns: plan.droppedTurns, cutAttachments: plan.cutAttachments, windowTokens: contextSize,
            cost: {
                promptTokens: tokens.length, readTokens, writtenTokens: writer.written.length, draftedTokens: writer.drafted,
                readMs: read - started, writeMs: performance.now() - read
            }
        };
    }

    /** Reads all but the last token into the lane's cache. @returns how many had to be read */
    async #read({sequence}: Lane, tokens: readonly Token[], signal: AbortSignal): Promise<number> {
        const batch = () => this.#turns.typing ? Math.min(smallBatch, this.#model.base.readBatch) : this.#model.base.readBatch;
        return await sequence.follow(tokens, signal, {batch, step: (work) => this.#turns.step(signal, work)});
    }
}

class AnswerWriter {
    readonly written: Token[] = [];
    /** How many tokens a draft had guessed. */
    drafted = 0;
    readonly #model: ChatModel;
    readonly #turns: Turns;
    readonly #lane: Lane;
    readonly #query: ChatQuery;
    readonly #onText: (text: string) => void;
    readonly #draft: EditDraft | undefined;
    #text: string;
    /** Written tokens whose text is known: part of a character is none yet. */
    #settled = 0;

    constructor(model: ChatModel, turns: Turns, lane: Lane, query: ChatQuery, opening: string, onText: (text: string) => void) {
        this.#model = model;
        this.#turns = turns;
        this.#lane = lane;
        this.#query = query;
        this.#text = opening;
        this.#onText = onText;
        // A draft is checked against the likeliest tokens.
        this.#draft = query.draft === undefined || query.temperature > 0 ? undefined : new EditDraft(model.vocabulary.tokens(query.draft));
        if (opening !== "")
            onText(opening);
    }

    /** @param last of the prompt, not evaluated yet */
    async run(last: Token | undefined, signal: AbortSignal): Promise<ChatStop> {
        if (last === undefined)
            return "end";
        const next = this.#query.schema === undefined ? this.#plainSteps(last) : await this.#constrainedSteps(last, this.#query.schema);
        while (this.written.length < this.#query.maxTokens) {
            if (signal.aborted)
                return "stopped";
            let found: readonly Token[];
            try {
                found = await this.#turns.step(signal, next);
            } catch (error) {
                if (asHearthError(error).code === "request.cancelled")
                    return "stopped"; // while it waited for its turn
                throw error;
            }
            const stop = this.#take(found);
            if (stop !== undefined)
                return stop;
        }
        return "length";
    }

    /** The whole answer. */
    finished(): string {
        return this.#text.trimEnd();
    }

    #take(found: readonly Token[]): ChatStop | undefined {
        for (const token of found) {
            if (this.#model.ends(token))
                return "end";
            this.written.push(token);
        }
        if (found.length === 0 || this.#settle())
            return "end";
        return this.written.length % lookEvery < found.length && goesRound(this.written) ? "repetition" : undefined;
    }

    /** Turns new tokens into text. @returns true at a text that ends the answer */
    #settle(): boolean {
        const fresh = this.written.slice(this.#settled);
        const text = this.#model.base.vocabulary.text(fresh, this.written.slice(Math.max(0, this.#settled - 4), this.#settled));
        if (text.endsWith("\ufffd") && fresh.length < 8)
            return false;
        this.#settled = this.written.length;
        // Some vocabularies put a space before the first word.
        const added = this.#text === "" ? text.trimStart() : text;
        const whole = this.#text + added;
        const ends = (this.#query.stops ?? []).map((stop) => whole.indexOf(stop, Math.max(0, this.#text.length - stop.length))).filter((at) => at >= 0);
        const end = ends.length === 0 ? whole.length : Math.min(...ends);
        this.#onText(whole.slice(this.#text.length, end));
        this.#text = whole.slice(0, end);
        return ends.length > 0;
    }

    #plainSteps(last: Token): () => Promise<readonly Token[]> {
        const {sequence} = this.#lane;
        const {temperature} = this.#query;
        return async () => {
            const current = this.written.at(-1) ?? last;
            if (temperature > 0)
                return [await sequence.sample(current, {temperature, topP: 0.9, topK: 40})];
            const guess = (this.#draft?.guess(this.written) ?? []).slice(0, this.#query.maxTokens - this.written.length - 1) as Token[];
            const found = guess.length === 0 ? [await sequence.next(current)] : await sequence.nextWithDraft(current, guess);
            const tokens = found.map(({token}) => token);
            this.#draft?.learn(guess, tokens);
            this.drafted += guess.length === 0 ? 0 : tokens.length - 1;
            return tokens;
        };
    }

    async #constrainedSteps(last: Token, schema: JsonSchema): Promise<() => Promise<readonly Token[]>> {
        const {model} = this.#model.base;
        const grammar = await model.llama.createGrammarForJsonSchema(toGbnfSchema(schema));
        const grammarEvaluationState = new LlamaGrammarEvaluationState({model, grammar});
        const steps: AsyncIterator<Token> = this.#sequence().evaluate([last], {temperature: this.#query.temperature, grammarEvaluationState});
        return async () => {
            const step = await steps.next();
            return step.done === true ? [] : [step.value];
        };
    }

    #sequence(): LlamaContextSequence {
        return this.#lane.sequence.native;
    }
}

/** The engine's own schema type is mutable; ours is not. */
function toGbnfSchema(schema: JsonSchema): Parameters<ChatModel["base"]["model"]["llama"]["createGrammarForJsonSchema"]>[0] {
    return structuredClone(schema) as Parameters<ChatModel["base"]["model"]["llama"]["createGrammarForJsonSchema"]>[0];
}
