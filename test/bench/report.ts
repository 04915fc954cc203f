/** How every benchmark ends: the summary on stdout, all of it as one JSON file where one was asked for. */
import {mkdir, writeFile} from "node:fs/promises";
import path from "node:path";

import {aboutRun} from "../../scripts/bench/about.mjs";

export interface Report {
    readonly benchmark: string;
    /** Path of the model's file, where there is one. */
    readonly model?: string;
    /** As they were asked for. */
    readonly adapters?: readonly string[];
    /** Figures, by name. */
    readonly summary: Readonly<Record<string, unknown>>;
    /** What they were computed from. */
    readonly results: unknown;
}

/** Writes `out` (when it is given) and prints the summary as the last line of stdout. */
export async function writeReport({benchmark, model, adapters = [], summary, results}: Report, out: string | undefined): Promise<void> {
    if (out !== undefined) {
        await mkdir(path.dirname(path.resolve(out)), {recursive: true});
        await writeFile(out, `${JSON.stringify({about: await aboutRun(benchmark, model), adapters, summary, results}, null, 1)}\n`);
    }
    console.log(JSON.stringify(summary));
}

/** An option that must be there; bench.mjs gives those that the person left out. @throws when it is missing */
export function required(value: string | undefined, option: string): string {
    if (value === undefined)
        throw new Error(`--${option} is missing: run the benchmarks as npm run bench:NAME.`);
    return value;
}
