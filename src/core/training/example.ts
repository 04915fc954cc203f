/**
 * A training example: exactly the tokens that the product would have evaluated at the cursor, and after them the answer as the product would have written
 * it, healed token and end included. One source of truth: the prompt comes from the completion planner.
 */
import {planPrompt, type PlanOptions} from "../completion/plan.js";
import {cutWindow, lineSource, type WindowLimits} from "../completion/window.js";
import type {RelatedSnippet} from "../index/related/snippets.js";
import type {Gap} from "./gaps.js";

export interface SourceFile {
    /** Name of the project, as the prompt shows it. */
    readonly repository: string;
    /** Path relative to the project's folder, forward slashes. */
    readonly path: string;
    readonly languageId: string;
    /** LF only. */
    readonly text: string;
}

export interface TrainingExample {
    /** The prompt, the answer, and the token that ends it. */
    readonly tokens: readonly number[];
    /** Index of the first token of the answer: from here on the loss counts. */
    readonly answerStart: number;
    /** Index of the first token of the text that the answer continues; `answerStart` where the prompt ends with something else. */
    readonly textStart: number;
}

export interface ExampleOptions extends PlanOptions {
    /** The token that ends an answer. */
    readonly end: number;
    readonly limits: WindowLimits;
    /** Whether the names of project and file stand in the prompt. */
    readonly named: boolean;
    /** What the prompt shows of other files; absent: nothing. */
    readonly related?: readonly RelatedSnippet[];
}

/** @returns undefined where the product would not complete (a line too long, no prompt) */
export function makeExample(file: SourceFile, gap: Gap, options: ExampleOptions): TrainingExample | undefined {
    const before = file.text.slice(0, gap.start);
    const source = lineSource(before + file.text.slice(gap.end));
    const line = before.split("\n").length - 1;
    const window = cutWindow(source, {line, character: gap.start - (before.lastIndexOf("\n") + 1)}, options.limits);
    if (window === undefined)
        return undefined;
    const plan = planPrompt({
        adapters: [],
        path: options.named ? file.path : "", repository: options.named ? file.repository : "", languageId: file.languageId,
        prefix: window.prefix, suffix: window.suffix, multiline: true, maxTokens: options.budget, tabSize: 4, threshold: 0, related: options.related ?? []
    }, options);
    if (plan.tokens.length === 0)
        return undefined;
    const answer = options.tokenizer.tokens(plan.heal + file.text.slice(gap.start, gap.end));
    const answerStart = plan.tokens.length, {fim} = options;
    // Only there does the answer go on where the prompt ends.
    const textStart = fim?.family.layout === "suffix-first" ? plan.tokens.lastIndexOf(fim.middle) + 1 : answerStart;
    return {tokens: [...plan.tokens, ...answer, options.end], answerStart, textStart};
}
