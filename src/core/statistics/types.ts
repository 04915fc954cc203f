/**
 * The local record of what Hearth's suggestions, answers and edits were worth. It holds figures and names of languages, models and adapters: no code, no file
 * names, no questions, no answers.
 */

/**
 * What became of a suggestion. `accepted`: taken at once. `partly`: taken in words or lines. `typed`: all of it was typed by hand. `ignored`: anything else.
 */
export type SuggestionOutcome = "accepted" | "partly" | "typed" | "ignored";

export interface Speaker {
    /** Language id of VS Code; empty where there is none. */
    readonly language: string;
    readonly model: string;
    /** Empty: the model alone. */
    readonly adapter: string;
}

export interface SuggestionRecord extends Speaker {
    readonly id: string;
    /** Milliseconds since the epoch. */
    readonly at: number;
    /** Characters shown. */
    readonly characters: number;
    readonly outcome: SuggestionOutcome;
    /** Characters that came into the file by accepting, all or in part. */
    readonly accepted: number;
}

/** `chat`: the chat view. `participant`: `@hearth`. `edit`: an inline edit. `task`: commit messages and names. `other`: asked by another extension. */
export type AnswerKind = "chat" | "participant" | "edit" | "task" | "other";
/** `accepted` and `rejected` of edits; an edit that was asked for again is `retried`. */
export type AnswerOutcome = "finished" | "stopped" | "failed" | "accepted" | "rejected" | "retried";

export interface AnswerRecord extends Speaker {
    readonly id: string;
    readonly at: number;
    readonly kind: AnswerKind;
    readonly outcome: AnswerOutcome;
    readonly promptTokens: number;
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly readMs: number;
    readonly writeMs: number;
}

/** How much of what was accepted still stood after a while, 0..1. */
export interface KeptRecord {
    readonly id: string;
    readonly kept: number;
}

/** What is written at once. A record with the id of an earlier one takes its place. */
export interface RecordBatch {
    readonly suggestions: readonly SuggestionRecord[];
    readonly answers: readonly AnswerRecord[];
    readonly kept: readonly KeptRecord[];
}

/** Sums of suggestions of one day, language, model and adapter. */
export interface SuggestionCell extends Speaker {
    /** Local day, `2026-11-25`. */
    readonly day: string;
    readonly shown: number;
    readonly accepted: number;
    readonly partly: number;
    readonly typed: number;
    readonly charactersShown: number;
    readonly charactersAccepted: number;
    /** Accepted characters of which it is known whether they stayed, and how many of those did. */
    readonly charactersMeasured: number;
    readonly charactersKept: number;
}

/** Sums of answers of one day, kind, language, model and adapter. */
export interface AnswerCell extends Speaker {
    readonly day: string;
    readonly kind: AnswerKind;
    readonly count: number;
    readonly failed: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly readMs: number;
    readonly writeMs: number;
    /** Accepted edits of which it is known how much stayed, and the sum of those shares. */
    readonly measured: number;
    readonly kept: number;
}

export interface StatisticsCube {
    readonly suggestions: readonly SuggestionCell[];
    readonly answers: readonly AnswerCell[];
}
