/**
 * A small model beside the one in force, that guesses the next tokens; the large one checks all of a guess in one evaluation, so its answers stay the same. It
 * reads the same text into a cache of its own, and without the adapters: a guess need not be what an adapter would say.
 */
import path from "node:path";

import type {LlamaContext, LlamaModel, Token} from "node-llama-cpp";

import {asHearthError, type ErrorData} from "../core/errors.js";
import {isSameVocabulary} from "../core/models/ggufVocabulary.js";
import {modelErrors} from "../core/models/modelErrors.js";
import type {DraftInfo} from "../core/models/modelInfo.js";
import type {LoadProgress, ModelFile} from "../protocol/messages.js";
import {readModelVocabulary} from "../system/models/inspect.js";
import type {NativeEngine} from "./native.js";
import type {CachedSequence} from "./sequence.js";
import {loadError, openWeights} from "./weights.js";

/** Most tokens guessed at once. */
const mostGuessed = 4;
/** A token that the draft model itself is less sure of is no guess: checking a wrong one costs more than it brings. */
const leastSure = 0.7;
/** With more unread than this, reading takes longer than guessing saves: then it is left to the next time that the cursor rests. */
const mostUnread = 32;

export interface OpenDraft {
    readonly context: LlamaContext;
    readonly sequence: CachedSequence;
}

export class DraftModel {
    readonly info: DraftInfo;
    readonly #model: LlamaModel;
    readonly #opened: OpenDraft;

    constructor(info: DraftInfo, model: LlamaModel, opened: OpenDraft) {
        this.info = info;
        this.#model = model;
        this.#opened = opened;
    }

    /** Reads a prompt ahead. @throws HearthError `request.cancelled`; what was read until then stays */
    async follow(tokens: readonly Token[], signal: AbortSignal): Promise<void> {
        if (this.#fits(tokens))
            await this.#opened.sequence.follow(tokens, signal);
    }

    /** Whether little enough of `tokens` is unread for a guess to pay. */
    isNear(tokens: readonly Token[]): boolean {
        return this.#fits(tokens) && tokens.length - 1 - this.#opened.sequence.held(tokens) <= mostUnread;
    }

    /** It may have been made for shorter texts than the model in force. */
    #fits(tokens: readonly Token[]): boolean {
        return tokens.length + mostGuessed < this.#opened.sequence.capacity;
    }

    /** The tokens that probably come after `tokens`; empty when it is not sure of any. @throws HearthError `request.cancelled` */
    async guess(tokens: readonly Token[], signal: AbortSignal): Promise<Token[]> {
        const {sequence} = this.#opened;
        await sequence.follow(tokens, signal);
        const guessed: Token[] = [];
        for (let current = tokens.at(-1); current !== undefined && guessed.length < mostGuessed && !signal.aborted; current = guessed.at(-1)) {
            const {token, probability} = await sequence.next(current);
            if (probability < leastSure)
                break;
            guessed.push(token);
        }
        return guessed;
    }

    async dispose(): Promise<void> {
        await this.#opened.context.dispose();
        await this.#model.dispose();
    }
}

export interface DraftOptions {
    readonly native: NativeEngine;
    readonly file: ModelFile;
    /** Path of the model in force. */
    readonly base: string;
    readonly openContext: (file: string, model: LlamaModel) => Promise<OpenDraft>;
    readonly onProgress: (progress: LoadProgress) => void;
    readonly signal: AbortSignal;
}

/** Loads a draft model; one that can't be used is a problem to tell, and no reason to do without the model in force. */
export async function openDraft({native, file, base, openContext, onProgress, signal}: DraftOptions): Promise<{readonly draft?: DraftModel; readonly problem?: ErrorData}> {
    try {
        // Before its weights are read.
        if (!isSameVocabulary(await readModelVocabulary(file.path), await readModelVocabulary(base)))
            throw modelErrors.otherVocabulary(file.path);
        const {model, summary} = await openWeights(native, file, onProgress, signal);
        try {
            return {draft: new DraftModel({path: file.path, name: summary.name ?? path.basename(file.path), bytes: summary.fileBytes}, model, await openContext(file.path, model))};
        } catch (error) {
            await model.dispose();
            throw await loadError(file.path, error, native.recentLog);
        }
    } catch (error) {
        const known = asHearthError(error);
        if (known.code === "request.cancelled")
            throw known;
        return {problem: known.toData()};
    }
}
