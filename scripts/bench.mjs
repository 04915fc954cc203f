#!/usr/bin/env node
// `npm run bench:engine`, `bench:fim`, `bench:replay`, `npm run eval`: bundles a benchmark of test/bench (TypeScript) and runs it on Node 24, with the model and the cases
// found where none are named. `node scripts/bench.mjs NAME [options]`; the benchmark's own options are in its file.
// @ts-check
import {existsSync, readdirSync, statSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";

import {shownCommand} from "./bench/about.mjs";
import {defaultFimSets, defaultTypistSet, ensureCaseSet, isSetName} from "./bench/caseSets.mjs";
import {findModel} from "./bench/model.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {buildExtension} from "./lib/packageExtension.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, withTools} from "./lib/run.mjs";
import {runMain, UserError} from "./lib/steps.mjs";

const names = ["engine", "adapter", "fim", "sources", "likelihood", "names", "replay", "eval", "chat", "sandbox"];
/** Those that need no model, and those that need no cases. */
const modelless = ["sandbox", "names"], caseless = ["engine", "adapter", "chat", "sandbox"];

await runMain(async () => {
    const [name = "", ...args] = process.argv.slice(2);
    if (!names.includes(name)) throw new UserError(`usage: npm run bench:NAME [-- OPTIONS], NAME one of ${names.join(", ")}`);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    if (isWorkerStale()) await buildExtension();
    const model = modelless.includes(name) ? [] : ["--model", findModel(valueOf(args, "--model"))];
    const all = [...await withCases(name, args), ...model];
    const env = {...withTools(), HEARTH_BENCH_COMMAND: shownCommand(name, args)};
    return await exitCodeOf(process.execPath, [await bundled(name), ...all], {env, cwd: root});
});

/** Whether what was built is missing or older than its source: the worker is what the benchmarks measure. */
function isWorkerStale() {
    const worker = path.join(root, "dist", "worker.mjs");
    if (!existsSync(worker)) return true;
    const built = statSync(worker).mtimeMs;
    return readdirSync(path.join(root, "src"), {recursive: true, encoding: "utf8"}).some((file) => statSync(path.join(root, "src", file)).mtimeMs > built);
}

/**
 * The benchmark as one file, under `out`.
 * @param {string} name
 * @returns {Promise<string>}
 */
async function bundled(name) {
    const {build} = await import("esbuild"); // only now are the dependencies certain
    const options = /** @type {const} */ ({bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning"});
    const outdir = path.join(out, "bench");
    // The bare loop is a process of its own, started by the engine's benchmark from beside it.
    const files = name === "engine" ? [name, "bareLoop"] : [name];
    await build({...options, entryPoints: files.map((file) => path.join(root, "test", "bench", `${file}.ts`)), outdir, outExtension: {".js": ".mjs"}});
    return path.join(outdir, `${name}.mjs`);
}

/**
 * The options, with files and folders in place of the name of a set of cases, or of no cases at all.
 * @param {string} name of the benchmark
 * @param {readonly string[]} args
 * @returns {Promise<readonly string[]>}
 */
async function withCases(name, args) {
    if (caseless.includes(name)) return args;
    const asked = valueOf(args, "--cases");
    if (valueOf(args, "--format") === "humaneval") return asked === undefined ? [...args, "--cases", humanEvalFile()] : args;
    if (asked !== undefined && !isSetName(asked)) return args;
    const all = args.filter((arg, i) => arg !== "--cases" && args[i - 1] !== "--cases" && !arg.startsWith("--cases="));
    for (const set of asked !== undefined ? [asked] : name !== "replay" ? defaultFimSets : [defaultTypistSet]) {
        const {cases, workspace} = await ensureCaseSet(set);
        all.push("--cases", cases, "--workspace", workspace);
    }
    return all;
}

/** HumanEval-Infilling is in no package: it comes from a folder of data, where one is. */
function humanEvalFile() {
    const shared = process.env["HEARTH_SHARED"];
    const file = path.join(shared ?? "", "data", "HumanEval-SingleLineInfilling.jsonl.gz");
    if (shared === undefined || !existsSync(file))
        throw new UserError("HumanEval-SingleLineInfilling.jsonl.gz was not found: get it from the repository openai/human-eval-infilling (folder data) and give it with --cases FILE, or set HEARTH_SHARED to a folder that has it under data.");
    return file;
}

/**
 * @param {readonly string[]} args
 * @param {string} option
 * @returns {string | undefined} the last value given, as the benchmark itself takes it
 */
function valueOf(args, option) {
    const value = args.findLast((arg, i) => args[i - 1] === option || arg.startsWith(`${option}=`));
    return value?.startsWith(`${option}=`) ? value.slice(option.length + 1) : value;
}
