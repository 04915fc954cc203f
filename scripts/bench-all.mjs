// `npm run bench:all`: every benchmark of the table in docs/PERFORMANCE.md, one after the other, each report as a file; then the table is written anew.
// @ts-check
import {existsSync, mkdirSync, rmSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {findModel} from "./bench/model.mjs";
import {writeTable} from "./bench/table.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, withTools} from "./lib/run.mjs";
import {elapsed, messageOf, runMain, step, UserError} from "./lib/steps.mjs";

/** What is run for each model, in this order: the name of its report, and how it is started. `limited`: takes --limit. */
const steps = [
    {name: "engine", script: "bench.mjs", args: ["engine"], limited: false},
    {name: "fim", script: "bench.mjs", args: ["fim"], limited: true},
    {name: "humaneval", script: "bench.mjs", args: ["fim", "--format", "humaneval"], limited: true},
    {name: "replay", script: "bench.mjs", args: ["replay"], limited: true},
    {name: "typist", script: "bench-typist.mjs", args: [], limited: true},
    {name: "activation", script: "bench-activation.mjs", args: [], limited: false}
];
const usage = `npm run bench:all [-- OPTIONS]

  --model FILE     a model; may be given twice (default: the one that Hearth would take)
  --out DIR        where the reports go (default: out/bench/reports)
  --only A,B       some of: ${steps.map(({name}) => name).join(", ")}
  --limit N        at most N cases each, for a quick look

A whole run takes an hour or so a model on two cores; nothing else should run meanwhile. Only a whole run rewrites the table in docs/PERFORMANCE.md.`;

await runMain(async () => {
    const {models: asked, folder, only, limit, help} = options();
    if (help) return console.log(usage);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const started = performance.now();
    const models = asked.length === 0 ? [findModel(undefined)] : asked.map((model) => findModel(model));
    mkdirSync(folder, {recursive: true});
    const failed = [];
    for (const model of models)
        for (const {name, script, args, limited} of steps.filter((candidate) => only === undefined || only.includes(candidate.name)))
            if (!await runStep(`${name}, ${path.basename(model)}`, [path.join(root, "scripts", script), ...args, "--model", model, ...limited && limit !== undefined ? ["--limit", limit] : []],
                path.join(folder, `${name}.${path.basename(model, ".gguf")}.json`))) failed.push(`${name} (${path.basename(model)})`);
    console.log(`\nAll of it took ${elapsed(started)}; the reports are in ${folder}`);
    if (failed.length > 0) throw new UserError(`No report came of ${failed.join(", ")}: why stands above, after each one's start. The table was left as it is.`);
    if (only === undefined && limit === undefined) console.log(`The table in ${writeTable(folder)} was written anew.`);
});

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
