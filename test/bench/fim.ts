/**
 * `npm run bench:fim`: fill-in-the-middle cases through the whole pipeline (planner, worker, filters); what was suggested, whether it was right, what it cost.
 *
 *   --cases FILE      cases as fim-cases.mjs writes them, or the name of a set (db-line, effect-line, db-block); default: db-line and effect-line
 *   --workspace DIR   the folder that the cases' files belong to: its name goes to the model as the repository's
 *   --no-context      the model sees nothing but the file's own text: no names of repository and file
 *   --context SOURCES   what the index gives of the workspace: all, or some of imports,names,siblings,tests,similar; default: what the product gives
 *   --budget N        the most tokens of it; default: as the product, by how fast the model reads here
 *   --format humaneval   HumanEval-Infilling (JSON lines, plain or gzip)
 *   --adapter FILE[@SCALE]   a GGUF LoRA, once or several times, or none; default: what the product takes for the model
 *   --layout NAME     the order of the prompt's parts (suffix-first, prefix-first), unless an adapter's record names one; default: as the product has it
 *   --draft FILE       a draft model; with --warm its figures are those of a person who rests before typing
 *   --warm             each prompt is read before it is asked for, as where the cursor has rested
 *   --limit N, --model FILE, --out REPORT.json, --threshold 0..1 (0: show everything), --above/--below LINES (another window than the product's), --verbose
 */
import path from "node:path";
import {parseArgs} from "node:util";

import {showThresholds} from "../../src/core/completion/confidence.js";
import type {WindowLimits} from "../../src/core/completion/window.js";
import {modelOf} from "../../src/core/engine/state.js";
import {adaptersAsked, shownNames} from "./adapters.js";
import {type CaseFormat, readCases} from "./cases.js";
import {budgetAsked, contextAsked, type GivenContext, WorkspaceContext} from "./context.js";
import {layoutNamed, startPipeline} from "./pipeline.js";
import {required, writeReport} from "./report.js";
import {type CaseResult, runCase} from "./runCase.js";
import {mean, quantile, rounded, share} from "./statistics.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string", multiple: true}, workspace: {type: "string", multiple: true}, format: {type: "string", default: "fim"}, model: {type: "string"},
    limit: {type: "string", default: "100000"}, "no-context": {type: "boolean", default: false}, out: {type: "string"}, verbose: {type: "boolean", default: false},
    adapter: {type: "string", multiple: true}, threshold: {type: "string", default: String(showThresholds.balanced)}, context: {type: "string"}, budget: {type: "string"}, layout: {type: "string"}, draft: {type: "string"}, warm: {type: "boolean", default: false}, above: {type: "string"}, below: {type: "string"}
}});

const model = required(options.model, "model");
const adapters = await adaptersAsked(options.adapter, model);
const files = options.cases ?? [required(undefined, "cases")];
const {engine, service} = await startPipeline(model, {limits: limitsAsked(), layout: layoutNamed(options.layout), draft: options.draft});
const results: CaseResult[] = [];
const sources = contextAsked(options), budget = budgetAsked(options, modelOf(engine.state)?.readTokensPerSecond ?? 0);
const given: GivenContext[] = [];
for (const [i, file] of files.entries()) {
    const repository = options["no-context"] ? "" : path.basename(path.resolve(options.workspace?.[i] ?? "workspace"));
    const workspace = options.workspace?.[i];
    if (sources.length > 0 && workspace === undefined)
        throw new Error("--context needs the folder that the cases' files belong to: --workspace DIR.");
    const context = sources.length === 0 || workspace === undefined ? undefined : await WorkspaceContext.open(workspace, (source, at) => service.linesShown(source, at));
    const cases = await readCases(file, options.format as CaseFormat, Number(options.limit));
    for (const [n, item] of cases.entries()) {
        const found = await context?.of(item, sources, budget);
        if (found !== undefined)
            given.push(found);
        const result = await runCase(service, item, {repository, threshold: Number(options.threshold), adapters, related: found?.related ?? [], warm: options.warm});
        results.push(result);
        if (options.verbose)
            console.error(JSON.stringify({...result, pieces: undefined}));
        if ((n + 1) % 20 === 0 || n + 1 === cases.length)
            console.error(`${repository} ${n + 1}/${cases.length}: first line exact so far ${rounded(share(results.map((r) => r.firstLineExact)))}`);
    }
    await context?.dispose();
}
await engine.dispose();
await writeReport({benchmark: "fim", model, adapters: shownNames(adapters), summary: {...summary(results), ...contextSummary()}, results}, options.out);

/** A window of so many lines, for measuring what context is worth; undefined: what the product takes. */
function limitsAsked(): WindowLimits | undefined {
    if (options.above === undefined || options.below === undefined)
        return undefined;
    const [linesBefore, linesAfter] = [Number(options.above), Number(options.below)];
    return {linesBefore, linesAfter, charsBefore: 60 * linesBefore, charsAfter: 60 * linesAfter, anchorStep: 1};
}

/** What the index gave, and how long it took; nothing where it was not asked. */
function contextSummary(): Record<string, unknown> {
    if (given.length === 0)
        return {};
    const pieces = given.flatMap((each) => each.pieces);
    return {
        context: sources.join(","), contextMsP50: Math.round(quantile(given.map((each) => each.milliseconds), 0.5)), contextMsP95: Math.round(quantile(given.map((each) => each.milliseconds), 0.95)),
        piecesPerCase: rounded(pieces.length / given.length, 1), piecesBySource: Object.fromEntries(sources.map((source) => [source, pieces.filter((piece) => piece.source === source).length]))
    };
}

function summary(all: readonly CaseResult[]): Record<string, number> {
    const shown = all.filter((result) => result.suggestion !== "");
    const cost = (of: (result: CaseResult) => number) => all.map(of);
    return {
        cases: all.length,
        firstLineExact: rounded(share(all.map((r) => r.firstLineExact))),
        rawFirstLineExact: rounded(share(all.map((r) => r.rawFirstLineExact))),
        wholeExact: rounded(share(all.map((r) => r.wholeExact))),
        similarity: rounded(mean(all.map((r) => r.similarity))),
        shown: rounded(shown.length / all.length),
        rightOfShown: rounded(share(shown.map((r) => r.firstLineExact))),
        endedByItself: rounded(share(all.map((r) => r.stop === "end"))),
        endedRight: rounded(share(all.map((r) => r.endedRight))),
        msP50: Math.round(quantile(cost((r) => r.milliseconds), 0.5)), msP90: Math.round(quantile(cost((r) => r.milliseconds), 0.9)),
        readTokensP50: quantile(cost((r) => r.readTokens), 0.5), readTokensP90: quantile(cost((r) => r.readTokens), 0.9),
        msPerWrittenToken: rounded(mean(all.filter((r) => r.writtenTokens > 0).map((r) => r.writeMs / r.writtenTokens)), 2),
        ...draftSummary(all),
        writtenTokensP50: quantile(cost((r) => r.writtenTokens), 0.5), writtenTokensP90: quantile(cost((r) => r.writtenTokens), 0.9)
    };
}

/** What a draft model did; nothing where there is none. */
function draftSummary(all: readonly CaseResult[]): Record<string, number> {
    const works = all.flatMap(({draft}) => draft ?? []);
    const [guessed, right] = [works.reduce((sum, work) => sum + work.guessed, 0), works.reduce((sum, work) => sum + work.right, 0)];
    return works.length === 0 ? {} : {guessedTokens: guessed, rightGuesses: rounded(right / Math.max(1, guessed))};
}
