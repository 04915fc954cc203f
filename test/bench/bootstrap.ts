/** Confidence intervals by the bootstrap (Efron 1979): the cases drawn again with replacement, many times. */
import {Random} from "../../src/core/training/random.js";
import {mean, quantile, rounded} from "./statistics.js";

export interface Interval {
    readonly mean: number;
    /** The middle 95 % of the resampled means. */
    readonly low: number;
    readonly high: number;
}

const resamples = 4_000;

/** Of the mean of paired differences, or of any values; the seed is fixed, so the same values give the same interval. */
export function interval(values: readonly number[]): Interval {
    const random = new Random(1);
    const means = Array.from({length: resamples}, () => mean(values.map(() => values[random.below(values.length)] ?? 0)));
    return {mean: mean(values), low: quantile(means, 0.025), high: quantile(means, 0.975)};
}

/** As reports write it. */
export function shownInterval({mean: middle, low, high}: Interval): string {
    return `${rounded(middle)} (${rounded(low)} to ${rounded(high)})`;
}
