/** The stored conversations, where a failure costs the keeping but not the chat: it is told once and logged each time. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";
import type {ConversationStore} from "../../system/chat/store.js";
import type {StoreMethod} from "../../system/chat/storeMessages.js";
import type {Arguments, Result} from "../../system/store/databaseThread.js";
import type {Databases} from "../../system/store/messages.js";

export class Kept {
    readonly #store: ConversationStore;
    readonly #log: vscode.LogOutputChannel;
    #told = false;

    constructor(store: ConversationStore, log: vscode.LogOutputChannel) {
        this.#store = store;
        this.#log = log;
    }

    /** @returns undefined when the store can't be read or written */
    async ask<M extends StoreMethod>(method: M, ...args: Arguments<Databases["conversations"][M]>): Promise<Result<Databases["conversations"][M]> | undefined> {
        try {
            return await this.#store.ask(method, ...args);
        } catch (error) {
            const known = asHearthError(error);
            this.#log.error(`${known.message}${known.detail === undefined ? "" : ` (${known.detail})`}`);
            if (!this.#told)
                void vscode.window.showWarningMessage(known.message);
            this.#told = true;
            return undefined;
        }
    }
}
