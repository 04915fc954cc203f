/** A request to the model that is under way, and who may wait for it: whoever is typing what it is writing. */
import {cancelledError} from "../errors.js";
import {type PlaceKey, typedSince} from "./history.js";
import type {CompletionOutcome} from "./types.js";

/** A request that nobody waits for any more is ended after this time: a keystroke's successor comes sooner. */
const orphanedAfterMs = 300;

export type AskModel = (signal: AbortSignal, onPartial: (text: string) => void) => Promise<CompletionOutcome>;

export class InFlight {
    readonly key: PlaceKey;
    /** Settles when the model has answered, failed or was ended. */
    readonly outcome: Promise<CompletionOutcome>;
    readonly #controller = new AbortController();
    readonly #onPartial = new Set<() => void>();
    #written = "";
    #waiting = 0;
    #orphanTimer: ReturnType<typeof setTimeout> | undefined;
    #settled = false;

    constructor(key: PlaceKey, ask: AskModel) {
        this.key = key;
        this.outcome = ask(this.#controller.signal, (text) => {
            this.#written = text;
            for (const listener of this.#onPartial)
                listener();
        }).finally(() => {
            this.#settled = true;
        });
        // Whoever waits sees the failure; when nobody does, it is no news.
        this.outcome.catch(() => undefined);
    }

    get isRunning(): boolean {
        return !this.#settled;
    }

    /** Whether what was typed since agrees with what is being written, so that the answer will serve `key` too. */
    serves(key: PlaceKey): boolean {
        const typed = typedSince(this.key, key);
        return typed !== undefined && !this.#settled && !this.#controller.signal.aborted && agree(typed, this.#written);
    }

    /**
     * Waits for the outcome; undefined as soon as the model writes something else than `key` needs.
     * @throws HearthError `request.cancelled` when `signal` is aborted, or what the request failed with
     */
    async waitFor(key: PlaceKey, signal: AbortSignal): Promise<CompletionOutcome | undefined> {
        clearTimeout(this.#orphanTimer);
        this.#waiting++;
        let leave: () => void = () => undefined;
        try {
            return await Promise.race([this.outcome, new Promise<undefined>((resolve, reject) => {
                const look = () => {
                    if (!this.serves(key))
                        resolve(undefined);
                };
                const cancel = () => reject(cancelledError());
                this.#onPartial.add(look);
                signal.addEventListener("abort", cancel, {once: true});
                leave = () => {
                    this.#onPartial.delete(look);
                    signal.removeEventListener("abort", cancel);
                };
                if (signal.aborted)
                    cancel();
            })]);
        } finally {
            leave();
            this.#waiting--;
            if (this.#waiting === 0 && !this.#settled)
                this.#orphanTimer = setTimeout(() => this.end(), orphanedAfterMs);
        }
    }

    /** Ends the request. */
    end(): void {
        clearTimeout(this.#orphanTimer);
        this.#controller.abort();
    }
}

/** One is the beginning of the other. */
function agree(typed: string, written: string): boolean {
    return written.startsWith(typed) || typed.startsWith(written);
}
