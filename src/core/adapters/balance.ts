/** Keeps a pair's numbers within half precision: what one matrix is multiplied by, the other is divided by, and their product stays as it was. */
import {greatestHalf, leastFullHalf} from "./half.js";

/** Magnitudes below this have their smaller companions in the range where a half is imprecise. */
const least = leastFullHalf * 32;

/**
 * What to multiply A and B by, given their greatest magnitudes: powers of two, so that nothing is rounded. 1 when both lie well; undefined when they can't
 * be brought to.
 */
export function balance(a: number, b: number): {readonly a: number; readonly b: number} | undefined {
    // A matrix of zeros (B before any training) stays as it is.
    const fine = (magnitude: number) => magnitude === 0 || (magnitude >= least && magnitude <= greatestHalf);
    if (fine(a) && fine(b))
        return {a: 1, b: 1};
    const shift = 2 ** Math.round((Math.log2(b === 0 ? least : b) - Math.log2(a === 0 ? least : a)) / 2);
    return a * shift <= greatestHalf && b / shift <= greatestHalf ? {a: shift, b: 1 / shift} : undefined;
}
