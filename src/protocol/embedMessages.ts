/** The typed messages between the extension and the embedding process. */
import {ParameterStructures, RequestType} from "vscode-jsonrpc";

import type {TextRole} from "../core/index/vectors/prefixes.js";
import type {ModelFile} from "./messages.js";

export interface LoadEmbedderParams extends ModelFile {
    /** Absolute path of the file by which model processes take turns: while one of them is at work, documents wait. Undefined: they don't. */
    readonly lockFile: string | undefined;
}

export interface EmbedderInfo {
    readonly path: string;
    readonly name: string;
    readonly architecture: string;
    readonly bytes: number;
    /** Numbers in a vector. */
    readonly dimensions: number;
    /** Tokens of a text that count; what is longer is cut. */
    readonly textTokens: number;
    readonly threads: number;
    /** Of the file: lower-case hex. */
    readonly sha256: string;
    /** What makes vectors comparable: the file's SHA-256 and how texts are put. Vectors of different keys are never compared. */
    readonly key: string;
}
/** Loads the model, once in a process's life. */
export const loadEmbedderRequest = new RequestType<LoadEmbedderParams, EmbedderInfo, void>("embed/load", ParameterStructures.byName);

export interface EmbedParams {
    readonly texts: readonly string[];
    /** A query goes before documents, and does not wait for model processes at work: a person waits for it. */
    readonly role: TextRole;
}
export interface EmbedResult {
    /** For each text a byte per dimension (core/index/vectors/quantize.ts), as base64. */
    readonly vectors: readonly string[];
}
/** Cancelled, it ends after the text at work. */
export const embedRequest = new RequestType<EmbedParams, EmbedResult, void>("embed/texts", ParameterStructures.byName);
