/**
 * Prompt-lookup drafting: code repeats itself, so what followed the last few tokens earlier is a free guess at what follows them now. The model checks the
 * whole guess in one evaluation (Saxena, "Prompt Lookup Decoding", 2023). Whether that pays is measured as it goes.
 */

/**
 * The longest run of last tokens that is looked for, and the shortest that counts. A wrong guess of 4 costs 2.7 times a plain token on two cores (each checked
 * token needs a whole vocabulary of logits), so a run of two tokens, which code repeats by chance, is not enough.
 */
const longestRun = 5;
const shortestRun = 3;
/** Tokens guessed at once. */
export const draftLength = 3;

/**
 * What followed the last tokens of `tokens` where they stood before: the longest run found wins, and of equal ones the latest.
 * @returns at most {@link draftLength} tokens; empty when the run is new
 */
export function draftAfter(tokens: readonly number[]): number[] {
    for (let run = Math.min(longestRun, tokens.length - 1); run >= shortestRun; run--) {
        const at = lastEarlierRun(tokens, run);
        if (at !== undefined)
            return tokens.slice(at + run, at + run + draftLength);
    }
    return [];
}

/** Start of the latest earlier occurrence of the last `run` tokens that something follows. */
function lastEarlierRun(tokens: readonly number[], run: number): number | undefined {
    const end = tokens.length - run;
    for (let at = end - 1; at >= 0; at--) {
        let same = 0;
        while (same < run && tokens[at + same] === tokens[end + same])
            same++;
        if (same === run)
            return at;
    }
    return undefined;
}

/** Share of the old value that remains when a new one is seen. */
const memory = 0.9;
/** Drafting that does not pay is tried again after so many tokens: another file may repeat itself more. */
const triedAgainAfter = 200;

/** A step that took longer is none of the model's: the machine slept meanwhile. */
const longestStepMs = 10_000;

/** Compares what a token costs with drafts and without; both are running means of what was measured. */
export class DraftMeter {
    #plainMs: number | undefined;
    #draftMs: number | undefined;
    #sinceTried = 0;
    /** Guesses checked since the mean was begun. */
    #tried = 0;
    readonly #leastTried: number;

    /** @param leastTried guesses that are checked before they are given up: one may meet a busy moment */
    constructor(leastTried = 1) {
        this.#leastTried = leastTried;
    }

    /** Whether the next guess is worth checking. */
    get pays(): boolean {
        return this.#plainMs === undefined || this.#draftMs === undefined || this.#tried < this.#leastTried || this.#draftMs < this.#plainMs || this.#sinceTried >= triedAgainAfter;
    }

    /** Milliseconds per token of the last steps; undefined before the first. */
    get measured(): {readonly plainMs: number | undefined; readonly draftMs: number | undefined} {
        return {plainMs: this.#plainMs, draftMs: this.#draftMs};
    }

    /** A step without a guess: one token. */
    plain(ms: number): void {
        if (ms > longestStepMs)
            return;
        this.#plainMs = mix(this.#plainMs, ms);
        this.#sinceTried++;
    }

    /** A step that checked a guess and gave `tokens` tokens (one at least). */
    drafted(ms: number, tokens: number): void {
        if (ms > longestStepMs)
            return;
        if (this.#sinceTried >= triedAgainAfter)
            [this.#draftMs, this.#tried] = [undefined, 0]; // the old mean is of other code
        this.#tried++;
        this.#draftMs = mix(this.#draftMs, ms / tokens);
        this.#sinceTried = 0;
    }
}

function mix(old: number | undefined, now: number): number {
    return old === undefined ? now : memory * old + (1 - memory) * now;
}
