/** What a completion is asked with and what comes back. Text is LF only; callers convert line endings at the border. */

export interface CompletionQuery {
    /** Path shown to the model, relative to its workspace folder, forward slashes. */
    readonly path: string;
    /** Name of the workspace folder, shown to the model as the repository's. */
    readonly repository: string;
    readonly languageId: string;
    /** Text before the cursor: a window that starts at a line's start, and whose start moves seldom. */
    readonly prefix: string;
    /** Text after the cursor: a window that ends at a line's end. */
    readonly suffix: string;
    /** Whether the answer may go past the cursor's line. */
    readonly multiline: boolean;
    /** Upper bound of tokens written. */
    readonly maxTokens: number;
    /** The indentation unit of the document, for judging where a block ends. */
    readonly tabSize: number;
}

/** Why writing ended. */
export type StopReason = "end" | "line" | "block" | "suffix" | "repetition" | "length";

export interface CompletionOutcome {
    /** Text to insert at the cursor, already trimmed; empty when there is nothing worth showing. */
    readonly text: string;
    /** The model's untrimmed words, for the log and for benchmarks. */
    readonly raw: string;
    readonly stop: StopReason;
    /** Why `text` is empty or shorter than `raw`, when it is. */
    readonly note: string | undefined;
    /** Probability of each written token under the model, 0..1. */
    readonly probabilities: readonly number[];
    readonly cost: CompletionCost;
}

export interface CompletionCost {
    /** Tokens of the prompt. */
    readonly promptTokens: number;
    /** Prompt tokens that had to be read because the KV cache did not hold them. */
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly readMs: number;
    readonly writeMs: number;
}
