// Writes the table of docs/PERFORMANCE.md from the reports of `npm run bench:all`. By itself: `node scripts/bench/table.mjs DIR`.
// @ts-check
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";

import {modelWithHash} from "../lib/models.mjs";
import {root} from "../lib/paths.mjs";
import {runMain, UserError} from "../lib/steps.mjs";

/**
 * @typedef {object} Report
 * @property {string} step the first part of its file's name
 * @property {import("./about.mjs").About & {model: {file: string, bytes: number, sha256: string}}} about
 * @property {readonly string[]} [adapters] names with their scales; absent or empty: the model alone
 * @property {Record<string, number>} summary
 */

/**
 * @typedef {object} Row
 * @property {string} figure
 * @property {string} must
 * @property {string} aim
 * @property {string} step
 * @property {(summary: Record<string, number>) => string} value
 */

/** @type {readonly Row[]} */
const rows = [
    {figure: "worker reads / bare llama.cpp", must: "0.90", aim: "0.97", step: "engine", value: (s) => `${s["readRatio"]} (${s["workerRead"]} / ${s["bareRead"]} tokens/s)`},
    {figure: "worker writes / bare llama.cpp", must: "0.90", aim: "0.97", step: "engine", value: (s) => `${s["writeRatio"]} (${s["workerWrite"]} / ${s["bareWrite"]} tokens/s)`},
    {figure: "the same against llama-bench: read / write", must: "0.90", aim: "0.97", step: "engine", value: (s) => s["readOfLlamaBench"] === undefined ? "not installed" : `${s["readOfLlamaBench"]} / ${s["writeOfLlamaBench"]}`},
    {figure: "tokens re-read per keystroke, p50 / p90", must: "64 / 256", aim: "6 / 40", step: "replay", value: (s) => `${s["readTokensP50"]} / ${s["readTokensP90"]}`},
    {figure: "replay: time from key to suggestion, p50 / p90", must: "450 / 1200 ms (1.5B: 900)", aim: "200 / 600 ms (1.5B: 450)", step: "replay", value: (s) => `${s["latencyMsP50"]} / ${s["latencyMsP90"]} ms`},
    {figure: "of those the model was asked for, p50 / p90", must: "", aim: "", step: "replay", value: (s) => `${s["askedLatencyMsP50"]} / ${s["askedLatencyMsP90"]} ms`},
    {figure: "replay: completed-code ratio", must: "0.20", aim: "0.40", step: "replay", value: (s) => `${s["completedRatio"]}`},
    {figure: "replay: right share of what is shown", must: "0.35", aim: "0.6", step: "replay", value: (s) => `${s["rightOfShown"]}`},
    {figure: "real VS Code: completed-code ratio", must: "", aim: "", step: "typist", value: (s) => `${s["completedRatio"]}`},
    {figure: "real VS Code: right share of what is shown", must: "", aim: "", step: "typist", value: (s) => `${s["shownRightShare"]}`},
    {figure: "lines of new TypeScript: first line exact, of all / of those shown", must: "", aim: "", step: "fim", value: (s) => `${s["firstLineExact"]} / ${s["rightOfShown"]}`},
    {figure: "lines of new TypeScript: time, p50 / p90 (a cold prompt each)", must: "", aim: "", step: "fim", value: (s) => `${s["msP50"]} / ${s["msP90"]} ms`},
    {figure: "HumanEval-Infilling single line, first line exact, every filter", must: "0.77 (1.5B)", aim: "0.82 (1.5B)", step: "humaneval", value: (s) => `${s["firstLineExact"]} (raw: ${s["rawFirstLineExact"]})`},
    {figure: "memory of the worker beyond the model file", must: "500 MB", aim: "250 MB", step: "engine", value: (s) => `${s["beyondModelMB"]} MB (peak ${s["peakBeyondModelMB"]})`},
    {figure: "idle: CPU after activity", must: "0 %", aim: "0 %", step: "engine", value: (s) => `${s["idleCpuPercent"]} %`},
    {figure: "activation in the extension host, median of the starts", must: "50 ms", aim: "", step: "activation", value: (s) => `${s["activationMs"]} ms`}
];

const begin = "<!-- The table below is written by scripts/bench/table.mjs -->", end = "<!-- end of the table -->";

/**
 * Puts the table between its two markers.
 * @param {string} folder of reports
 * @returns {string} the document's path
 * @throws {UserError} without reports, or without the markers
 */
export function writeTable(folder) {
    const document = path.join(root, "docs", "PERFORMANCE.md");
    const text = readFileSync(document, "utf8");
    const from = text.indexOf(begin), to = text.indexOf(end);
    if (from < 0 || to < from) throw new UserError(`${document} has lost the marks around its table: put “${begin}” and “${end}” back where the table belongs.`);
    writeFileSync(document, `${text.slice(0, from + begin.length)}\n\n${tableOf(readReports(folder))}\n\n${text.slice(to)}`);
    return document;
}

/**
 * @param {string} folder
 * @returns {Report[]}
 */
function readReports(folder) {
    const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
    if (files.length === 0) throw new UserError(`There is no report in ${folder}: npm run bench:all -- --out ${folder} makes them.`);
    return files.map((name) => ({step: name.slice(0, name.indexOf(".")), ...JSON.parse(readFileSync(path.join(folder, name), "utf8"))}));
}

/**
 * @param {readonly Report[]} reports
 * @returns {string} Markdown: the figures, then what they were measured with
 */
export function tableOf(reports) {
    // A column is a model, or a model with adapters.
    const columnOf = (/** @type {Report} */ {about, adapters = []}) => [about.model.sha256, ...adapters].join(" ");
    const columns = distinct(reports.toSorted((a, b) => (a.adapters?.length ?? 0) - (b.adapters?.length ?? 0)).map(columnOf));
    const models = distinct(reports.map(({about}) => about.model.sha256));
    const nameOf = (/** @type {string} */ sha256) => modelWithHash(sha256)?.id ?? reports.find(({about}) => about.model.sha256 === sha256)?.about.model.file ?? "";
    const heads = columns.map((column) => {
        const [sha256 = "", ...adapters] = column.split(" ");
        return [nameOf(sha256), ...adapters.map((adapter) => adapter.replace(/\.gguf@1$/, ""))].join(" + ");
    });
    const lines = [["Figure", "Must", "Aim", ...heads, "Command"], Array.from({length: columns.length + 4}, () => "---")];
    for (const {figure, must, aim, step, value} of rows) {
        const found = columns.map((column) => reports.find((report) => report.step === step && columnOf(report) === column));
        const [any] = found.filter((report) => report !== undefined);
        if (any !== undefined) lines.push([figure, must, aim, ...found.map((report) => report === undefined ? "" : value(report.summary)), `\`${commandOf(any)}\``]);
    }
    const dates = reports.map(({about}) => about.date.slice(0, 10)).sort();
    const details = [
        `Machine: ${distinct(reports.map(({about: {machine: m}}) => `${m.cpu}, ${m.cores} cores, ${m.memoryGiB} GiB, ${m.system}, Node ${m.node}`)).join("; ")}.`,
        `Date: ${distinct([dates[0], dates.at(-1)]).join(" to ")}. Checkout: ${distinct(reports.map(({about}) => about.commit ?? "unknown")).join(", ")}.`,
        ...models.map((sha256) => {
            const model = reports.find(({about}) => about.model.sha256 === sha256)?.about.model;
            return `Model \`${nameOf(sha256)}\`: \`${model?.file}\`, ${Math.round((model?.bytes ?? 0) / 1e6)} MB, SHA-256 \`${sha256}\`.`;
        })
    ];
    return `${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n\n${details.map((line) => `- ${line}`).join("\n")}`;
}

/**
 * The columns are the models and their adapters, so the command names none.
 * @param {Report} report
 */
function commandOf({about}) {
    return about.command.replace(/ --(model|adapter) \S+/g, "").replace(/ --$/, "");
}

/**
 * @template T
 * @param {readonly T[]} values
 * @returns {T[]}
 */
function distinct(values) {
    return [...new Set(values)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await runMain(async () => {
        const [folder] = process.argv.slice(2);
        if (folder === undefined) throw new UserError("usage: node scripts/bench/table.mjs DIR   (the folder of reports that npm run bench:all wrote)");
        console.log(`The table in ${writeTable(path.resolve(folder))} was written anew.`);
    });
}
