/**
 * `npm run bench:replay`: a simulated typist over the cases that typist-cases.mjs cuts, in real time, through the product's own pipeline. It types
 * at `interval` ms a key, rests up to `patience` ms at the ends of words, and takes a suggestion of three characters or more when every line of it is
 * what belongs there. With `--draft FILE` a draft model guesses.
 */
import {readFile} from "node:fs/promises";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {parseArgs} from "node:util";

import type {CompletionPlace, Suggestion} from "../../src/core/completion/service.js";
import {type ShowMode, showThresholds} from "../../src/core/completion/confidence.js";
import {settingDefaults} from "../../src/core/contributions.js";
import {asHearthError} from "../../src/core/errors.js";
import {adaptersAsked, shownNames} from "./adapters.js";
import {type Pipeline, startPipeline} from "./pipeline.js";
import {cpuSecondsOf} from "./processCost.js";
import {required, writeReport} from "./report.js";
import {quantile, rounded} from "./statistics.js";
import {TypedDocument} from "./typedDocument.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string"}, workspace: {type: "string"}, model: {type: "string"}, interval: {type: "string", default: "140"},
    patience: {type: "string", default: "700"}, limit: {type: "string", default: "1000"}, adapter: {type: "string", multiple: true}, draft: {type: "string"}, show: {type: "string", default: "balanced"}, out: {type: "string"}
}});
const model = required(options.model, "model");
const adapters = await adaptersAsked(options.adapter, model);
const [interval, patience] = [Number(options.interval), Number(options.patience)];
const workspace = required(options.workspace, "workspace");
/** From opening a file to the first look at it, as in typist.mjs. */
const openingMs = 1_200;

interface TypistCase {
    readonly file: string;
    readonly line: number;
    readonly text: string;
}

interface CaseResult {
    readonly file: string;
    readonly characters: number;
    accepted: number;
    typed: number;
    accepts: number;
    wrong: number;
    pauses: number;
    empty: number;
    readonly latencies: number[];
    /** Of those, the ones that the model was asked for. */
    readonly modelLatencies: number[];
    readonly readTokens: number[];
    readonly from: Record<string, number>;
}

/** One person at one document: each key asks anew, what comes back for an older key is dropped. */
class Typist {
    readonly document: TypedDocument;
    shown: Suggestion | undefined;
    readonly #pipeline: Pipeline;
    readonly #item: TypistCase;
    readonly #result: CaseResult;
    #asking: AbortController | undefined;

    constructor(pipeline: Pipeline, item: TypistCase, text: string, result: CaseResult) {
        this.#pipeline = pipeline;
        this.#item = item;
        this.#result = result;
        this.document = new TypedDocument(text, item.line);
    }

    get place(): CompletionPlace {
        return {
            uri: `file:///${this.#item.file}`, path: this.#item.file, repository: path.basename(workspace), languageId: "typescript", tabSize: 4, adapters,
            source: this.document, at: this.document.at, maxTokens: settingDefaults["hearth.completion.maxTokens"],
            threshold: showThresholds[options.show as ShowMode], workAhead: settingDefaults["hearth.completion.workAhead"]
        };
    }

    /** Puts text in, as a key or as an accepted suggestion, and asks. */
    put(text: string, replaces = 0): void {
        this.document.insert(text, replaces);
        this.shown = undefined;
        this.#asking?.abort();
        const controller = new AbortController();
        this.#asking = controller;
        const pressed = performance.now();
        this.#pipeline.service.suggest(this.place, controller.signal).then((answer) => {
            if (answer.outcome !== undefined)
                this.#result.readTokens.push(answer.outcome.cost.readTokens);
            if (controller.signal.aborted || !("from" in answer))
                return;
            this.shown = answer;
            const latency = performance.now() - pressed;
            this.#result.latencies.push(latency);
            if (answer.outcome !== undefined)
                this.#result.modelLatencies.push(latency);
            this.#result.from[answer.from] = (this.#result.from[answer.from] ?? 0) + 1;
        }, (error: unknown) => {
            const known = asHearthError(error);
            if (known.code !== "request.cancelled")
                console.error(known.message);
        });
    }

    /** Waits until something is shown, at most the typist's patience. */
    async look(): Promise<Suggestion | undefined> {
        const until = performance.now() + patience;
        while (this.shown === undefined && performance.now() < until)
            await sleep(10);
        return this.shown;
    }
}

const cases = (await readFile(required(options.cases, "cases"), "utf8")).split("\n").filter(Boolean).slice(0, Number(options.limit))
    .map((line) => JSON.parse(line) as TypistCase);
const pipeline = await startPipeline(model, {draft: options.draft});
const cpuBefore = await cpuSecondsOf(pipeline.engine.pid);
const results: CaseResult[] = [];
for (const item of cases) {
    const result = await typeCase(item);
    results.push(result);
    console.error(`${String(results.length)}/${String(cases.length)} ${item.file}:${String(item.line)} accepted ${String(result.accepted)}/${String(result.characters)}, ` +
        `${String(result.accepts)} accepts, ${String(result.wrong)} wrong, ${String(result.empty)}/${String(result.pauses)} pauses empty`);
}
const cpuSeconds = await cpuSecondsOf(pipeline.engine.pid) - cpuBefore;
await pipeline.engine.dispose();
await writeReport({benchmark: "replay", model, adapters: shownNames(adapters), summary: summarize(results, cpuSeconds), results}, options.out);

async function typeCase(item: TypistCase): Promise<CaseResult> {
    const result: CaseResult = {
        file: item.file, characters: item.text.length, accepted: 0, typed: 0, accepts: 0, wrong: 0, pauses: 0, empty: 0,
        latencies: [], modelLatencies: [], readTokens: [], from: {}
    };
    const typist = new Typist(pipeline, item, await readFile(path.join(workspace, item.file), "utf8"), result);
    void pipeline.service.prepare(typist.place);
    await sleep(openingMs);
    let rest = item.text;
    while (rest !== "")
        rest = await step(typist, item, rest, result);
    return result;
}

/** One look and one key, or one accepted suggestion; returns what is left to write. */
async function step(typist: Typist, item: TypistCase, rest: string, result: CaseResult): Promise<string> {
    const written = item.text.slice(0, item.text.length - rest.length);
    if (written === "" || /[\s(.,=:{]$/.test(written)) {
        result.pauses++;
        const shown = await typist.look();
        if (shown === undefined)
            result.empty++;
        else if (isRight(shown.text, rest)) {
            typist.put(shown.text, shown.replaces);
            result.accepts++;
            result.accepted += shown.text.length;
            await sleep(120);
            return rest.slice(shown.text.length);
        } else
            result.wrong++;
    }
    const key = rest.startsWith("\n") ? /^\n[ \t]*/.exec(rest)?.[0] ?? "\n" : rest.slice(0, 1);
    typist.put(key);
    result.typed++;
    await sleep(interval);
    return rest.slice(key.length);
}

/** Every line shown is what comes next; blanks at the ends of lines don't count. */
function isRight(shown: string, rest: string): boolean {
    const lines = shown.split("\n");
    const target = rest.split("\n").slice(0, lines.length);
    const normal = (parts: readonly string[]) => parts.map((line) => line.trimEnd()).join("\n");
    return (lines[0] ?? "").trim().length >= 3 && normal(target).startsWith(normal(lines));
}

function summarize(all: readonly CaseResult[], cpu: number): Record<string, unknown> {
    const sum = (of: (result: CaseResult) => number) => all.reduce((total, result) => total + of(result), 0);
    const latencies = all.flatMap((result) => result.latencies);
    const asked = all.flatMap((result) => result.modelLatencies);
    const readTokens = all.flatMap((result) => result.readTokens);
    const accepted = sum((r) => r.accepted);
    const from: Record<string, number> = {};
    for (const result of all) {
        for (const [kind, count] of Object.entries(result.from))
            from[kind] = (from[kind] ?? 0) + count;
    }
    return {
        cases: all.length, characters: sum((r) => r.characters), accepted,
        completedRatio: rounded(accepted / Math.max(1, accepted + sum((r) => r.typed))),
        rightOfShown: rounded(sum((r) => r.accepts) / Math.max(1, sum((r) => r.accepts + r.wrong))),
        emptyPauses: rounded(sum((r) => r.empty) / Math.max(1, sum((r) => r.pauses))),
        rightPauses: rounded(sum((r) => r.accepts) / Math.max(1, sum((r) => r.pauses))),
        latencyMsP50: Math.round(quantile(latencies, 0.5)), latencyMsP90: Math.round(quantile(latencies, 0.9)),
        askedLatencyMsP50: Math.round(quantile(asked, 0.5)), askedLatencyMsP90: Math.round(quantile(asked, 0.9)),
        readTokensP50: quantile(readTokens, 0.5), readTokensP90: quantile(readTokens, 0.9),
        shownFrom: from, cpuSeconds: rounded(cpu, 1), cpuSecondsPerAcceptedCharacter: rounded(cpu / Math.max(1, accepted))
    };
}
