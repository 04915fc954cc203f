/**
 * `npm run bench:sources`: what each source of related code brings, and what it costs to read. Every case is completed with nothing of other files, with each
 * source alone and with all of them, one after the other, and held against nothing in pairs.
 *
 *   --cases FILE or SET, --workspace DIR, --limit N, --model FILE, --adapter FILE[@SCALE]|none   as for bench:fim
 *   --sources LIST   the sources to try alone, with commas between; default: all of them. `none`: only all of them together
 *   --budget N       the most tokens that the index gives; default: as the product, by how fast the model reads here
 *   --threshold 0..1   default 0: everything is shown
 *   --out REPORT.json
 *
 * What was edited lately (`recent`) can't be tried here: cut cases have no past.
 */
import {parseArgs} from "node:util";

import {modelOf} from "../../src/core/engine/state.js";
import {adaptersAsked, shownNames} from "./adapters.js";
import {interval, shownInterval} from "./bootstrap.js";
import {budgetAsked} from "./context.js";
import {serviceOver, startPipeline} from "./pipeline.js";
import {required, writeReport} from "./report.js";
import {type CaseResult, runCase} from "./runCase.js";
import {mean, quantile, rounded} from "./statistics.js";
import {eachTrial, type Trial, trialsAsked} from "./trials.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string", multiple: true}, workspace: {type: "string", multiple: true}, limit: {type: "string", default: "100000"}, model: {type: "string"},
    adapter: {type: "string", multiple: true}, sources: {type: "string", default: "all"}, budget: {type: "string"}, threshold: {type: "string", default: "0"}, out: {type: "string"}
}});

/** One case of one trial. */
interface Run {
    readonly result: CaseResult;
    /** Whether the index found anything for it. */
    readonly given: boolean;
}

const measures: readonly (readonly [name: string, of: (result: CaseResult) => number])[] = [
    ["first line exact", (result) => Number(result.firstLineExact)], ["edit similarity", (result) => result.similarity], ["whole target exact", (result) => Number(result.wholeExact)]
];

const model = required(options.model, "model");
const adapters = await adaptersAsked(options.adapter, model);
const trials = trialsAsked(options.sources), [nothing] = trials;
const {engine, service: product} = await startPipeline(model);
const runs = new Map<Trial, Run[]>(trials.map((trial) => [trial, []]));
const budget = budgetAsked(options, modelOf(engine.state)?.readTokensPerSecond ?? 0);
await eachTrial({...options, trials, budget, shown: (source, at) => product.linesShown(source, at)}, {
    run: async (trial, {item, repository, related}) => {
        // A service of its own: what another trial was told must not be remembered.
        const result = await runCase(serviceOver(engine), item, {repository, threshold: Number(options.threshold), adapters, related});
        runs.get(trial)?.push({result, given: related.length > 0});
    },
    figure: (trial) => mean(of(trial, (r) => r.similarity))
});
await engine.dispose();
await writeReport({benchmark: "sources", model, adapters: shownNames(adapters), summary: {budget, cases: of(nothing, () => 1).length, trials: Object.fromEntries(trials.map((trial) => [trial.name, row(trial)]))},
    results: trials.map((trial) => ({trial: trial.name, runs: runs.get(trial)}))}, options.out);

function of(trial: Trial | undefined, value: (result: CaseResult) => number): number[] {
    return (trial === undefined ? [] : runs.get(trial) ?? []).map(({result}) => value(result));
}

/** A trial's figures; its gains are over nothing, in brackets the middle 95 % of the resampled means. */
function row(trial: Trial): Record<string, number | string> {
    const figures = measures.map(([name, value]): [string, number | string] => {
        const [here, base] = [of(trial, value), of(nothing, value)];
        return [name, trial === nothing ? rounded(mean(here)) : `${rounded(mean(here))}, gain ${shownInterval(interval(here.map((each, i) => each - (base[i] ?? 0))))}`];
    });
    const found = (runs.get(trial) ?? []).filter(({given}) => given).length;
    return {...Object.fromEntries(figures), "cases with something found": found, "read tokens p50": quantile(of(trial, (r) => r.readTokens), 0.5), "ms p50": Math.round(quantile(of(trial, (r) => r.milliseconds), 0.5))};
}
