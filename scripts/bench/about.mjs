// What a report says of itself: which benchmark, asked how, when, on which machine, of which checkout, with which model.
// @ts-check
import {spawnSync} from "node:child_process";
import {statSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {hashFile} from "../lib/modelStore.mjs";

/**
 * @typedef {object} About
 * @property {string} benchmark
 * @property {string} command as a person would type it, paths cut to their last part
 * @property {string} date ISO 8601
 * @property {string | undefined} commit of the checkout, `+` when files in it differ; undefined outside of git
 * @property {{cpu: string, cores: number, memoryGiB: number, system: string, node: string}} machine `cores`: those that this process may use
 * @property {{file: string, bytes: number, sha256: string} | undefined} model
 */

/**
 * @param {string} benchmark
 * @param {string} [model] path of the GGUF file
 * @returns {Promise<About>}
 */
export async function aboutRun(benchmark, model) {
    return {
        benchmark, command: process.env["HEARTH_BENCH_COMMAND"] ?? shownCommand(benchmark, process.argv.slice(2)), date: new Date().toISOString(), commit: commit(),
        machine: {
            cpu: os.cpus()[0]?.model.trim() ?? "unknown", cores: os.availableParallelism(), memoryGiB: Math.round(os.totalmem() / 2 ** 30),
            system: `${os.platform()} ${os.arch()}`, node: process.version
        },
        model: model === undefined ? undefined : {file: path.basename(model), bytes: statSync(model).size, sha256: await hashFile(model)}
    };
}

/**
 * The command as a person would type it: without where the report goes, and with the last part of each path, for the rest differs between machines.
 * @param {string} benchmark
 * @param {readonly string[]} args
 * @returns {string}
 */
export function shownCommand(benchmark, args) {
    const kept = args.filter((arg, i) => arg !== "--out" && args[i - 1] !== "--out" && !arg.startsWith("--out=")).map((arg) => /[/\\]/.test(arg) ? path.basename(arg) : arg);
    return `npm run ${benchmark === "eval" ? "eval" : `bench:${benchmark}`}${kept.length === 0 ? "" : ` -- ${kept.join(" ")}`}`;
}

function commit() {
    const {status, stdout} = spawnSync("git", ["describe", "--always", "--dirty=+", "--abbrev=10"], {encoding: "utf8"});
    return status === 0 ? stdout.trim() : undefined;
}
