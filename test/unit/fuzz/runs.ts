/**
 * How often a property is tried: few times in `npm test`, `$HEARTH_FUZZ` times as often in `npm run fuzz`. Every property with a number of its own takes it from here,
 * and its test's limit from {@link patience}, so that one variable makes all of them longer.
 */
import fc from "fast-check";

// Else an array of which 150 are allowed would never have more than a dozen.
fc.configureGlobal({...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true});

const given = process.env["HEARTH_FUZZ"] ?? "";
const times = given === "" ? 1 : Number(given);
// Nothing tried would pass for nothing found.
if (!(times > 0))
    throw new Error(`HEARTH_FUZZ must be a number above 0, not “${given}”.`);

/** @param n how often in `npm test` */
export function runs(n: number): number {
    return Math.ceil(n * times);
}

/** Milliseconds that a test may take: a hang is what it catches. */
export const patience = 30_000 * Math.max(1, times);
