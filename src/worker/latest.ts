/** At most one task at work and one waiting: a newer one takes the waiting place, and asks the one at work to end. */
import {cancelledError} from "../core/errors.js";

export class Latest {
    #current: {readonly controller: AbortController; readonly done: Promise<unknown>} | undefined;
    #waiting: AbortController | undefined;

    /** Runs `task` after the one at work has ended; rejects with `request.cancelled` when a newer one comes first. */
    async run<T>(signal: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
        if (signal.aborted)
            throw cancelledError();
        const controller = new AbortController();
        const abort = () => controller.abort();
        signal.addEventListener("abort", abort, {once: true});
        try {
            this.#waiting?.abort();
            this.#waiting = controller;
            // Once is enough: whoever could have started meanwhile is newer and has aborted this one.
            if (this.#current !== undefined) {
                this.#current.controller.abort();
                await this.#current.done;
            }
            if (controller.signal.aborted)
                throw cancelledError();
            this.#waiting = undefined;
            return await this.#start(controller, task);
        } finally {
            if (this.#waiting === controller)
                this.#waiting = undefined;
            signal.removeEventListener("abort", abort);
        }
    }

    async #start<T>(controller: AbortController, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
        const running = task(controller.signal);
        const current = {controller, done: running.then(() => undefined, () => undefined)};
        this.#current = current;
        try {
            return await running;
        } finally {
            this.#current = undefined;
        }
    }
}
