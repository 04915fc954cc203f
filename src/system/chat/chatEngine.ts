/** Answers from the engine's model. */
import type {MessageConnection} from "vscode-jsonrpc";

import type {AdapterUse} from "../../core/adapters/use.js";
import type {ChatOutcome, ChatQuery} from "../../core/chat/types.js";
import {fitRequest, type FitParams, type FitResult} from "../../protocol/chatMessages.js";
import {ask} from "../../protocol/connection.js";
import {measureRequest, type MeasureResult, replyRequest, replyTextNotification} from "../../protocol/messages.js";

export class ChatEngine {
    readonly #engine: {connection(): MessageConnection};
    readonly #adapters: () => readonly AdapterUse[];
    /** Connections whose texts are heard already: one handler for each. */
    readonly #heard = new WeakSet<MessageConnection>();
    readonly #listeners = new Map<number, (text: string) => void>();
    #lastTicket = 0;

    /** @param adapters in force for answers, where a query names none */
    constructor(engine: {connection(): MessageConnection}, adapters: () => readonly AdapterUse[] = () => []) {
        this.#engine = engine;
        this.#adapters = adapters;
    }

    /**
     * Writes an answer; `onText` gets what it goes on with. Aborted while writing, it resolves with what was written until then (`stop` is `stopped`).
     * @throws HearthError `engine.notReady`, `chat.tooLong`, `adapter.*`, `request.cancelled` when aborted before anything was written, or what the worker reports
     */
    async reply(query: ChatQuery, signal: AbortSignal, onText: (text: string) => void): Promise<ChatOutcome> {
        const connection = this.#engine.connection();
        const ticket = ++this.#lastTicket;
        this.#listeners.set(ticket, onText);
        try {
            return await ask(signal, (token) => {
                this.#listenTo(connection);
                return connection.sendRequest(replyRequest, {query: {adapters: this.#adapters(), ...query}, ticket}, token);
            });
        } finally {
            this.#listeners.delete(ticket);
        }
    }

    /** @throws ConnectionError where the process has ended */
    #listenTo(connection: MessageConnection): void {
        if (this.#heard.has(connection))
            return;
        connection.onNotification(replyTextNotification, ({ticket, text}) => this.#listeners.get(ticket)?.(text));
        this.#heard.add(connection);
    }

    /**
     * Whether a conversation fits the window.
     * @throws HearthError `engine.notReady`, `chat.tooLong`
     */
    async fit(params: FitParams, signal: AbortSignal): Promise<FitResult> {
        const connection = this.#engine.connection();
        return await ask(signal, (token) => connection.sendRequest(fitRequest, params, token));
    }

    /**
     * Tokens of texts, and the window.
     * @throws HearthError `engine.notReady`
     */
    async measure(texts: readonly string[], signal?: AbortSignal): Promise<MeasureResult> {
        const connection = this.#engine.connection();
        return await ask(signal, (token) => connection.sendRequest(measureRequest, {texts}, token));
    }
}
