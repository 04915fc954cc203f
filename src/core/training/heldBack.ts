/** Keeps what is measured with out of what is learned from: no run of tokens of a held-back text may stand in a training file. */

/** Tokens in a row that make two texts share something (shorter runs are common in any code). */
export const sharedRun = 50;

export class HeldBack {
    readonly #runs = new Set<number>();

    /** @param tokens a whole text that is measured with */
    add(tokens: readonly number[]): void {
        for (const hash of runHashes(tokens))
            this.#runs.add(hash);
    }

    /** Whether a text has a run of {@link sharedRun} tokens in common with what is held back. */
    shares(tokens: readonly number[]): boolean {
        for (const hash of runHashes(tokens)) {
            if (this.#runs.has(hash))
                return true;
        }
        return false;
    }
}

/** A prime below 2^26, so that every product below stays under 2^53, where JavaScript's numbers are exact. */
const modulus = 67_108_859;
const base = 152_003;

/** Rabin-Karp hashes of all runs, two of 26 bits joined to one of 52. */
function* runHashes(tokens: readonly number[]): Iterable<number> {
    let [one, two] = [0, 0];
    const [topOne, topTwo] = [power(base), power(base + 2)];
    for (const [i, token] of tokens.entries()) {
        const leaving = i >= sharedRun ? (tokens[i - sharedRun] ?? 0) + 1 : 0;
        one = ((one + modulus - leaving * topOne % modulus) * base + token + 1) % modulus;
        two = ((two + modulus - leaving * topTwo % modulus) * (base + 2) + token + 1) % modulus;
        if (i >= sharedRun - 1)
            yield one * 2 ** 26 + two;
    }
}

/** The factor with which a run's first token stands in its hash. */
function power(of: number): number {
    let result = 1;
    for (let i = 1; i < sharedRun; i++)
        result = result * of % modulus;
    return result;
}
