// How the benchmarks in an editor end: one JSON file, in the form that those of test/bench have.
// @ts-check
import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";

import {aboutRun} from "./about.mjs";

/**
 * Writes `out` (when it is given) and prints the summary as the last line of stdout.
 * @param {{benchmark: string, model: string, adapters?: readonly string[], summary: Record<string, unknown>, results: unknown}} report
 * @param {string | undefined} out
 */
export async function writeReport({benchmark, model, adapters = [], summary, results}, out) {
    if (out !== undefined) {
        mkdirSync(path.dirname(path.resolve(out)), {recursive: true});
        writeFileSync(out, `${JSON.stringify({about: await aboutRun(benchmark, model), adapters, summary, results}, undefined, 1)}\n`);
    }
    console.log(JSON.stringify(summary));
}

/**
 * The middle one; of an even number, the higher of the two.
 * @param {readonly number[]} values at least one
 * @returns {number}
 */
export function median(values) {
    return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
