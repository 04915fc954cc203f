/**
 * How much of an accepted text still stands, after edits in it and around it. A {@link Mark} follows the place; {@link keptShare} compares what is there with what
 * was put there, by words in their order, so that new indentation or a moved neighbour costs nothing.
 */

/** A change of a document, in offsets before it; line endings as the document has them. */
export interface TextChange {
    readonly offset: number;
    /** Characters that were taken away. */
    readonly length: number;
    readonly text: string;
}

/** Where a text stands: it grows with what is written into it, and shrinks with what is taken out. */
export class Mark {
    #start: number;
    #end: number;

    constructor(start: number, end: number) {
        this.#start = start;
        this.#end = end;
    }

    get start(): number {
        return this.#start;
    }

    get end(): number {
        return this.#end;
    }

    /** Moves with a change. What is written at its very edges is not part of it, unless it is empty: what was undone may be done again. */
    follow({offset, length, text}: TextChange): void {
        const until = offset + length, grown = text.length - length;
        const empty = this.#start === this.#end;
        if (until < this.#start || (until === this.#start && !empty)) {
            this.#start += grown;
            this.#end += grown;
        } else if (offset < this.#end || (offset === this.#end && empty)) {
            this.#end = Math.max(this.#end, until) + grown;
            this.#start = Math.min(this.#start, offset);
        }
    }
}

/** Longer texts are compared by lines: by words it would take too long, and words of other code would count. */
const longestByWords = 1_500;

/**
 * The share of a text that still stands in a place, 0..1. Neither blanks nor signs count.
 * @param now what stands there; may be more than the text, when the place was replaced as a whole
 */
export function keptShare(accepted: string, now: string): number {
    const byWords = accepted.length <= longestByWords && now.length <= Math.max(400, accepted.length * 4);
    const split = byWords ? wordsOf : linesOf;
    const parts = split(accepted);
    const total = parts.reduce((sum, {length}) => sum + length, 0);
    return total === 0 ? 1 : commonLength(parts, split(now)) / total;
}

/** Its words; signs only of a text that has none: every code has the same. */
function wordsOf(text: string): string[] {
    return text.match(/[\p{L}\p{N}_$]+/gu) ?? text.match(/\S/gu) ?? [];
}

function linesOf(text: string): string[] {
    return text.split(/\r\n?|\n/).map((line) => line.trim()).filter((line) => line !== "");
}

/** Characters in the longest common subsequence of two lists. */
function commonLength(a: readonly string[], b: readonly string[]): number {
    let before = new Array<number>(b.length + 1).fill(0);
    for (const part of a) {
        const row = [0];
        for (const [j, other] of b.entries())
            row.push(part === other ? (before[j] ?? 0) + part.length : Math.max(before[j + 1] ?? 0, row[j] ?? 0));
        before = row;
    }
    return before.at(-1) ?? 0;
}
