/** The stored conversations, asked from the extension host; the database is in a thread of its own. */
import {mkdir} from "node:fs/promises";
import path from "node:path";
import {Worker} from "node:worker_threads";

import {chatErrors} from "../../core/chat/chatErrors.js";
import type {StoreMethod, StoreMethods, StoreReply, StoreRequest} from "./storeMessages.js";

export interface StoreOptions {
    /** Path of the bundled thread (dist/chatStore.mjs). */
    readonly script: string;
    /** Path of the database; its folder is made. */
    readonly file: string;
}

export class ConversationStore {
    readonly #options: StoreOptions;
    readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
    #thread: Promise<Worker> | undefined;
    #lastId = 0;

    constructor(options: StoreOptions) {
        this.#options = options;
    }

    /**
     * Asks the database; it is opened at the first question.
     * @throws HearthError `chat.historyUnreadable`
     */
    async ask<M extends StoreMethod>(method: M, ...args: Parameters<StoreMethods[M]>): Promise<ReturnType<StoreMethods[M]>> {
        const thread = await (this.#thread ??= this.#start());
        const id = ++this.#lastId;
        const answer = Promise.withResolvers<unknown>();
        this.#waiting.set(id, answer);
        thread.ref();
        thread.postMessage({id, method, args} satisfies StoreRequest);
        return await answer.promise as ReturnType<StoreMethods[M]>;
    }

    /** Ends the thread; what was asked before is still done. */
    async dispose(): Promise<void> {
        const thread = await this.#thread?.catch(() => undefined);
        await Promise.allSettled([...this.#waiting.values()].map(({promise}) => promise));
        await thread?.terminate();
    }

    async #start(): Promise<Worker> {
        const {script, file} = this.#options;
        await mkdir(path.dirname(file), {recursive: true});
        const thread = new Worker(script, {workerData: {file}, execArgv: [], stderr: true, stdout: true});
        thread.on("message", (reply: StoreReply) => this.#answered(thread, reply));
        thread.on("error", (error: Error) => this.#failed(error));
        thread.on("exit", () => this.#failed(new Error("the thread ended")));
        thread.unref();
        return thread;
    }

    #answered(thread: Worker, reply: StoreReply): void {
        const waiting = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        if (this.#waiting.size === 0)
            thread.unref();
        if ("error" in reply)
            waiting?.reject(chatErrors.historyUnreadable(this.#options.file, reply.error));
        else
            waiting?.resolve(reply.result);
    }

    #failed(error: Error): void {
        this.#thread = undefined; // tried again at the next question
        const failure = chatErrors.historyUnreadable(this.#options.file, error.message);
        for (const {reject} of this.#waiting.values())
            reject(failure);
        this.#waiting.clear();
    }
}
