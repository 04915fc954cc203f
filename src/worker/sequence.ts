/**
 * One KV cache and how it follows a prompt: what is already in it is not read again. Cancelling takes effect at the next token, or at the
 * next small batch while reading.
 */
import type {ControlledEvaluateIndexOutput, ControlledEvaluateInputItem, LlamaContextSequence, Token} from "node-llama-cpp";

import {cancelledError} from "../core/errors.js";
import type {MachineLock} from "./machineLock.js";

export interface NextToken {
    readonly token: Token;
    /** Probability of the token under the model, 0..1. */
    readonly probability: number;
}

/** How reading gives way to others. */
export interface ReadPace {
    /** Tokens of the next batch. */
    readonly batch: () => number;
    /** Runs the reading of one batch when it may. */
    readonly step: (work: () => Promise<void>) => Promise<void>;
}

export class CachedSequence {
    readonly #sequence: LlamaContextSequence;
    readonly #readBatch: number;
    readonly #machine: MachineLock;

    /**
     * @param readBatch tokens read at once: a keystroke waits for one such batch at most
     * @param machine whose turn it is among the model processes of this machine
     */
    constructor(sequence: LlamaContextSequence, readBatch: number, machine: MachineLock) {
        this.#sequence = sequence;
        this.#readBatch = readBatch;
        this.#machine = machine;
    }

    /** The engine's own sequence, for what this class has no word for. */
    get native(): LlamaContextSequence {
        return this.#sequence;
    }

    get capacity(): number {
        return this.#sequence.contextSize;
    }

    get isEmpty(): boolean {
        return this.#sequence.nextTokenIndex === 0;
    }

    /** How many of `tokens`, from the first on, the cache holds already. */
    held(tokens: readonly Token[]): number {
        return this.#sequence.compareContextTokens([...tokens]).firstDifferentIndex;
    }

    /**
     * Brings the cache to `tokens` without the last one, which stays to be evaluated for its prediction.
     * @returns the number of tokens that had to be read
     * @throws HearthError `request.cancelled`; what was read until then stays in the cache
     */
    async follow(tokens: readonly Token[], signal: AbortSignal, pace: ReadPace = {batch: () => this.#readBatch, step: (work) => work()}): Promise<number> {
        const target = tokens.slice(0, -1);
        const same = this.held(target);
        if (this.#sequence.nextTokenIndex > same)
            await this.#sequence.eraseContextTokenRanges([{start: same, end: this.#sequence.nextTokenIndex}]);
        for (let at = same; at < target.length;) {
            if (signal.aborted)
                throw cancelledError();
            const batch = target.slice(at, at + pace.batch());
            await pace.step(() => this.#machine.turn(() => this.#sequence.evaluateWithoutGeneratingNewTokens(batch)));
            at += batch.length;
        }
        return target.length - same;
    }

    /**
     * Prompt tokens read per second, from two batches of any tokens; the first is for warming up. Leaves the cache empty.
     */
    async measureReadSpeed(token: Token): Promise<number> {
        const batch = Array.from({length: this.#readBatch}, () => token);
        await this.#sequence.evaluateWithoutGeneratingNewTokens(batch);
        const started = performance.now();
        await this.#sequence.evaluateWithoutGeneratingNewTokens(batch);
        const seconds = (performance.now() - started) / 1000;
        await this.#sequence.clearHistory();
        return this.#readBatch / seconds;
    }

    #evaluate(input: ControlledEvaluateInputItem[]): Promise<(ControlledEvaluateIndexOutput | undefined)[]> {
        return this.#machine.turn(() => this.#sequence.controlledEvaluate(input));
    }

    /** Evaluates one token and gives the likeliest next one. */
    async next(token: Token): Promise<NextToken> {
        const [output] = await this.#evaluate([[token, greedy]]);
        return nextOf(output);
    }

    /** Evaluates one token and draws the next one. */
    async sample(token: Token, options: {readonly temperature: number; readonly topP: number; readonly topK: number}): Promise<Token> {
        const [output] = await this.#evaluate([[token, {generateNext: {token: true, options}}]]);
        const drawn = output?.next.token;
        if (drawn == null)
            throw new Error("the engine gave no next token");
        return drawn;
    }

    /**
     * Evaluates one token and a guess at what follows it, and gives the likeliest tokens as far as the guess was right, and one more.
     * @returns one token at least
     */
    async nextWithDraft(token: Token, draft: readonly Token[]): Promise<NextToken[]> {
        const start = this.#sequence.nextTokenIndex;
        const outputs = await this.#evaluate([token, ...draft].map((input) => [input, greedy]));
        const found: NextToken[] = [];
        for (const [i, output] of outputs.entries()) {
            found.push(nextOf(output));
            if (found.at(-1)?.token !== draft[i])
                break;
        }
        // The wrong part of the guess stands in the cache now; the last found token does not.
        const right = start + found.length;
        if (right < this.#sequence.nextTokenIndex)
            await this.#sequence.eraseContextTokenRanges([{start: right, end: this.#sequence.nextTokenIndex}]);
        return found;
    }

    /**
     * Evaluates one token and gives the likeliest next one among those that `allowed` accepts.
     * @returns undefined when none of the likeliest tokens is allowed
     */
    async nextAllowed(token: Token, allowed: (token: Token) => boolean): Promise<NextToken | undefined> {
        const [output] = await this.#evaluate([[token, likeliest]]);
        const candidates = [...output?.next.logits ?? []].filter(([candidate]) => allowed(candidate)).sort((a, b) => b[1] - a[1]);
        const [best] = candidates;
        if (best === undefined)
            return undefined;
        // Its share among the allowed: the text that must come is certain, so it does not count against the token.
        const total = candidates.reduce((sum, [, logit]) => sum + Math.exp(logit - best[1]), 0);
        return {token: best[0], probability: 1 / total};
    }
}

type Asked = Extract<ControlledEvaluateInputItem, readonly unknown[]>[1];

/** How many of the likeliest tokens are looked at: what the others could be is too little to matter. */
const considered = 256;
/**
 * How the engine is asked for the likeliest tokens. It would sort its whole vocabulary for them (13 ms for Qwen's 152,000), and sum over all of it for one token's
 * probability (2 ms, a tenth of a small model's speed), if its sampler did not leave only the first ones over, in order (0.2 ms; docs/PERFORMANCE.md).
 * What that sampler draws in the end is not looked at.
 */
const onlyLikeliest = {temperature: 1, topK: considered, topP: 1, minP: 0} as const;

/** The likeliest token and the sum of exp(logit - largest logit) over the likeliest ones, of which its own share is 1. */
export const greedy: Asked = {generateNext: {logits: {filter: {tokens: [], includeTop: 1}}, totalLogitWeight: true, options: onlyLikeliest}};
const likeliest: Asked = {generateNext: {logits: {filter: {tokens: [], includeTop: considered}}, options: onlyLikeliest}};

function nextOf(output: ControlledEvaluateIndexOutput | undefined): NextToken {
    const [token] = output?.next.logits?.keys() ?? [];
    const weight = output?.next.totalLogitWeight;
    if (token === undefined || weight === undefined)
        throw new Error("the engine gave no next token");
    return {token, probability: 1 / weight};
}
