// `npm run bench:import`: how long the import of a 70 MB PEFT folder takes.
// @ts-check
import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {median} from "./bench/report.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {out, root} from "./lib/paths.mjs";
import {megabytes, messageOf, runMain, UserError} from "./lib/steps.mjs";

const usage = "npm run bench:import [-- --rounds 5] [--out REPORT.json]";

await runMain(async () => {
    const {rounds, report} = options();
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const {bytes, milliseconds, cpuMilliseconds, growthBytes} = await measure(rounds);
    console.log(`Import of ${megabytes(bytes)}: median ${Math.round(median(milliseconds))} ms of ${milliseconds.length} (slowest ${Math.round(Math.max(...milliseconds))} ms), ${Math.round(cpuMilliseconds)} ms of CPU time each; memory grew by ${megabytes(growthBytes)}.`);
    if (report !== undefined) {
        mkdirSync(path.dirname(path.resolve(report)), {recursive: true});
        writeFileSync(report, `${JSON.stringify({benchmark: "import", bytes, milliseconds, cpuMilliseconds, growthBytes}, undefined, 1)}\n`);
    }
});

/**
 * Makes the folder and imports it in two processes, so that the second one's memory is the import's.
 * @param {number} rounds
 * @returns {Promise<{bytes: number, milliseconds: number[], cpuMilliseconds: number, growthBytes: number}>}
 */
async function measure(rounds) {
    const {build} = await import("esbuild"); // only now are the dependencies certain
    const outfile = path.join(out, "bench", "import.mjs");
    await build({entryPoints: [path.join(root, "test", "bench", "import.ts")], bundle: true, platform: "node", format: "esm", logLevel: "warning", outfile});
    const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-import-"));
    try {
        const call = (/** @type {string[]} */ ...args) => {
            const {status, stdout} = spawnSync(process.execPath, [outfile, ...args], {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"]});
            if (status !== 0) throw new UserError("The benchmark failed; what it said stands above.");
            return stdout;
        };
        call("make", path.join(folder, "peft"));
        return JSON.parse(call("run", path.join(folder, "peft"), String(rounds)));
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

/** @returns {{rounds: number, report: string | undefined}} */
function options() {
    try {
        const {values} = parseArgs({options: {rounds: {type: "string", default: "5"}, out: {type: "string"}}});
        const rounds = Number(values.rounds);
        if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds takes a number from 1 on.");
        return {rounds, report: values.out};
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
