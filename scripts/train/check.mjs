#!/usr/bin/env node
// `npm run test:training`: the trainer's own tests, on a tiny model made from nothing, in the environment that training uses (about 1 GB, so not a part of `npm test`).
// `npm run bench:training -- CONFIG.json [STEPS]`: its speed against a bare peft loop on the same examples; CONFIG.json is the train.json of a run's folder.
// @ts-check
import path from "node:path";

import {root} from "../lib/paths.mjs";
import {exitCodeOf} from "../lib/run.mjs";
import {runMain, UserError} from "../lib/steps.mjs";
import {ensureTrainingPython} from "./python.mjs";

await runMain(async () => {
    const [what, config, steps = "6"] = process.argv.slice(2);
    if (what === "bench" && config === undefined) throw new UserError("Name the train.json of a training's folder (out/train/NAME): npm run bench:training -- CONFIG.json [STEPS]");
    const args = what === "bench" ? ["bare_loop.py", path.resolve(config ?? ""), steps] : ["-m", "unittest", "discover", "-t", ".", "-s", "tests"];
    return await exitCodeOf(await ensureTrainingPython(), args, {cwd: path.join(root, "training"), env: {OMP_WAIT_POLICY: "passive", TRANSFORMERS_VERBOSITY: "error"}});
});
