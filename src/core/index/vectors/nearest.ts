/** The few best of many that come one after the other: no more is kept than is asked for. */
export class Nearest<K> {
    readonly #most: number;
    /** Best first. */
    readonly #kept: {readonly key: K; readonly score: number}[] = [];

    constructor(most: number) {
        this.#most = most;
    }

    add(key: K, score: number): void {
        const worst = this.#kept.at(-1);
        if (this.#kept.length >= this.#most && worst !== undefined && score <= worst.score)
            return;
        let at = this.#kept.length;
        while (at > 0 && (this.#kept[at - 1]?.score ?? 0) < score)
            at--;
        this.#kept.splice(at, 0, {key, score});
        if (this.#kept.length > this.#most)
            this.#kept.pop();
    }

    /** Best first. */
    keys(): K[] {
        return this.#kept.map(({key}) => key);
    }
}
