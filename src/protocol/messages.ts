/**
 * The typed messages between Hearth's processes: one const per message. JSON-RPC over stdio (vscode-jsonrpc).
 * Every request can be cancelled; errors carry core/errors.ts `ErrorData` as their data.
 */
import {NotificationType, ParameterStructures, RequestType, RequestType0} from "vscode-jsonrpc";

import type {ChatOutcome, ChatQuery} from "../core/chat/types.js";
import type {FimLayout} from "../core/completion/fim.js";
import type {CompletionOutcome, CompletionQuery} from "../core/completion/types.js";
import type {Calibration, Tuning} from "../core/engine/tuning.js";
import type {LoadedModel} from "../core/models/modelInfo.js";
import type {NetworkProof} from "../core/privacy/sandbox.js";

export type GpuChoice = "auto" | "off";

export interface InitializeParams {
    readonly gpu: GpuChoice;
    /** Threads for evaluation; 0 means the physical cores. Never more than those. */
    readonly threads: number;
    /** Absolute path of the file by which model processes on one machine take turns; undefined: they don't. */
    readonly lockFile: string | undefined;
}
export interface InitializeResult {
    /** `node-llama-cpp 3.22.1 (llama.cpp bXXXX)`. */
    readonly engine: string;
    /** The compute layer in use, or `false` for the CPU. */
    readonly gpu: string | false;
    readonly gpuDevices: readonly string[];
    /** Why a GPU was not used although it was asked for, when known. */
    readonly gpuNote: string | undefined;
    readonly physicalCores: number;
    readonly threads: number;
}
export const initializeRequest = new RequestType<InitializeParams, InitializeResult, void>("initialize", ParameterStructures.byName);

export interface ModelFile {
    /** Absolute path of a GGUF file on this machine. */
    readonly path: string;
    /** Refuse the file unless its SHA-256 (lower-case hex) is this one. */
    readonly expectedSha256: string | undefined;
}
export interface LoadModelParams extends ModelFile {
    /** Tokens of context to allocate; capped by what the model was trained for. */
    readonly contextSize: number;
    /** What an earlier calibration found; undefined: the defaults. */
    readonly tuning: Tuning | undefined;
    /** The order of a completion prompt's parts; undefined: the model family's own. */
    readonly layout: FimLayout | undefined;
    /** A small model of the same vocabulary that guesses what this one writes; undefined: none. One that can't be used is told in the result. */
    readonly draft: ModelFile | undefined;
}
export const loadModelRequest = new RequestType<LoadModelParams, LoadedModel, void>("model/load", ParameterStructures.byName);
export const unloadModelRequest = new RequestType0<null, void>("model/unload");

export interface LoadProgress {
    readonly phase: "verifying" | "loading";
    /** 0..1 */
    readonly fraction: number;
}
export const loadProgressNotification = new NotificationType<LoadProgress>("model/progress", ParameterStructures.byName);

/** A context of so many tokens is about to be opened; 0: it is open. A process that ends in between was short of memory. */
export const openingContextNotification = new NotificationType<{readonly tokens: number}>("context/opening", ParameterStructures.byName);

export interface CompleteParams {
    readonly query: CompletionQuery;
    /** Names the request in {@link partialNotification}. */
    readonly ticket: number;
}
/** A newer request ends the one at work. */
export const completeRequest = new RequestType<CompleteParams, CompletionOutcome, void>("completion/complete", ParameterStructures.byName);

/** What a completion has written so far. */
export interface PartialText {
    readonly ticket: number;
    readonly text: string;
}
export const partialNotification = new NotificationType<PartialText>("completion/partial", ParameterStructures.byName);

/** Reads a place's prompt ahead of time. Refused (`request.cancelled`) while a completion is at work, ended by one that comes. */
export const prepareRequest = new RequestType<CompletionQuery, null, void>("completion/prepare", ParameterStructures.byName);

export interface ReplyParams {
    readonly query: ChatQuery;
    /** Names the request in {@link replyTextNotification}. */
    readonly ticket: number;
}
/** Writes an answer. Cancelled while it writes, it answers with what was written; cancelled before, with `request.cancelled`. */
export const replyRequest = new RequestType<ReplyParams, ChatOutcome, void>("chat/reply", ParameterStructures.byName);

/** What an answer goes on with: text to append. */
export interface ReplyText {
    readonly ticket: number;
    readonly text: string;
}
export const replyTextNotification = new NotificationType<ReplyText>("chat/text", ParameterStructures.byName);

export interface MeasureResult {
    /** Tokens of each text. */
    readonly tokens: readonly number[];
    /** Tokens that a prompt and its answer may have together. */
    readonly windowTokens: number;
}
/** Counts the tokens of texts. */
export const measureRequest = new RequestType<{readonly texts: readonly string[]}, MeasureResult, void>("chat/measure", ParameterStructures.byName);

export interface LogEntry {
    readonly level: "error" | "warn" | "info" | "debug";
    readonly message: string;
}
export const logNotification = new NotificationType<LogEntry>("log", ParameterStructures.byName);

/** Measures how the loaded model runs best here; ended by a completion (`request.cancelled`). */
export const calibrateRequest = new RequestType0<Calibration, void>("model/calibrate");
export const calibrateProgressNotification = new NotificationType<{readonly fraction: number}>("model/calibrateProgress", ParameterStructures.byName);

/** Has the process try to reach the network and tell what it met. Every process of Hearth's answers it. */
export const networkProofRequest = new RequestType0<NetworkProof, void>("privacy/proof");

/** Asks the process to end by itself; the parent kills it if it does not. */
export const shutdownRequest = new RequestType0<null, void>("shutdown");
