/** Hearth's databases, asked from the extension host; they are in a thread of their own, which starts at the first question. */
import {mkdir} from "node:fs/promises";
import path from "node:path";
import {Worker} from "node:worker_threads";

import {textOfError} from "../../core/errors.js";
import type {HearthError} from "../../core/errors.js";
import type {DatabaseKind, DatabaseReply, DatabaseRequest, Databases} from "./messages.js";
import {privateFolder} from "./privateFile.js";
import {type Fault, faultOf} from "./sqliteErrors.js";

/** What a method of a database is asked with, and what it answers. */
export type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;
export type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** What a database's owner says of what goes wrong with it. */
export interface Sentences extends Readonly<Record<Fault, (detail: string) => HearthError>> {
    /** Not an error of the question, which went to a new database: a notice. */
    readonly damaged: (aside: string) => HearthError;
}

interface Waiting {
    readonly answer: PromiseWithResolvers<unknown>;
    readonly sentences: Sentences;
    readonly onDamaged: (notice: HearthError) => void;
}

export class DatabaseThread {
    readonly #script: string;
    readonly #waiting = new Map<number, Waiting>();
    /** Folders that are being made or have been: what is asked of a file is asked in order. */
    readonly #folders = new Map<string, Promise<unknown>>();
    #thread: Worker | undefined;
    #lastId = 0;

    /** @param script path of the bundled thread (dist/stores.mjs) */
    constructor(script: string) {
        this.#script = script;
    }

    /**
     * A database in a file; it and its folder are made at the first question.
     * @param sentences the errors for when it can't be read or written
     */
    database<K extends DatabaseKind>(kind: K, file: string, sentences: Sentences): DatabaseClient<K> {
        const client = new DatabaseClient<K>(kind, file, (method, args) =>
            this.#ask({kind, file, method, args}, {sentences, onDamaged: (notice) => client.tellDamaged(notice)}));
        return client;
    }

    /** Ends the thread; what was asked before is still done. */
    async dispose(): Promise<void> {
        await Promise.allSettled([...this.#waiting.values()].map(({answer: {promise}}) => promise));
        await this.#thread?.terminate();
    }

    async #ask(request: Omit<DatabaseRequest, "id">, owner: Omit<Waiting, "answer">): Promise<unknown> {
        const id = ++this.#lastId;
        const answer = Promise.withResolvers<unknown>();
        this.#waiting.set(id, {answer, ...owner});
        try {
            await this.#folder(path.dirname(request.file));
            const thread = this.#thread ??= this.#start();
            thread.ref();
            thread.postMessage({id, ...request} satisfies DatabaseRequest);
        } catch (error) {
            this.#waiting.delete(id);
            answer.reject(owner.sentences[faultOf(error)](textOfError(error)));
        }
        return await answer.promise;
    }

    #folder(folder: string): Promise<unknown> {
        const known = this.#folders.get(folder) ?? mkdir(folder, {recursive: true, mode: privateFolder});
        this.#folders.set(folder, known);
        known.catch(() => this.#folders.delete(folder)); // tried again at the next question
        return known;
    }

    #start(): Worker {
        const thread = new Worker(this.#script, {execArgv: [], stderr: true, stdout: true});
        thread.on("message", (reply: DatabaseReply) => this.#answered(thread, reply));
        thread.on("error", (error: Error) => this.#failed(error));
        thread.on("exit", () => this.#failed(new Error("the thread ended")));
        return thread;
    }

    #answered(thread: Worker, reply: DatabaseReply): void {
        const waiting = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        if (this.#waiting.size === 0)
            thread.unref();
        if (waiting === undefined)
            return;
        if (reply.setAside !== undefined)
            waiting.onDamaged(waiting.sentences.damaged(reply.setAside));
        if ("error" in reply)
            waiting.answer.reject(waiting.sentences[reply.fault](reply.error));
        else
            waiting.answer.resolve(reply.result);
    }

    #failed(error: Error): void {
        this.#thread = undefined; // tried again at the next question
        for (const {answer, sentences} of this.#waiting.values())
            answer.reject(sentences.other(error.message));
        this.#waiting.clear();
    }
}

/** One database. */
export class DatabaseClient<K extends DatabaseKind> {
    readonly kind: K;
    readonly file: string;
    readonly #send: (method: string, args: readonly unknown[]) => Promise<unknown>;
    readonly #onDamaged = new Set<(notice: HearthError) => void>();

    constructor(kind: K, file: string, send: (method: string, args: readonly unknown[]) => Promise<unknown>) {
        this.kind = kind;
        this.file = file;
        this.#send = send;
    }

    /** Hears that the database was damaged, set aside and made anew: once each time, in the window that has found it. */
    onDamaged(listener: (notice: HearthError) => void): void {
        this.#onDamaged.add(listener);
    }

    /** Called by the thread. */
    tellDamaged(notice: HearthError): void {
        for (const listener of this.#onDamaged)
            listener(notice);
    }

    /** @throws HearthError when the database can't be read or written */
    async ask<M extends keyof Databases[K] & string>(method: M, ...args: Arguments<Databases[K][M]>): Promise<Result<Databases[K][M]>> {
        return await this.#send(method, args) as Result<Databases[K][M]>;
    }
}
