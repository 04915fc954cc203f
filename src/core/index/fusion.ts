/** Reciprocal rank fusion: several rankings of the same things as one, whatever their scores mean (Cormack, Clarke and Büttcher, 2009). */

/** The paper's constant: how little the very first places count more than the next. */
const rankConstant = 60;

/** @param rankings keys, best first; @returns all keys with their fused scores, best first; ties keep the order of appearance */
export function fuse<K>(rankings: readonly (readonly K[])[]): (readonly [key: K, score: number])[] {
    const scores = new Map<K, number>();
    for (const ranking of rankings) {
        for (const [rank, key] of ranking.entries())
            scores.set(key, (scores.get(key) ?? 0) + 1 / (rankConstant + rank + 1));
    }
    return [...scores].sort((a, b) => b[1] - a[1]);
}
