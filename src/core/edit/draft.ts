/**
 * Drafting for edits: most of an edited text repeats the old one, so the old text after the place that was just written is a good guess at what comes. The
 * model checks a whole guess in one evaluation. How much is guessed follows how well it goes.
 */

/** Tokens guessed at once. */
const shortest = 2, longest = 16;
/** The last tokens that must stand in the old text for a guess; right after a right guess one is enough. */
const anchor = 2;

export class EditDraft {
    readonly #source: readonly number[];
    /** Where in the source the last written token stands, when known; before the first one at the beginning. */
    #at: number | undefined = -1;
    /** Where it was known last: a search begins there. */
    #lastKnown = 0;
    #length = 8;

    /** @param source tokens of the text that is edited */
    constructor(source: readonly number[]) {
        this.#source = source;
    }

    /** A guess at what follows `written`; empty where the old text gives none. */
    guess(written: readonly number[]): readonly number[] {
        this.#at ??= this.#find(written);
        return this.#at === undefined ? [] : this.#source.slice(this.#at + 1, this.#at + 1 + this.#length);
    }

    /**
     * Tells how the last guess went.
     * @param found what the model wrote: the guess as far as it was right, and one token more
     */
    learn(guessed: readonly number[], found: readonly number[]): void {
        const right = Math.max(0, found.length - 1);
        if (guessed.length > 0)
            this.#length = right >= guessed.length ? Math.min(longest, this.#length * 2) : Math.max(shortest, right + 1, Math.ceil(this.#length / 2));
        if (this.#at === undefined)
            return;
        const next = this.#at + found.length;
        this.#lastKnown = Math.max(0, this.#at + right);
        this.#at = found.length > 0 && this.#source[next] === found.at(-1) ? next : undefined;
    }

    /** The place in the source where the last tokens stand: the next one from where it was last known, else the first. */
    #find(written: readonly number[]): number | undefined {
        if (written.length < anchor)
            return undefined;
        const {length} = this.#source;
        for (let step = 0; step < length; step++) {
            const at = (this.#lastKnown + step) % length;
            if (this.#matches(written, at))
                return at;
        }
        return undefined;
    }

    #matches(written: readonly number[], at: number): boolean {
        for (let back = 0; back < anchor; back++) {
            if (this.#source[at - back] !== written[written.length - 1 - back])
                return false;
        }
        return true;
    }
}
