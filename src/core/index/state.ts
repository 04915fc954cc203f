/** The index's state, as the status bar shows it. */
import type {ErrorData} from "../errors.js";
import {describeVectors, type EmbedderState} from "./vectors/state.js";

export interface IndexStats {
    readonly files: number;
    readonly symbols: number;
    readonly chunks: number;
    /** Chunks that have a vector of the embedding model in force. */
    readonly vectors: number;
    /** Files that are known but not indexed: binary, too large, minified, secret, unreadable. */
    readonly skipped: number;
    /** Of the database's files on disk. */
    readonly bytes: number;
    /** Milliseconds since the epoch; 0 before the first. */
    readonly updatedAt: number;
}

export const noStats: IndexStats = {files: 0, symbols: 0, chunks: 0, vectors: 0, skipped: 0, bytes: 0, updatedAt: 0};

/** Why there is no index: the setting, no folder, or a workspace that is not trusted (Restricted Mode). */
export type OffReason = "disabled" | "noFolder" | "untrusted";

export type IndexState =
    | {readonly kind: "off"; readonly why: OffReason}
    | {readonly kind: "starting"}
    /** `total` is known once the folders have been walked. */
    | {readonly kind: "indexing"; readonly done: number; readonly total: number | undefined; readonly stats: IndexStats}
    /** The user stopped the first run; what is there can be searched. */
    | {readonly kind: "paused"; readonly stats: IndexStats}
    /** `readOnly`: another window keeps it current. */
    | {readonly kind: "ready"; readonly stats: IndexStats; readonly readOnly: boolean}
    | {readonly kind: "restarting"; readonly attempt: number; readonly reason: string}
    | {readonly kind: "failed"; readonly error: ErrorData};

/** What the indexer itself tells; the rest of {@link IndexState} is its supervisor's. */
export type IndexerState = Extract<IndexState, {readonly kind: "starting" | "indexing" | "paused" | "ready" | "failed"}>;

const offSentences: Readonly<Record<OffReason, string>> = {
    disabled: "Index: off (hearth.index.enabled)", noFolder: "Index: no folder is open", untrusted: "Index: off in Restricted Mode; trust the workspace to have it indexed"
};

/** One line about the state, for the menu and the tooltip. */
export function describeIndex(state: IndexState, now: number, embedder: EmbedderState = {kind: "off"}): string {
    switch (state.kind) {
        case "off":
            return offSentences[state.why];
        case "starting":
            return "Index: starting";
        case "indexing":
            return state.total === undefined ? "Index: looking for files" : `Index: ${count(state.done)} of ${count(state.total)} files`;
        case "paused":
            return `Index: stopped at ${count(state.stats.files)} files; rebuild it to go on`;
        case "ready":
            return `Index: ${count(state.stats.files)} files, ${count(state.stats.symbols)} symbols, ${megabytes(state.stats.bytes)} MB, ${since(state.stats.updatedAt, now)}` +
                (state.readOnly ? ", kept current by another window" : "") + describeVectors(embedder, state.stats);
        case "restarting":
            return `Index: starting again (${state.reason})`;
        case "failed":
            return `Index: ${state.error.message}`;
    }
}

function count(value: number): string {
    return value.toLocaleString("en-US");
}

function megabytes(bytes: number): string {
    return (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);
}

function since(at: number, now: number): string {
    const minutes = Math.floor((now - at) / 60_000);
    return at === 0 ? "not updated yet" : minutes < 1 ? "updated just now" : minutes < 60 ? `updated ${String(minutes)} min ago` : `updated at ${new Date(at).toLocaleTimeString()}`;
}
