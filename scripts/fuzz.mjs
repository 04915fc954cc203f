#!/usr/bin/env node
// `npm run fuzz [-- --times 50]`: the properties of `npm test`, so many times as long: framing, edits, paths, headers of models and adapters, what the index reads, and what comes in any order.
// A failure prints the seed and the path with which fast-check repeats it: `fc.assert(property, {seed, path, endOnFailure: true})`.
// @ts-check
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {onRightNode} from "./lib/dependencies.mjs";
import {buildExtension} from "./lib/packageExtension.mjs";
import {withTools} from "./lib/run.mjs";
import {runMain, UserError} from "./lib/steps.mjs";
import {runVitest} from "./lib/vitest.mjs";

/** All that take their number of runs from test/unit/fuzz/runs.ts. */
const files = [
    "test/unit/fuzz/", "test/unit/models/ggufFuzz.test.ts", "test/unit/adapters/fuzz.test.ts", "test/unit/indexer/incremental.test.ts", "test/unit/worker/latest.test.ts",
    ...["plan", "tokenizer", "interleaving"].map((name) => `test/unit/core/completion/${name}.test.ts`)
];
/** No test may take longer, in milliseconds: a night. */
const longest = 10 * 3_600_000;

await runMain(async () => {
    const {values} = parseArgs({options: {times: {type: "string", default: "50"}}});
    if (!(Number(values.times) > 0 && Number.isFinite(Number(values.times)))) throw new UserError(`--times must be a number above 0, not “${values.times}”.`);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    await buildExtension(); // the grammars
    const env = {...withTools(), HEARTH_FUZZ: values.times};
    return await runVitest("unit", [`--testTimeout=${longest}`, ...files], env);
});
