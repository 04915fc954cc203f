/** Messages about conversations, beside those of messages.ts. */
import {ParameterStructures, RequestType} from "vscode-jsonrpc";

import type {ChatTurn} from "../core/chat/types.js";

export interface FitParams {
    readonly system: string;
    /** The last one is the user's. */
    readonly turns: readonly ChatTurn[];
    /** Tokens kept free: for the answer, and for what else is to come. */
    readonly maxTokens: number;
    readonly spareTokens: number;
}
export interface FitResult {
    /** How many of the oldest turns would have to be left out. */
    readonly droppedTurns: number;
    /** Tokens of the prompt without them. */
    readonly promptTokens: number;
}
/** Whether a conversation fits the window; asks the model nothing. */
export const fitRequest = new RequestType<FitParams, FitResult, void>("chat/fit", ParameterStructures.byName);
