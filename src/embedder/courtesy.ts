/** Gives way to the model processes of this machine: what is embedded in the background must not slow down what a person waits for. */
import {setTimeout as sleep} from "node:timers/promises";

import {isTaken} from "../worker/machineLock.js";

/** The machine counts as free when no model process has been at work for so long: who types pauses between words. */
const quietMs = 600;
const pollMs = 50;

export class Courtesy {
    readonly #lockFile: string | undefined;
    #takenAt = Number.NEGATIVE_INFINITY;

    /** @param lockFile that of src/worker/machineLock.ts, which is only looked at; undefined where nobody takes turns by one */
    constructor(lockFile: string | undefined) {
        this.#lockFile = lockFile;
    }

    /** Resolves when the machine is free, or something else has come up. */
    async wait(hasOther: () => boolean): Promise<void> {
        while (this.#lockFile !== undefined && !hasOther()) {
            if (isTaken(this.#lockFile))
                this.#takenAt = performance.now();
            if (performance.now() - this.#takenAt >= quietMs)
                return;
            await sleep(pollMs);
        }
    }
}
