/** The stored conversations, where a failure costs the keeping but not the chat: it is logged each time, and told once until something could be stored again. */
import * as vscode from "vscode";

import {asHearthError, type ErrorCode} from "../../core/errors.js";
import type {ConversationStore} from "../../system/chat/store.js";
import type {StoreMethod} from "../../system/chat/storeMessages.js";
import type {Arguments, Result} from "../../system/store/databaseThread.js";
import type {Databases} from "../../system/store/messages.js";
import {tellDamaged} from "../tellDamaged.js";

export class Kept {
    readonly #store: ConversationStore;
    readonly #log: vscode.LogOutputChannel;
    readonly #told = new Set<ErrorCode>();

    constructor(store: ConversationStore, log: vscode.LogOutputChannel) {
        this.#store = store;
        this.#log = log;
        tellDamaged(store, log);
    }

    /** @returns undefined when the store can't be read or written */
    async ask<M extends StoreMethod>(method: M, ...args: Arguments<Databases["conversations"][M]>): Promise<Result<Databases["conversations"][M]> | undefined> {
        try {
            const result = await this.#store.ask(method, ...args);
            // Reading works on a full disk, too.
            if (method === "save")
                this.#told.clear();
            return result;
        } catch (error) {
            const {code, message, inFull} = asHearthError(error);
            this.#log.error(inFull);
            if (!this.#told.has(code))
                void vscode.window.showWarningMessage(message);
            this.#told.add(code);
            return undefined;
        }
    }
}
