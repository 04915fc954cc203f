/** Incremental tokenizing: a document is cut where every tokenizer cuts, and each piece is tokenized once. */

import {BoundedMap} from "../text/boundedMap.js";

export type Tokenize = (text: string) => readonly number[];

/**
 * Remembers the tokens of pieces of text. Pieces end before a line that has something on it; byte-level BPE pre-tokenizers never join
 * text across such a place (a run of line breaks belongs to what precedes it, indentation to what follows).
 * {@link PieceTokenizer.exactFor} checks that for the tokenizer at hand.
 */
export class PieceTokenizer {
    readonly #tokenize: Tokenize;
    readonly #pieces: BoundedMap<string, readonly number[]>;
    readonly #whole: boolean;

    /** @param capacity most pieces remembered; the least recently used go first */
    constructor(tokenize: Tokenize, capacity = 4_000) {
        this.#tokenize = tokenize;
        this.#pieces = new BoundedMap(capacity);
        this.#whole = !PieceTokenizer.exactFor(tokenize);
    }

    /** Whether cutting at lines gives the same tokens as tokenizing the whole, on a sample with every awkward place. */
    static exactFor(tokenize: Tokenize): boolean {
        const sample = "a {\n\n    b();  \n\t\n\tc = [1,\n  2];\n}\n\n\n// ü 𝒳\nx\n  \n   y\n";
        const pieces = cutPieces(sample).flatMap((piece) => tokenize(piece));
        const whole = tokenize(sample);
        return pieces.length === whole.length && whole.every((token, i) => token === pieces[i]);
    }

    tokens(text: string): number[] {
        if (this.#whole)
            return [...this.#tokenize(text)];
        return cutPieces(text).flatMap((piece) => this.#piece(piece));
    }

    #piece(text: string): readonly number[] {
        let tokens = this.#pieces.get(text);
        if (tokens === undefined) {
            tokens = this.#tokenize(text);
            this.#pieces.set(text, tokens);
        }
        return tokens;
    }
}

/** Cuts text after each run of line breaks (blank lines included) that is followed by a line with something on it. */
export function cutPieces(text: string): string[] {
    return text.match(/[^\r\n]*[\r\n](?:\p{White_Space}*[\r\n])*|[^\r\n]+$/gu) ?? [];
}
