/**
 * How many prompt tokens the machine reads per second, from what completions really cost: the measurement at the model's start may have met a busy machine, and
 * would then make the window small for hours.
 */
import type {CompletionCost} from "./types.js";

/** Shorter readings say more about overhead than about speed. */
const leastTokens = 96;
/** Readings of which the median counts: one that met a busy moment does not. */
const readingsKept = 5;
/** A window of another size is read afresh, so a difference must be worth that. */
const worthwhileFactor = 1.5;

export class ReadSpeed {
    #model = "";
    #speed = 0;
    #readings: number[] = [];

    /** Tokens per second to plan with. @param measured at the model's start */
    of(model: {readonly cacheKey: string; readonly readTokensPerSecond: number}): number {
        if (model.cacheKey !== this.#model) {
            this.#model = model.cacheKey;
            this.#speed = model.readTokensPerSecond;
            this.#readings = [];
        }
        return this.#speed;
    }

    /** Takes note of what a completion has cost. */
    note({readTokens, readMs}: CompletionCost): void {
        if (readTokens < leastTokens || readMs <= 0)
            return;
        this.#readings = [...this.#readings, readTokens / readMs * 1000].slice(-readingsKept);
        const median = [...this.#readings].sort((a, b) => a - b)[Math.floor(this.#readings.length / 2)] ?? 0;
        const factor = median / this.#speed;
        if (this.#readings.length === readingsKept && (factor >= worthwhileFactor || factor <= 1 / worthwhileFactor))
            this.#speed = median;
    }
}
