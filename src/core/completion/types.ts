/** What a completion is asked with and what comes back. Text is LF only; callers convert line endings at the border. */

import type {AdapterUse} from "../adapters/use.js";
import type {RelatedSnippet} from "../index/related/snippets.js";
import type {WrittenPiece} from "./confidence.js";

export interface CompletionQuery {
    /** The adapters that speak, in the order in which they are added to the base; empty for the base alone. */
    readonly adapters: readonly AdapterUse[];
    /** Path shown to the model, relative to its workspace folder, forward slashes. */
    readonly path: string;
    /** Name of the workspace folder, shown to the model as the repository's. */
    readonly repository: string;
    readonly languageId: string;
    /** Of other files of the workspace, in the order in which the model reads them; absent: none. */
    readonly related?: readonly RelatedSnippet[];
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
    /** How sure the model must be of what is shown, 0..1; 0 shows all. See confidence.ts. */
    readonly threshold: number;
}

/** Why writing ended; `unsure`: what would follow could not be shown anyway. */
export type StopReason = "end" | "line" | "block" | "suffix" | "repetition" | "length" | "unsure";

export interface CompletionOutcome {
    /** Text to insert at the cursor, already trimmed; empty when there is nothing worth showing. */
    readonly text: string;
    /** The model's untrimmed words, for the log and for benchmarks. */
    readonly raw: string;
    readonly stop: StopReason;
    /** Why `text` is empty or shorter than `raw`, when it is. */
    readonly note: string | undefined;
    /** The written tokens, with where each ends in `raw`. */
    readonly pieces: readonly WrittenPiece[];
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
    /** What a draft model did for it; absent where there is none. */
    readonly draft?: DraftWork;
}

export interface DraftWork {
    /** Tokens that it guessed, and how many of them the model would have written, too. */
    readonly guessed: number;
    readonly right: number;
    /** Whether it saves time here, as far as was measured; one that does not is left alone for a while. */
    readonly pays: boolean;
}
