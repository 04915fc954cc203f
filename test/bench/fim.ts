/** `npm run bench:fim`: fill-in-the-middle cases through the whole pipeline; quality and cost. */
import {writeFile} from "node:fs/promises";
import {parseArgs} from "node:util";

import {type CaseFormat, type FimCase, readCases} from "./cases.js";
import {showThresholds, type WrittenPiece} from "../../src/core/completion/confidence.js";
import type {WindowLimits} from "../../src/core/completion/window.js";
import {placeOf, startPipeline} from "./pipeline.js";
import {editSimilarity, mean, quantile, rounded, share} from "./statistics.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string"}, format: {type: "string", default: "fim"}, model: {type: "string"}, limit: {type: "string", default: "100000"},
    repository: {type: "string", default: "workspace"}, out: {type: "string"}, verbose: {type: "boolean", default: false},
    threshold: {type: "string", default: String(showThresholds.balanced)},
    above: {type: "string"}, below: {type: "string"}
}});

interface Result {
    readonly id: string;
    readonly suggestion: string;
    readonly raw: string;
    readonly why: string | undefined;
    readonly stop: string;
    readonly firstLineExact: boolean;
    readonly rawFirstLineExact: boolean;
    readonly wholeExact: boolean;
    readonly similarity: number;
    readonly milliseconds: number;
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly pieces: readonly WrittenPiece[];
}

if (options.cases === undefined || options.model === undefined)
    throw new Error("usage: npm run bench:fim -- --cases CASES.jsonl --model MODEL.gguf [--format humaneval] [--limit N] [--out REPORT.json]");
const cases = await readCases(options.cases, options.format as CaseFormat, Number(options.limit));
const {engine, service} = await startPipeline(options.model, limitsAsked());
const results: Result[] = [];
for (const item of cases) {
    results.push(await run(item));
    if (results.length % 20 === 0 || results.length === cases.length)
        console.error(`${String(results.length)}/${String(cases.length)} first line exact ${String(rounded(share(results.map((r) => r.firstLineExact))))}`);
}
await engine.dispose();
const report = {summary: summary(results), model: options.model, cases: options.cases, results};
if (options.out !== undefined)
    await writeFile(options.out, JSON.stringify(report, null, 1));
console.log(JSON.stringify(report.summary));

/** A window of so many lines, for measuring what context is worth; undefined: what the product takes. */
function limitsAsked(): WindowLimits | undefined {
    if (options.above === undefined || options.below === undefined)
        return undefined;
    const [linesBefore, linesAfter] = [Number(options.above), Number(options.below)];
    return {linesBefore, linesAfter, charsBefore: 60 * linesBefore, charsAfter: 60 * linesAfter, anchorStep: 1};
}

async function run(item: FimCase): Promise<Result> {
    const started = performance.now();
    const answer = await service.suggest(placeOf(item, options.repository, Number(options.threshold)), new AbortController().signal);
    const milliseconds = performance.now() - started;
    const outcome = answer.outcome;
    const result: Result = {
        id: item.id, suggestion: answer.text, raw: outcome?.raw ?? "", why: "why" in answer ? answer.why : undefined, stop: outcome?.stop ?? "",
        firstLineExact: firstLine(answer.text) === firstLine(item.target), rawFirstLineExact: firstLine(outcome?.raw ?? "") === firstLine(item.target),
        wholeExact: answer.text.trimEnd() === item.target.trimEnd(), similarity: editSimilarity(answer.text, item.target), milliseconds,
        readTokens: outcome?.cost.readTokens ?? 0, writtenTokens: outcome?.cost.writtenTokens ?? 0, pieces: outcome?.pieces ?? []
    };
    if (options.verbose)
        console.error(JSON.stringify({id: item.id, target: item.target, got: answer.text, raw: result.raw, why: result.why, stop: result.stop}));
    return result;
}

function firstLine(text: string): string {
    return (text.split("\n", 1)[0] ?? "").trimEnd();
}

function summary(all: readonly Result[]): Record<string, number> {
    const shown = all.filter((result) => result.suggestion !== "");
    const cost = (of: (result: Result) => number) => all.map(of);
    return {
        cases: all.length,
        firstLineExact: rounded(share(all.map((r) => r.firstLineExact))),
        rawFirstLineExact: rounded(share(all.map((r) => r.rawFirstLineExact))),
        wholeExact: rounded(share(all.map((r) => r.wholeExact))),
        similarity: rounded(mean(all.map((r) => r.similarity))),
        shown: rounded(shown.length / all.length),
        rightOfShown: rounded(share(shown.map((r) => r.firstLineExact))),
        endedByItself: rounded(share(all.map((r) => r.stop === "end"))),
        msP50: Math.round(quantile(cost((r) => r.milliseconds), 0.5)), msP90: Math.round(quantile(cost((r) => r.milliseconds), 0.9)),
        readTokensP50: quantile(cost((r) => r.readTokens), 0.5), readTokensP90: quantile(cost((r) => r.readTokens), 0.9),
        writtenTokensP50: quantile(cost((r) => r.writtenTokens), 0.5), writtenTokensP90: quantile(cost((r) => r.writtenTokens), 0.9)
    };
}
