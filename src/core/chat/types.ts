/** What a chat answer is asked with and what comes back. Text is LF only; callers convert line endings at the border. */

import type {AdapterUse} from "../adapters/use.js";

export type ChatRole = "user" | "assistant";

/** Something of the workspace that a question brings along. */
export interface Attachment {
    /** Unique within its turn. */
    readonly id: string;
    readonly kind: AttachmentKind | "summary";
    /** What the model and the person read: `src/shapes.ts:3-9`, `Problems`. */
    readonly title: string;
    /** Language of a fenced block, or empty for plain text. */
    readonly languageId: string;
    readonly text: string;
    /** URI with an optional fragment `L3,9`, for a link back to the place. */
    readonly source?: string;
}
export type AttachmentKind = "selection" | "file" | "symbol" | "folder" | "search" | "problems" | "terminal" | "changes";

/** One turn of a conversation, as the model reads it. */
export interface ChatTurn {
    readonly role: ChatRole;
    readonly text: string;
    readonly attachments?: readonly Attachment[];
}

/**
 * Which KV cache an answer uses: a conversation keeps its own while edits and other tasks come between.
 */
export type ChatLane = "chat" | "task";

export interface ChatQuery {
    readonly lane: ChatLane;
    /** The adapters that speak; absent: the model alone. */
    readonly adapters?: readonly AdapterUse[];
    readonly system: string;
    /** From the oldest to the newest; the last one is the user's. */
    readonly turns: readonly ChatTurn[];
    /** Most tokens of the answer; 0: the prompt is only read. */
    readonly maxTokens: number;
    /** What an answer of this conversation may have, where `maxTokens` is another for once: what is attached is cut by it, and must be cut as it was before. */
    readonly usualMaxTokens?: number;
    /** 0: always the likeliest token. */
    readonly temperature: number;
    /** What the answer begins with; it is part of the answer's text. */
    readonly opening?: string;
    /** Text that the answer will likely repeat (what is being edited): guesses are drafted from it. */
    readonly draft?: string;
    /** JSON schema that the answer must follow. */
    readonly schema?: JsonSchema;
    /** The answer ends before any of these texts. */
    readonly stops?: readonly string[];
}

/** The part of JSON Schema that answers are constrained by. */
export type JsonSchema =
    | {readonly type: "string" | "number" | "integer" | "boolean" | "null"}
    | {readonly enum: readonly (string | number | boolean | null)[]}
    | {readonly type: "array"; readonly items: JsonSchema; readonly minItems?: number; readonly maxItems?: number}
    | {readonly type: "object"; readonly properties: Readonly<Record<string, JsonSchema>>};

/** `stopped`: by the person. `repetition`: the model went round in circles. */
export type ChatStop = "end" | "length" | "stopped" | "repetition";

export interface ChatCost {
    readonly promptTokens: number;
    /** Prompt tokens that had to be read because the KV cache did not hold them. */
    readonly readTokens: number;
    readonly writtenTokens: number;
    /** Written tokens that a draft had guessed. */
    readonly draftedTokens: number;
    readonly readMs: number;
    readonly writeMs: number;
}

export interface ChatOutcome {
    readonly text: string;
    readonly stop: ChatStop;
    /** How many of the oldest turns did not fit and were left out. */
    readonly droppedTurns: number;
    /** Ids of the last turn's attachments that were cut to fit. */
    readonly cutAttachments: readonly string[];
    /** Tokens that the prompt and the answer may have together. */
    readonly windowTokens: number;
    readonly cost: ChatCost;
}
