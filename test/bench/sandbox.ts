/**
 * `npm run bench:sandbox`: what it costs to start a process without a network: finding a way that works here (once for each session of VS Code), and each start that way
 * against a plain one, by turns.
 *
 *   --rounds N   default 20
 *   --out REPORT.json
 */
import {execFile} from "node:child_process";
import os from "node:os";
import path from "node:path";
import {parseArgs, promisify} from "node:util";

import {root} from "../../scripts/lib/paths.mjs";
import {childEnvironment} from "../../src/system/process/environment.js";
import {Sandbox} from "../../src/system/privacy/sandbox.js";
import {writeReport} from "./report.js";
import {quantile} from "./statistics.js";

const {values: options} = parseArgs({options: {rounds: {type: "string", default: "20"}, out: {type: "string"}}});
const started = performance.now();
const choice = await new Sandbox({folder: path.join(root, "dist"), writable: [], home: os.homedir(), log: (message) => console.log(message)}).choose();
const found = performance.now() - started;
const run = promisify(execFile), env = childEnvironment(), command = [process.execPath, "-e", "0"];
const times: Record<"plain" | "without a network", number[]> = {plain: [], "without a network": []};
for (let round = 0; round < Number(options.rounds); round++) {
    for (const [kind, [program = "", ...args]] of [["plain", command], ["without a network", choice.wrap(command, env)]] as const) {
        const before = performance.now();
        await run(program, args, {env});
        times[kind].push(performance.now() - before);
    }
}
const median = (kind: keyof typeof times) => Math.round(quantile(times[kind], 0.5));
await writeReport({benchmark: "sandbox", summary: {
    method: choice.method ?? "none", "finding it, ms": Math.round(found), "a plain start, ms": median("plain"), "a start without a network, ms": median("without a network")
}, results: times}, options.out);
