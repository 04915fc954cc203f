/** A map that holds at most `capacity` entries; the least recently used go first. */
export class BoundedMap<K, V> {
    readonly #capacity: number;
    readonly #entries = new Map<K, V>();

    constructor(capacity: number) {
        this.#capacity = capacity;
    }

    get(key: K): V | undefined {
        const value = this.#entries.get(key);
        if (value !== undefined) {
            this.#entries.delete(key);
            this.#entries.set(key, value);
        }
        return value;
    }

    set(key: K, value: V): void {
        this.#entries.delete(key);
        this.#entries.set(key, value);
        if (this.#entries.size > this.#capacity) {
            const oldest = this.#entries.keys().next();
            if (oldest.done !== true)
                this.#entries.delete(oldest.value);
        }
    }

    /** Values, the most recently used first. */
    *recent(): Iterable<V> {
        yield* [...this.#entries.values()].reverse();
    }

    get size(): number {
        return this.#entries.size;
    }

    clear(): void {
        this.#entries.clear();
    }
}
