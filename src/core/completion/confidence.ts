/**
 * How much of a suggestion to show: as far as the model is sure of it. The measure is the probability that everything up to a point is what the
 * model itself would most likely write, the product of its token probabilities; docs/PERFORMANCE.md shows how it goes with being right.
 */

/** A written token: where its text ends in the suggestion (UTF-16 units), and its probability, 0..1. */
export interface WrittenPiece {
    readonly end: number;
    readonly probability: number;
}

/**
 * How sure the model must be, for each way of showing. Calibrated on line cases of code newer than the weights (docs/PERFORMANCE.md): at 0.5 most characters
 * are kept, since a shown part that is right is worth more than a whole line that is wrong; 0.3 shows more, 0.7 less and surer.
 */
export const showThresholds = {eager: 0.3, balanced: 0.5, quiet: 0.7} as const;
export type ShowMode = keyof typeof showThresholds;

/** Fewer characters than this are not worth a glance and a key. */
const leastCharacters = 3;

/**
 * The longest beginning of `text` that the model is sure enough of, ending where a person would pause: a line's end when the text has several lines,
 * else the end of a word or after an opening bracket or comma. Empty when that leaves too little. `threshold` 0 shows all.
 */
export function confidentPart(text: string, pieces: readonly WrittenPiece[], threshold: number): string {
    const sure = sureUpTo(pieces, threshold);
    if (sure >= text.length)
        return text;
    const lineEnd = text.lastIndexOf("\n", sure);
    const cut = lineEnd > 0 && text.slice(0, lineEnd).trim() !== "" ? lineEnd : wordEnd(text, sure);
    const part = text.slice(0, cut).trimEnd();
    return part.trim().length < leastCharacters ? "" : part;
}

/** Whether what was written so far is already too uncertain for anything more to be shown. */
export function isUnsure(pieces: readonly WrittenPiece[], threshold: number): boolean {
    return pieces.reduce((product, {probability}) => product * probability, 1) < threshold;
}

function sureUpTo(pieces: readonly WrittenPiece[], threshold: number): number {
    let product = 1;
    let sure = 0;
    for (const {end, probability} of pieces) {
        product *= probability;
        if (product < threshold)
            return sure;
        sure = end;
    }
    return Number.POSITIVE_INFINITY;
}

/** The last place at or before `at` that does not cut a word in two. */
function wordEnd(text: string, at: number): number {
    let cut = at;
    while (cut > 0 && isWordCharacter(text[cut - 1]) && isWordCharacter(text[cut]))
        cut--;
    return cut;
}

function isWordCharacter(character: string | undefined): boolean {
    return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
