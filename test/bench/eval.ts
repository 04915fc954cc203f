/**
 * `npm run eval`: the same cases with an adapter and without (or with another), in pairs, with confidence intervals and a picture.
 *
 *   --adapter FILE[@SCALE]   what is evaluated; default: what the product takes for the model
 *   --against FILE[@SCALE]   what it is compared with; default: none, the model alone
 *   --cases FILE or SET, --workspace DIR, --format humaneval, --limit N, --model FILE, --threshold 0..1, --context SOURCES, --budget N, --no-context   as for bench:fim
 *   --out REPORT.json, --picture FILE.svg
 */
import {mkdir, writeFile} from "node:fs/promises";
import path from "node:path";
import {parseArgs} from "node:util";

import type {AdapterUse} from "../../src/core/adapters/use.js";
import {showThresholds} from "../../src/core/completion/confidence.js";
import {modelOf} from "../../src/core/engine/state.js";
import {adaptersAsked, shownNames} from "./adapters.js";
import {interval, shownInterval} from "./bootstrap.js";
import {type CaseFormat, readCases} from "./cases.js";
import {budgetAsked, contextAsked, WorkspaceContext} from "./context.js";
import {drawPicture, type Measured} from "./evalPicture.js";
import {startPipeline} from "./pipeline.js";
import {required, writeReport} from "./report.js";
import {type CaseResult, runCase} from "./runCase.js";
import {rounded} from "./statistics.js";

const {values: options} = parseArgs({options: {
    adapter: {type: "string", multiple: true}, against: {type: "string", multiple: true, default: ["none"]}, cases: {type: "string", multiple: true},
    workspace: {type: "string", multiple: true}, format: {type: "string", default: "fim"}, limit: {type: "string", default: "100000"}, model: {type: "string"},
    threshold: {type: "string", default: String(showThresholds.balanced)}, context: {type: "string"}, budget: {type: "string"}, "no-context": {type: "boolean", default: false}, out: {type: "string"}, picture: {type: "string"}
}});

interface Pair {
    readonly with: CaseResult;
    readonly against: CaseResult;
}

/** What is compared; every one is better when it is higher. */
const measures: readonly (readonly [name: string, of: (result: CaseResult) => number])[] = [
    ["first line exact", (result) => Number(result.firstLineExact)],
    ["whole target exact", (result) => Number(result.wholeExact)],
    ["edit similarity", (result) => result.similarity],
    ["something shown", (result) => Number(result.suggestion !== "")],
    ["ended by itself where the target ends", (result) => Number(result.endedRight)]
];

const model = required(options.model, "model");
const [adapters, against] = [await adaptersAsked(options.adapter, model), await adaptersAsked(options.against, model)];
const {engine, service} = await startPipeline(model);
const sources = contextAsked(options), budget = budgetAsked(options, modelOf(engine.state)?.readTokensPerSecond ?? 0);
const pairs: Pair[] = [];
for (const [i, file] of (options.cases ?? [required(undefined, "cases")]).entries()) {
    const repository = options["no-context"] ? "" : path.basename(path.resolve(options.workspace?.[i] ?? "workspace"));
    const cases = await readCases(file, options.format as CaseFormat, Number(options.limit));
    const context = sources.length === 0 ? undefined : await WorkspaceContext.open(required(options.workspace?.[i], "workspace"), (source, at) => service.linesShown(source, at));
    for (const [n, item] of cases.entries()) {
        const related = (await context?.of(item, sources, budget))?.related ?? [];
        const run = (uses: readonly AdapterUse[]) => runCase(service, item, {repository, threshold: Number(options.threshold), adapters: uses, related});
        pairs.push({against: await run(against), with: await run(adapters)});
        if ((n + 1) % 20 === 0 || n + 1 === cases.length)
            console.error(`${repository} ${n + 1}/${cases.length}: ${measured().map(({name, gain}) => `${name} ${rounded(gain.mean)}`).slice(0, 1).join("")} gained so far`);
    }
    await context?.dispose();
}
await engine.dispose();
const rows = measured();
if (options.picture !== undefined) {
    await mkdir(path.dirname(path.resolve(options.picture)), {recursive: true});
    await writeFile(options.picture, drawPicture(`${pairs.length} cases, ${path.basename(model)}`, [nameOf(against), nameOf(adapters)], rows));
}
await writeReport({
    benchmark: "eval", model, adapters: shownNames(adapters), results: pairs,
    summary: {cases: pairs.length, ...Object.fromEntries(rows.map(({name, ...sides}) => [name, Object.fromEntries(Object.entries(sides).map(([side, each]) => [side, shownInterval(each)]))]))}
}, options.out);

function measured(): Measured[] {
    return measures.map(([name, of]) => ({
        name, against: interval(pairs.map((pair) => of(pair.against))), with: interval(pairs.map((pair) => of(pair.with))),
        gain: interval(pairs.map((pair) => of(pair.with) - of(pair.against)))
    }));
}

function nameOf(uses: readonly AdapterUse[]): string {
    return uses.length === 0 ? "the model alone" : uses.map(({path: file, scale}) => `${path.basename(file, ".gguf")}${scale === 1 ? "" : ` at ${scale}`}`).join(" + ");
}
