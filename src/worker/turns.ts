/**
 * Whose turn it is at the model. A completion goes first: a chat asks before every token and every small batch that it reads, and waits while a completion is
 * at work; so a completion waits for one such step at most. Work in the background (reading ahead, calibrating) is not begun beside either, and ends for both.
 */
import {cancelledError} from "../core/errors.js";

/** A person who types gets small batches for so long after the last key that asked for a completion. */
const typingMs = 20_000;

export class Turns {
    #urgent = 0;
    #attended = 0;
    #urgentEndedAt = Number.NEGATIVE_INFINITY;
    /** The step of a chat that the model is at. */
    #step: Promise<unknown> = Promise.resolve();
    /** The end of the line of chats that wait for a step. */
    #line: Promise<void> = Promise.resolve();
    #whenFree: (() => void)[] = [];
    readonly #background = new Set<{readonly controller: AbortController; readonly done: Promise<unknown>}>();

    /** Whether someone has asked for completions a moment ago. */
    get typing(): boolean {
        return this.#urgent > 0 || performance.now() - this.#urgentEndedAt < typingMs;
    }

    /** Runs a completion: at once, or after the step that a chat is at. */
    async urgent<T>(task: () => Promise<T>): Promise<T> {
        this.#urgent++;
        try {
            await this.#endBackground();
            await this.#step;
            return await task();
        } finally {
            this.#urgent--;
            this.#urgentEndedAt = performance.now();
            if (this.#urgent === 0)
                this.#letGo();
        }
    }

    /** Runs something that a person waits for and that gives way at each of its {@link step}s. */
    async attended<T>(task: () => Promise<T>): Promise<T> {
        this.#attended++;
        try {
            await this.#endBackground();
            return await task();
        } finally {
            this.#attended--;
        }
    }

    /**
     * One token or one small batch of a chat; after the completions, and after the steps of others that asked before.
     * @throws HearthError `request.cancelled` when `signal` was aborted before it began
     */
    async step<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
        const before = this.#line;
        const {promise, resolve} = Promise.withResolvers<undefined>();
        this.#line = promise;
        try {
            await before;
            while (this.#urgent > 0 && !signal.aborted)
                await this.#free(signal);
            if (signal.aborted)
                throw cancelledError();
            const working = work();
            this.#step = working.then(() => undefined, () => undefined);
            return await working;
        } finally {
            resolve(undefined);
        }
    }

    /**
     * Runs what nobody waits for; ended by a chat or a completion that comes.
     * @throws HearthError `request.cancelled` when one of those is at work
     */
    async background<T>(signal: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
        if (signal.aborted || this.#urgent > 0 || this.#attended > 0)
            throw cancelledError();
        const controller = new AbortController();
        const abort = () => controller.abort();
        signal.addEventListener("abort", abort, {once: true});
        const running = task(controller.signal);
        const entry = {controller, done: running.then(() => undefined, () => undefined)};
        this.#background.add(entry);
        try {
            return await running;
        } finally {
            this.#background.delete(entry);
            signal.removeEventListener("abort", abort);
        }
    }

    async #endBackground(): Promise<void> {
        const running = [...this.#background];
        for (const {controller} of running)
            controller.abort();
        await Promise.all(running.map(({done}) => done));
    }

    #free(signal: AbortSignal): Promise<void> {
        return new Promise((resolve) => {
            const done = () => {
                signal.removeEventListener("abort", done);
                resolve();
            };
            signal.addEventListener("abort", done, {once: true});
            this.#whenFree.push(done);
        });
    }

    #letGo(): void {
        const waiting = this.#whenFree;
        this.#whenFree = [];
        for (const go of waiting)
            go();
    }
}
