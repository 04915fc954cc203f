/**
 * The prompt: which tokens, in which order. Pure; the worker gives the tokenizer and evaluates the result.
 *
 * Order of the parts: what follows the cursor stands before what precedes it (`suffix-first`), so that a keystroke appends to the prompt and
 * re-reads nothing else. A model's or an adapter's record may ask for another order. Measured for Qwen2.5-Coder 0.5B and 1.5B: no worse than the usual order, better for the 0.5B (docs/PERFORMANCE.md).
 */
import {mostRelatedTokens} from "../index/related/budget.js";
import type {RelatedSnippet} from "../index/related/snippets.js";
import type {FimFamily, FimLayout} from "./fim.js";
import type {PieceTokenizer} from "./tokenizer.js";
import type {CompletionQuery} from "./types.js";

/** Token ids of a family's control tokens in one vocabulary. */
export interface FimTokens {
    readonly family: FimFamily;
    readonly prefix: number;
    readonly suffix: number;
    readonly middle: number;
    readonly repository: number | undefined;
    readonly file: number | undefined;
}

/** The same tokens in the order that a record asks for; without one, in the family's own. */
export function laidOut(fim: FimTokens | undefined, layout: FimLayout | undefined): FimTokens | undefined {
    return fim === undefined || layout === undefined ? fim : {...fim, family: {...fim.family, layout}};
}

export interface PlanOptions {
    readonly tokenizer: PieceTokenizer;
    /** Undefined: the model can't fill in the middle and gets the text before the cursor only. */
    readonly fim: FimTokens | undefined;
    /** Beginning-of-sequence token, where the model wants one. */
    readonly bos: number | undefined;
    /** Most tokens of the whole prompt. */
    readonly budget: number;
    /** Text of one token. */
    readonly textOf: (token: number) => string;
}

export interface PromptPlan {
    readonly tokens: readonly number[];
    /**
     * Text that was taken off the prompt's end and that the answer must begin with (token healing): the last token before the cursor is
     * seldom how the finished text is cut into tokens.
     */
    readonly heal: string;
}

/** Below this many tokens there is no room for a prompt: the plan is empty. */
const smallestBudget = 16;
/** Most of the budget for the names of repository and file. */
const headerShare = 0.25;
/** Most of the budget for what comes from other files. */
const relatedShare = 0.25;
/** Share of the budget for text after the cursor. */
const suffixShare = 0.3;
/** When the text before the cursor does not fit, it is cut at multiples of this many tokens, so that the cut moves seldom. */
const cutStep = 256;

export function planPrompt(query: CompletionQuery, options: PlanOptions): PromptPlan {
    const {tokenizer, fim, budget} = options;
    if (budget < smallestBudget)
        return {tokens: [], heal: ""};
    const {repository, file} = fim === undefined ? {repository: [], file: []} : headerTokens(query, fim, tokenizer);
    // Names that take more (a very long path, a tiny context) say less than the code they would displace.
    const fits = repository.length + file.length <= budget * headerShare;
    const related = fim === undefined || !fits ? [] : relatedTokens(query.related ?? [], fim, tokenizer, Math.min(mostRelatedTokens, budget * relatedShare));
    const start = [...options.bos === undefined ? [] : [options.bos], ...fits ? [...repository, ...related, ...file] : []];
    const room = budget - start.length - 4;
    const suffix = fim === undefined ? [] : tokenizer.tokens(query.suffix).slice(0, Math.floor(room * suffixShare));
    const {tokens: prefix, heal} = prefixTokens(query.prefix, room - suffix.length, options);
    return {tokens: fim === undefined ? [...start, ...prefix] : [...start, ...arrange(fim, prefix, suffix)], heal};
}

/** The parts in the family's order. */
function arrange(fim: FimTokens, prefix: readonly number[], suffix: readonly number[]): number[] {
    switch (fim.family.layout) {
        case "suffix-first":
            return [fim.prefix, fim.suffix, ...suffix, fim.middle, ...prefix];
        case "prefix-first":
            return [fim.prefix, ...prefix, fim.suffix, ...suffix, fim.middle];
        case "suffix-then-prefix":
            return [fim.suffix, ...suffix, fim.prefix, ...prefix];
    }
}

/** Repository and file name, as the family was trained to read them. */
function headerTokens(query: CompletionQuery, fim: FimTokens, tokenizer: PieceTokenizer): {readonly repository: readonly number[]; readonly file: readonly number[]} {
    return {
        repository: fim.repository !== undefined && query.repository !== "" ? [fim.repository, ...tokenizer.tokens(`${query.repository}\n`)] : [],
        file: fim.file !== undefined && query.path !== "" ? [fim.file, ...tokenizer.tokens(`${query.path}\n`)] : []
    };
}

/** Other files, each with its name. What does not fit goes from the front, where the least important stand. */
function relatedTokens(snippets: readonly RelatedSnippet[], fim: FimTokens, tokenizer: PieceTokenizer, room: number): number[] {
    if (fim.file === undefined)
        return [];
    let tokens: number[] = [];
    for (const {path, text} of [...snippets].reverse()) {
        const more = [fim.file, ...tokenizer.tokens(`${path}\n${text}`), ...tokens];
        if (more.length > room)
            break;
        tokens = more;
    }
    return tokens;
}

function prefixTokens(text: string, room: number, options: PlanOptions): PromptPlan {
    const all = options.tokenizer.tokens(text);
    const over = all.length - room;
    // A small room takes smaller steps, or one step would leave next to nothing of it.
    const step = Math.max(1, Math.min(cutStep, Math.floor(room / 4)));
    const tokens = over > 0 ? all.slice(Math.ceil(over / step) * step) : all;
    // An answer that must continue in the middle can't be healed when the cursor's text is not the prompt's end.
    const healable = options.fim?.family.layout !== "prefix-first";
    if (!healable || tokens.length < 2 || text.endsWith("\n"))
        return {tokens, heal: ""};
    const heal = options.textOf(tokens.at(-1) ?? 0);
    // Part of a character (byte tokens) can't be put back as text: leave such an end alone.
    return heal === "" || heal.includes("\ufffd") || !text.endsWith(heal) ? {tokens, heal: ""} : {tokens: tokens.slice(0, -1), heal};
}
