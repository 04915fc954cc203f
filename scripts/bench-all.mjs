// `npm run bench:all`: every benchmark of the table in docs/PERFORMANCE.md, one after the other, each report as a file; then the table is written anew.
// @ts-check
import {existsSync, mkdirSync, readFileSync, rmSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {findModel} from "./bench/model.mjs";
import {writeTable} from "./bench/table.mjs";
import {bundledAdapterFor} from "./lib/bundledAdapter.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, withTools} from "./lib/run.mjs";
import {elapsed, messageOf, runMain, step, UserError} from "./lib/steps.mjs";

/**
 * What is run for each model, in this order: the name of its report, and how it is started. `cases`: how many at most, unless a limit is given. `adapted`: run without
 * adapters, and again with the one that comes with Hearth for the model. `once`: for the first model only, since what it measures is not the model's.
 */
const steps = [
    {name: "engine", script: "bench.mjs", args: ["engine", "--rounds", "3", "--rest", "15"]},
    {name: "fim", script: "bench.mjs", args: ["fim"], cases: 16, adapted: true},
    {name: "humaneval", script: "bench.mjs", args: ["fim", "--format", "humaneval"], cases: 40, adapted: true},
    {name: "replay", script: "bench.mjs", args: ["replay"], cases: 4, adapted: true},
    {name: "typist", script: "bench-typist.mjs", args: [], cases: 3, adapted: true, once: true},
    {name: "activation", script: "bench-activation.mjs", args: [], once: true}
];
const usage = `npm run bench:all [-- OPTIONS]

  --model FILE     a model; may be given twice (default: the one that Hearth would take)
  --out DIR        where the reports go (default: out/bench/reports)
  --only A,B       some of: ${steps.map(({name}) => name).join(", ")}
  --limit N        at most N cases each, in place of ${steps.flatMap(({name, cases}) => cases === undefined ? [] : `${cases} (${name})`).join(", ")}

Two models take about 25 minutes on two cores; nothing else should run meanwhile. What a model writes is measured without adapters, and again with the one that comes
with Hearth for it. Only a run of everything, without --only and --limit, rewrites the table in docs/PERFORMANCE.md.`;

await runMain(async () => {
    const {models: asked, folder, only, limit, help} = options();
    if (help) return console.log(usage);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const started = performance.now();
    const models = asked.length === 0 ? [findModel(undefined)] : asked.map((model) => findModel(model));
    mkdirSync(folder, {recursive: true});
    const failed = [];
    for (const run of plan(models, only, limit))
        if (!await runStep(run.title, run.args, path.join(folder, run.report))) failed.push(run.title);
    console.log(`\nAll of it took ${elapsed(started)}; the reports are in ${folder}`);
    if (failed.length > 0) throw new UserError(`No report came of ${failed.join(", ")}: why stands above, after each one's start. The table was left as it is.`);
    if (only === undefined && limit === undefined) console.log(`The table in ${writeTable(folder)} was written anew.`);
});

/**
 * All that is run, in order.
 * @param {readonly string[]} models
 * @param {readonly string[] | undefined} only
 * @param {string | undefined} limit
 */
function plan(models, only, limit) {
    return models.flatMap((model, i) => steps.filter(({name, once}) => (only === undefined || only.includes(name)) && (once !== true || i === 0)).flatMap(({name, script, args, cases, adapted}) => {
        const all = [path.join(root, "scripts", script), ...args, "--model", model, ...cases === undefined ? [] : ["--limit", limit ?? String(cases)]];
        const plain = {title: `${name}, ${path.basename(model)}`, args: adapted === true ? [...all, "--adapter", "none"] : all, report: `${name}.${path.basename(model, ".gguf")}.json`};
        const adapter = adapted === true ? bundledAdapterFor(recordedHash(model)) : undefined;
        return adapter === undefined ? [plain] : [plain,
            {title: `${plain.title} with ${path.basename(adapter)}`, args: [...all, "--adapter", adapter], report: `${name}.${path.basename(model, ".gguf")}.adapter.json`}];
    }));
}

/**
 * @param {string} model
 * @returns {string | undefined} its SHA-256, where the record beside it says it
 */
function recordedHash(model) {
    const record = `${model}.hearth.json`;
    return existsSync(record) ? JSON.parse(readFileSync(record, "utf8")).sha256 : undefined;
}

/**
 * A benchmark in a process of its own; a failure is told and does not end the others.
 * @param {string} title
 * @param {readonly string[]} args of Node
 * @param {string} report
 * @returns {Promise<boolean>} whether there is a report
 */
async function runStep(title, args, report) {
    rmSync(report, {force: true});
    return await step(title, async () => await exitCodeOf(process.execPath, [...args, "--out", report], {cwd: root, env: withTools()}) === 0 && existsSync(report));
}

function options() {
    try {
        const values = parseArgs({options: {model: {type: "string", multiple: true}, out: {type: "string"}, only: {type: "string"}, limit: {type: "string"}, help: {type: "boolean"}}}).values;
        const only = values.only?.split(",");
        const unknown = only?.find((name) => !steps.some((candidate) => candidate.name === name));
        if (unknown !== undefined) throw new Error(`There is no benchmark “${unknown}”.`);
        return {models: values.model ?? [], folder: path.resolve(values.out ?? path.join(out, "bench", "reports")), only, limit: values.limit, help: values.help ?? false};
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
