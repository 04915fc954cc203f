/**
 * `npm run bench:names`: of the names that the next lines need and that the model does not see around the cursor, how many are in what it is given of each
 * source. It needs no model and takes seconds, so it says where to look; whether the model makes use of it, bench:sources and bench:likelihood say.
 *
 *   --cases FILE or SET, --workspace DIR, --limit N, --sources LIST, --budget N   as for bench:sources
 *   --speed N   tokens that the model reads in a second here, from which the product's window and budget follow; default 300, the re-laid 0.5B's on two cores
 *   --out REPORT.json
 */
import {parseArgs} from "node:util";

import {cutWindow, windowLimitsFor, windowLines} from "../../src/core/completion/window.js";
import {identifiersOf, isEverywhere} from "../../src/core/index/words.js";
import type {FimCase} from "./cases.js";
import {budgetAsked} from "./context.js";
import {placeOf} from "./pipeline.js";
import {writeReport} from "./report.js";
import {mean} from "./statistics.js";
import {eachTrial, type Trial, trialsAsked} from "./trials.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string", multiple: true}, workspace: {type: "string", multiple: true}, limit: {type: "string", default: "100000"}, sources: {type: "string", default: "all"},
    budget: {type: "string"}, speed: {type: "string", default: "300"}, out: {type: "string"}
}});

/** Lines of the target whose names count. */
const nextLines = 3;
const shortestName = 3;

interface Found {
    readonly id: string;
    readonly needed: readonly string[];
    readonly given: readonly string[];
    readonly elsewhereInFile: number;
    readonly characters: number;
}

const limits = windowLimitsFor(Number(options.speed));
const budget = budgetAsked(options, Number(options.speed));
const trials = trialsAsked(options.sources);
const found = new Map<Trial, Found[]>(trials.map((trial) => [trial, []]));
await eachTrial({...options, trials, budget, shown: (source, at) => windowLines(source, at, limits)}, {
    run: (trial, {item, related}) => {
        const needed = namesNeeded(item), text = related.map((snippet) => snippet.text).join("\n");
        const names = new Set(namesIn(text)), own = new Set(namesIn(item.prefix + item.suffix));
        found.get(trial)?.push({id: item.id, needed, given: needed.filter((name) => names.has(name)), elsewhereInFile: needed.filter((name) => own.has(name)).length, characters: text.length});
        return Promise.resolve();
    },
    figure: (trial) => count(trial, ({given}) => given.length)
});
const [nothing] = trials;
await writeReport({benchmark: "names", summary: {
    budget, cases: count(nothing, () => 1), needed: count(nothing, ({needed}) => needed.length), "of them elsewhere in the file": count(nothing, ({elsewhereInFile}) => elsewhereInFile),
    trials: Object.fromEntries(trials.map((trial) => [trial.name, {
        given: count(trial, ({given}) => given.length), "cases with all that they need": count(trial, ({needed, given}) => Number(needed.length > 0 && given.length === needed.length)),
        "characters per case": Math.round(mean((found.get(trial) ?? []).map(({characters}) => characters)))
    }]))
}, results: trials.map((trial) => ({trial: trial.name, found: found.get(trial)}))}, options.out);

/** Names of the target's first lines that stand nowhere in the window. */
function namesNeeded(item: FimCase): string[] {
    const {source, at} = placeOf(item, "", 0);
    const window = cutWindow(source, at, limits);
    const seen = new Set(namesIn(window === undefined ? "" : `${window.prefix}\n${window.suffix}`));
    return namesIn(item.target.split("\n").slice(0, nextLines).join("\n")).filter((name) => !seen.has(name));
}

function namesIn(text: string): string[] {
    return identifiersOf(text).filter((name) => name.length >= shortestName && !isEverywhere(name));
}

function count(trial: Trial | undefined, of: (each: Found) => number): number {
    return (trial === undefined ? [] : found.get(trial) ?? []).reduce((sum, each) => sum + of(each), 0);
}
