/** The typed messages between the extension and the index process. Lines count from 0; paths in parameters are absolute, in answers relative to their folder. */
import {NotificationType, ParameterStructures, RequestType, RequestType0} from "vscode-jsonrpc";

import type {RelatedAnswer, RelatedQuery} from "../core/index/related/types.js";
import type {IndexerState, IndexStats} from "../core/index/state.js";
import type {SymbolKind} from "../core/index/types.js";

export interface IndexFolder {
    /** Absolute path on this machine. */
    readonly path: string;
    readonly name: string;
}
export interface OpenIndexParams {
    /** Folder of the database, in the extension's storage; made when it is not there. */
    readonly storage: string;
    readonly folders: readonly IndexFolder[];
    /** What to leave out, in the syntax of git's ignore files. */
    readonly exclude: readonly string[];
    /** Names of folders to enter that are left out by habit (`node_modules`). */
    readonly enter?: readonly string[];
    /** Whether vectors are wanted; if not, those that are there are dropped. */
    readonly vectors?: boolean;
}
/** Opens the index of a workspace and begins to bring it up to date; again with other folders, or the like, it goes on with those. */
export const openIndexRequest = new RequestType<OpenIndexParams, null, void>("index/open", ParameterStructures.byName);

export const indexStateNotification = new NotificationType<IndexerState>("index/state", ParameterStructures.byName);
/** What a person should know: the database was damaged and is made anew. */
export const indexNoticeNotification = new NotificationType<{readonly message: string}>("index/notice", ParameterStructures.byName);

/** Files or folders that came, changed or went, on disk. */
export const filesChangedNotification = new NotificationType<{readonly paths: readonly string[]}>("index/filesChanged", ParameterStructures.byName);
/** The text of an open document that differs from its file; without a text it no longer does. */
export const documentNotification = new NotificationType<{readonly path: string; readonly text?: string}>("index/document", ParameterStructures.byName);

/** Answers when all that was told before is in the index. */
export const settledRequest = new RequestType0<IndexStats, void>("index/settled");
/** Throws the index away and makes it anew. */
export const rebuildIndexRequest = new RequestType0<null, void>("index/rebuild");
/** Stops the run under way; changes of files are still followed. */
export const pauseIndexRequest = new RequestType0<null, void>("index/pause");

/** A vector (a byte per dimension, as base64) and the key of the model that made it. */
export interface QueryVector {
    readonly model: string;
    readonly parts: string;
}
export interface SearchParams {
    readonly query: string;
    readonly limit: number;
    /** The query's, where an embedding model is at hand. */
    readonly vector?: QueryVector;
}
export interface SearchHit {
    /** Absolute path of the workspace folder that it is in. */
    readonly folder: string;
    readonly path: string;
    readonly languageId: string;
    readonly startLine: number;
    readonly endLine: number;
    /** What it stands in, or is: names joined by `.`; empty at the top of a file. */
    readonly scope: string;
    /** For a hit by a definition's name. */
    readonly kind: SymbolKind | undefined;
    /** The lines as they are now. */
    readonly text: string;
    /** Only good for comparing hits of one search. */
    readonly score: number;
}
/** Finds code by words, by names and, with a vector, by meaning; best first. */
export const searchIndexRequest = new RequestType<SearchParams, readonly SearchHit[], void>("index/search", ParameterStructures.byName);

/** What of the workspace helps at a position. */
export const relatedRequest = new RequestType<RelatedQuery, RelatedAnswer, void>("index/related", ParameterStructures.byName);

export interface VectorlessParams {
    /** Key of the embedding model in force. Vectors of another one are dropped. */
    readonly model: string;
    /** The last chunk that was looked at; 0 at first. */
    readonly after: number;
    readonly limit: number;
}
export interface ChunkText {
    readonly chunk: number;
    /** Of the words that its vector stands for. */
    readonly digest: number;
    readonly text: string;
}
export interface VectorlessResult {
    readonly chunks: readonly ChunkText[];
    /** Where to go on; undefined: that was all. */
    readonly next: number | undefined;
}
/** Chunks that have no vector yet. */
export const vectorlessRequest = new RequestType<VectorlessParams, VectorlessResult, void>("index/vectorless", ParameterStructures.byName);

export interface PutVectorsParams {
    readonly model: string;
    readonly vectors: readonly {readonly chunk: number; readonly digest: number; readonly parts: string}[];
}
export const putVectorsRequest = new RequestType<PutVectorsParams, null, void>("index/putVectors", ParameterStructures.byName);
