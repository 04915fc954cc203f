/**
 * Near-duplicates by MinHash (Broder 1997): the share of equal minima of two texts' shingles estimates their Jaccard similarity. Copies of code, such as
 * the same file built twice, would count an example double.
 */

/** Words in a row that make a shingle. */
const shingleWords = 5;
/** Minima of a signature: with 64, the estimate's standard error is 0.06 at most. */
const minima = 64;
/** Rows of a band; texts that agree in a whole band are compared (16 bands of 4: a similarity of 0.8 is met with near certainty, of 0.3 seldom). */
const bandRows = 4;
/** From this estimated similarity on, two texts are the same. */
const sameFrom = 0.8;

export class SimilarTexts {
    readonly #bands = new Map<string, Uint32Array[]>();

    /** Adds a text unless one much like it was added before. @returns whether it was added */
    addIfNew(text: string): boolean {
        const signature = signatureOf(text);
        const keys = bandKeys(signature);
        if (keys.some((key) => this.#bands.get(key)?.some((other) => agreement(signature, other) >= sameFrom)))
            return false;
        for (const key of keys)
            this.#bands.set(key, [...this.#bands.get(key) ?? [], signature]);
        return true;
    }
}

function signatureOf(text: string): Uint32Array {
    const words = text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
    const signature = new Uint32Array(minima).fill(0xffff_ffff);
    for (let i = 0; i + shingleWords <= Math.max(words.length, shingleWords); i++) {
        const hash = fnv1a(words.slice(i, i + shingleWords).join(" "));
        for (let n = 0; n < minima; n++)
            signature[n] = Math.min(signature[n] ?? 0, mix(hash, n));
    }
    return signature;
}

/** FNV-1a, 32 bits. */
function fnv1a(text: string): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++)
        hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash >>> 0;
}

/** The n-th of a family of hashes made from one (murmur3's finalizer over the hash and n). */
function mix(hash: number, n: number): number {
    let mixed = hash ^ Math.imul(n + 1, 0x9e3779b1);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
}

function bandKeys(signature: Uint32Array): string[] {
    return Array.from({length: minima / bandRows}, (_, band) => `${band}:${signature.slice(band * bandRows, (band + 1) * bandRows).join(",")}`);
}

function agreement(one: Uint32Array, other: Uint32Array): number {
    return one.filter((value, i) => value === other[i]).length / minima;
}
