/** The reading threads: as many as the work is worth, one of them kept ready for the next save. */
import os from "node:os";
import {Worker} from "node:worker_threads";

import {textOfError} from "../../core/errors.js";
import {compileGate} from "../../syntax/compileGate.js";
import {flagsMayChange} from "../../system/process/changeableFlags.js";
import type {ReadAnswer, ReadProblem, ReadResult, ReadTask} from "./messages.js";

export interface ReadPoolOptions {
    /** The thread's bundle. */
    readonly script: string;
    readonly grammars: string | undefined;
    readonly onProblem: (message: string) => void;
}

/** Tasks that a thread has waiting beside the one at work: it never waits for the next, and what is urgent waits for few. */
const queueLength = 2;
/** More threads than this would only take the machine from the user and the model. */
const mostThreads = 4;
/** Threads beyond the first end after so long without work. */
const idleMs = 20_000;

/** Little garbage is kept, so that a thread takes no more memory than its grammars and the file at work need. */
const resourceLimits = {maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256};

interface Waiting {
    readonly task: ReadTask;
    readonly resolve: (result: ReadResult) => void;
    /** Of who waits for it and may give up. */
    readonly signal: AbortSignal | undefined;
}

interface Thread {
    readonly worker: Worker;
    readonly tasks: Map<number, Waiting>;
    /** When it last had something to do, in milliseconds. */
    usedAt: number;
}

export class ReadPool {
    readonly #options: ReadPoolOptions;
    readonly #threads: Thread[] = [];
    readonly #waiting: Waiting[] = [];
    readonly #gate = flagsMayChange() ? compileGate() : undefined;
    #lastId = 0;
    #idleTimer: NodeJS.Timeout | undefined;
    #disposed = false;

    constructor(options: ReadPoolOptions) {
        this.#options = options;
    }

    /** How many tasks may be given at once without piling up. */
    get appetite(): number {
        return mostThreadsHere * (queueLength + 2);
    }

    /** Never rejects: a file on which a thread ends is skipped. `urgent` goes before what waits; given up before its turn, it is not read. */
    read(task: Omit<ReadTask, "id">, urgent: AbortSignal | boolean = false): Promise<ReadResult> {
        return new Promise((resolve) => {
            const waiting = {task: {...task, id: ++this.#lastId}, resolve, signal: typeof urgent === "boolean" ? undefined : urgent};
            if (urgent !== false)
                this.#waiting.unshift(waiting);
            else
                this.#waiting.push(waiting);
            this.#give();
        });
    }

    async dispose(): Promise<void> {
        this.#disposed = true;
        clearTimeout(this.#idleTimer);
        await Promise.all(this.#threads.map(({worker}) => worker.terminate()));
    }

    #give(): void {
        while (this.#waiting.length > 0 && !this.#disposed) {
            const thread = this.#threadFor();
            const next = thread === undefined ? undefined : this.#waiting.shift();
            if (thread === undefined || next === undefined)
                return;
            if (next.signal?.aborted === true) {
                next.resolve({kind: "gone"});
                continue;
            }
            thread.tasks.set(next.task.id, next);
            thread.usedAt = performance.now();
            thread.worker.postMessage(next.task);
        }
    }

    /** The one with the least to do; a new one when all have something and more are allowed. */
    #threadFor(): Thread | undefined {
        const [least] = [...this.#threads].sort((a, b) => a.tasks.size - b.tasks.size);
        if ((least === undefined || least.tasks.size > 0) && this.#threads.length < mostThreadsHere)
            return this.#start();
        return least !== undefined && least.tasks.size <= queueLength ? least : undefined;
    }

    #start(): Thread {
        const worker = new Worker(this.#options.script, {workerData: {grammars: this.#options.grammars, gate: this.#gate}, execArgv: [], resourceLimits, stdout: true, stderr: true});
        const thread: Thread = {worker, tasks: new Map(), usedAt: performance.now()};
        this.#threads.push(thread);
        worker.on("message", (message: ReadAnswer | ReadProblem) => {
            if ("problem" in message)
                this.#options.onProblem(message.problem);
            else
                this.#settle(thread, message.id, message.result);
        });
        worker.on("error", (error) => this.#options.onProblem(`A reading thread of the index ended: ${textOfError(error)}`));
        worker.on("exit", () => this.#ended(thread));
        worker.unref();
        return thread;
    }

    #settle(thread: Thread, id: number, result: ReadResult): void {
        const waiting = thread.tasks.get(id);
        thread.tasks.delete(id);
        waiting?.resolve(result);
        this.#give();
        this.#endIdleLater();
    }

    /** The task at work is the likely cause: it is skipped, the others are read by another thread. */
    #ended(thread: Thread): void {
        this.#forget(thread);
        const [first, ...others] = thread.tasks.values();
        thread.tasks.clear();
        if (this.#disposed)
            return;
        first?.resolve({kind: "skipped", why: "unreadable", hash: ""});
        this.#waiting.unshift(...others);
        this.#give();
    }

    /** Nothing more is given to it. */
    #forget(thread: Thread): void {
        const at = this.#threads.indexOf(thread);
        if (at >= 0)
            this.#threads.splice(at, 1);
    }

    /** What one thread answers now and then does not keep the others. */
    #endIdleLater(): void {
        if (this.#idleTimer === undefined && this.#threads.length > 1)
            this.#idleTimer = setTimeout(() => this.#endIdle(), idleMs).unref();
    }

    #endIdle(): void {
        this.#idleTimer = undefined;
        const latest = performance.now() - idleMs;
        const [, ...others] = this.#threads;
        for (const thread of others.filter(({tasks, usedAt}) => tasks.size === 0 && usedAt <= latest)) {
            this.#forget(thread);
            void thread.worker.terminate();
        }
        this.#endIdleLater();
    }
}

/** Asked of the system once: it takes a while to say, and is wanted for every file. */
const mostThreadsHere = Math.max(1, Math.min(mostThreads, os.availableParallelism()));
