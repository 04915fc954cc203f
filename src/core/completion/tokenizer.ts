/** Incremental tokenizing: a document is cut where every tokenizer cuts, and each piece is tokenized once. */

export type Tokenize = (text: string) => readonly number[];

/**
 * Remembers the tokens of pieces of text. Pieces end before a line that has something on it; byte-level BPE pre-tokenizers never join
 * text across such a place (a run of line breaks belongs to what precedes it, indentation to what follows).
 * {@link PieceTokenizer.exactFor} checks that for the tokenizer at hand.
 */
export class PieceTokenizer {
    readonly #tokenize: Tokenize;
    readonly #capacity: number;
    readonly #pieces = new Map<string, readonly number[]>();
    readonly #whole: boolean;

    /** @param capacity most pieces remembered; the least recently used go first */
    constructor(tokenize: Tokenize, capacity = 4_000) {
        this.#tokenize = tokenize;
        this.#capacity = capacity;
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
        const known = this.#pieces.get(text);
        if (known !== undefined) {
            this.#pieces.delete(text);
            this.#pieces.set(text, known);
            return known;
        }
        const tokens = this.#tokenize(text);
        this.#pieces.set(text, tokens);
        if (this.#pieces.size > this.#capacity) {
            const oldest = this.#pieces.keys().next();
            if (oldest.done !== true)
                this.#pieces.delete(oldest.value);
        }
        return tokens;
    }
}

/** Cuts text after each run of line breaks (blank lines included) that is followed by a line with something on it. */
export function cutPieces(text: string): string[] {
    return text.match(/[^\n]*\n(?:[^\S\n]*\n)*|[^\n]+$/g) ?? [];
}
