/** A loaded model as chat sees it: its family's template, its vocabulary, and KV caches made when they are first needed. */
import type {LlamaModel, Token} from "node-llama-cpp";

import {adapterKey, type AdapterUse} from "../core/adapters/use.js";
import type {ChatVocabulary} from "../core/chat/plan.js";
import {findChatTemplate} from "../core/chat/templates.js";
import type {ChatLane} from "../core/chat/types.js";
import {BoundedMap} from "../core/text/boundedMap.js";
import type {OpenContext} from "./places.js";
import type {ShrinkingContexts} from "./shrinking.js";
import type {Vocabulary} from "./vocabulary.js";

export interface ChatBase {
    readonly model: LlamaModel;
    readonly vocabulary: Vocabulary;
    readonly readBatch: number;
    readonly contexts: ShrinkingContexts;
}

/** Answers whose tokens are remembered. */
const answersKept = 400;

export type Lane = OpenContext;

export class ChatModel {
    readonly vocabulary: ChatVocabulary;
    readonly base: ChatBase;
    readonly #answers = new BoundedMap<string, readonly number[]>(answersKept);
    readonly #stops: ReadonlySet<number>;
    readonly #lanes = new Map<ChatLane, {readonly key: string; readonly lane: Promise<Lane>}>();

    constructor(base: ChatBase) {
        this.base = base;
        const {model, vocabulary} = base;
        const control = (text: string) => singleToken(model, text);
        const template = findChatTemplate({
            hasToken: (text) => control(text) !== undefined, architecture: model.fileInfo.metadata.general.architecture,
            published: model.fileInfo.metadata.tokenizer.chat_template
        });
        const forbidden = new Set(template.controls.flatMap((text) => control(text) ?? []));
        this.#stops = new Set([...template.stops, ...template.controls].flatMap((text) => control(text) ?? []));
        this.vocabulary = {
            template, bos: model.tokens.shouldPrependBosToken ? model.tokens.bos ?? undefined : undefined, control,
            tokens: (text) => plainTokens(text, vocabulary.tokenizer, template.controls, forbidden),
            written: (text) => this.#answers.get(text)
        };
    }

    /** Tokens of a KV cache: fewer from the moment on at which memory was short. */
    get contextSize(): number {
        return this.base.contexts.size;
    }

    remember(text: string, tokens: readonly number[]): void {
        if (text !== "")
            this.#answers.set(text, tokens);
    }

    /** Whether a token ends the answer. */
    ends(token: Token): boolean {
        return this.#stops.has(token) || this.base.model.isEogToken(token);
    }

    /**
     * The KV cache of a lane, anew when other adapters speak than before.
     * @throws HearthError `engine.outOfMemory`, `adapter.*`
     */
    async lane(name: ChatLane, adapters: readonly AdapterUse[], signal: AbortSignal): Promise<Lane> {
        const key = adapterKey(adapters);
        const known = this.#lanes.get(name);
        if (known?.key === key)
            return await known.lane;
        const lane = (async () => {
            await known?.lane.then(({context}) => context.dispose(), () => undefined); // one that never opened has nothing to close
            return await this.base.contexts.open(adapters, signal);
        })();
        this.#lanes.set(name, {key, lane});
        lane.catch(() => this.#lanes.delete(name)); // tried again at the next question
        return await lane;
    }

    /** Gives a lane's memory back; it is made anew when it is needed again. */
    async release(name: ChatLane): Promise<void> {
        const known = this.#lanes.get(name);
        this.#lanes.delete(name);
        await known?.lane.then(({context}) => context.dispose(), () => undefined); // one that never opened has nothing to give back
    }
}

/** The token that a text is as a whole. */
function singleToken(model: LlamaModel, text: string): Token | undefined {
    const tokens = model.tokenize(text, true);
    const [token] = tokens;
    return tokens.length === 1 ? token : undefined;
}

/** Some vocabularies call control tokens ordinary ones, and find them in any text: such a text is cut in the middle of their names. */
function plainTokens(
    text: string, tokenizer: {tokens(text: string): readonly number[]}, controls: readonly string[], forbidden: ReadonlySet<number>
): readonly number[] {
    const tokens = tokenizer.tokens(text);
    if (!tokens.some((token) => forbidden.has(token)))
        return tokens;
    return cutInside(text, controls).flatMap((piece) => [...tokenizer.tokens(piece)]);
}

function cutInside(text: string, controls: readonly string[]): string[] {
    return controls.reduce((pieces, name) => pieces.flatMap((piece) =>
        piece.split(name).flatMap((part, i) => i === 0 ? [part] : [name.slice(0, 2), name.slice(2) + part])), [text]);
}
