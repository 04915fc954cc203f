/** Chance that can be repeated: the same seed gives the same examples. */
export class Random {
    #state: number;

    constructor(seed: number) {
        this.#state = seed >>> 0;
    }

    /** 0 (included) to 1 (not included): mulberry32, a generator of 32 bits of state, plenty for drawing places in code. */
    next(): number {
        this.#state = (this.#state + 0x6d2b79f5) >>> 0;
        let mixed = this.#state;
        mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    }

    /** A whole number from 0 to `below` - 1. */
    below(below: number): number {
        return Math.floor(this.next() * below);
    }

    /** @returns undefined for an empty list */
    pick<T>(list: readonly T[]): T | undefined {
        return list[this.below(list.length)];
    }

    /** One of the names, as often as its weight says. @throws RangeError when no weight is above 0 */
    weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
        const names = Object.keys(weights) as K[];
        let left = this.next() * names.reduce((sum, name) => sum + weights[name], 0);
        for (const name of names) {
            left -= weights[name];
            if (left < 0)
                return name;
        }
        throw new RangeError("weighted: no weight is above 0");
    }

    /** A new list in random order. */
    shuffled<T>(list: readonly T[]): T[] {
        const result = [...list];
        for (let i = result.length - 1; i > 0; i--) {
            const j = this.below(i + 1);
            [result[i], result[j]] = [result[j] as T, result[i] as T];
        }
        return result;
    }
}
