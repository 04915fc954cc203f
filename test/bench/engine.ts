/**
 * `npm run bench:engine`: how fast the product's worker reads and writes, asked as completions ask it, against the same file in a bare node-llama-cpp loop in a
 * process of its own (and llama-bench, where it is installed); what memory the worker takes, and that it rests when nothing is asked. The two take turns, so that
 * what else the machine does meets both.
 */
import {readFile} from "node:fs/promises";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {parseArgs} from "node:util";

import type {CompletionCost, CompletionQuery} from "../../src/core/completion/types.js";
import type {Engine} from "../../src/system/engine/engine.js";
import type {BareAnswer} from "./bareLoop.js";
import {BareProcess} from "./bareProcess.js";
import {llamaBench} from "./llamaBench.js";
import {startPipeline} from "./pipeline.js";
import {cpuSecondsOf, type Memory, memoryOf} from "./processCost.js";
import {required, writeReport} from "./report.js";
import {quantile, rounded} from "./statistics.js";

const {values: options} = parseArgs({options: {
    model: {type: "string"}, out: {type: "string"}, rounds: {type: "string", default: "5"}, tokens: {type: "string", default: "700"}, rest: {type: "string", default: "30"}
}});

/** One turn of each: the same number of tokens read from nothing, and written after them. */
interface Round {
    readonly worker: CompletionCost;
    readonly bare: BareAnswer;
}

/** Most tokens that one completion writes here. */
const mostWritten = 200;
/** A completion that ended sooner says little about the speed of writing. */
const leastWritten = 24;
/** Characters of source code per token. */
const charactersPerToken = 3.2;

const model = required(options.model, "model");
const {engine, tuning} = await startPipeline(model, {calibrated: true});
const threads = tuning?.threads ?? engine.info?.threads ?? 1;
const bare = await BareProcess.start({model, threads, contextSize: 2048, batchSize: 512});
const source = await sourceText();
const memoryAtRest = await memoryOf(engine.pid);
const rounds: Round[] = [];
// The first round warms up caches and clocks.
for (let i = 0; i <= Number(options.rounds); i++) {
    const round = await takeTurns(i);
    const {worker} = round;
    console.error(`${i === 0 ? "warm-up" : `${i}/${options.rounds}`}: worker reads ${speed(worker.readTokens, worker.readMs)} and writes ${speed(worker.writtenTokens, worker.writeMs)} tokens/s (${worker.readTokens}, ${worker.writtenTokens}), ` +
        `the bare loop ${speed(worker.readTokens, round.bare.readMs)} and ${speed(worker.writtenTokens, round.bare.writeMs)}`);
    if (i > 0)
        rounds.push(round);
}
await bare.end();
const idleShare = await idleCpu(engine, Number(options.rest));
const memory = await memoryOf(engine.pid);
const bytes = engine.state.kind === "ready" ? engine.state.model.bytes : Number.NaN;
await engine.dispose();
const native = await llamaBench(model, threads, Number(options.tokens), 64, 3);
await writeReport({benchmark: "engine", model, summary: summarize(), results: {rounds, memoryAtRest, memory, llamaBench: native}}, options.out);

function summarize(): Record<string, unknown> {
    const median = (of: (round: Round) => number) => quantile(rounds.map(of), 0.5);
    const speeds = {
        workerRead: median(({worker}) => speed(worker.readTokens, worker.readMs)), workerWrite: median(({worker}) => speed(worker.writtenTokens, worker.writeMs)),
        bareRead: median(({worker, bare: {readMs}}) => speed(worker.readTokens, readMs)), bareWrite: median(({worker, bare: {writeMs}}) => speed(worker.writtenTokens, writeMs))
    };
    return {
        threads, readBatch: tuning?.readBatch, flashAttention: tuning?.flashAttention, readTokens: median(({worker}) => worker.readTokens), writtenTokens: median(({worker}) => worker.writtenTokens), ...speeds,
        // Of each round, then the median: what slows both down for a moment does not count.
        readRatio: rounded(median(({worker, bare: {readMs}}) => readMs / worker.readMs)), writeRatio: rounded(median(({worker, bare: {writeMs}}) => writeMs / worker.writeMs)),
        ...native === undefined ? {} : {llamaBenchRead: rounded(native.read, 1), llamaBenchWrite: rounded(native.write, 1),
            readOfLlamaBench: rounded(speeds.workerRead / native.read), writeOfLlamaBench: rounded(speeds.workerWrite / native.write)},
        ...memoryFigures(memory, bytes), idleCpuPercent: rounded(100 * idleShare, 2)
    };
}

/**
 * What the worker takes beyond the model. On a CPU llama.cpp copies part of the weights into memory of its own (re-packed for its kernels), so that neither the
 * private nor the resident memory alone says it: both, and what is resident beyond the file's size.
 */
function memoryFigures(used: Memory, modelBytes: number): Record<string, number> {
    const megabytes = (value: number) => Math.round(value / 1e6);
    return {
        privateMB: megabytes(used.anonymous), mappedMB: megabytes(used.file), peakResidentMB: megabytes(used.peak), modelMB: megabytes(modelBytes),
        beyondModelMB: megabytes(used.anonymous + used.file - modelBytes), peakBeyondModelMB: megabytes(used.peak - modelBytes)
    };
}

async function takeTurns(i: number): Promise<Round> {
    const query = queryOf(i);
    const {cost} = await engine.complete(query);
    if (cost.writtenTokens < leastWritten)
        console.error(`round ${i}: only ${cost.writtenTokens} tokens written`);
    return {worker: cost, bare: await bare.run(source, cost.readTokens, cost.writtenTokens)};
}

/**
 * A prompt that no cache holds the beginning of (its repository has another name each time), and that a model goes on with for long in words that stand nowhere
 * before: guesses from earlier text, which the worker makes where they pay, must not flatter its speed.
 */
function queryOf(i: number): CompletionQuery {
    const length = Math.round(Number(options.tokens) * charactersPerToken);
    const start = (i * 997) % (source.length - length);
    const list = ["", "", "/** Capitals of the countries of the world. */", "export const capitals: Readonly<Record<string, string>> = {",
        ...["Austria: \"Vienna\"", "Belgium: \"Brussels\"", "Canada: \"Ottawa\""].map((entry) => `    ${entry},`), "    "].join("\n");
    return {
        adapters: [], path: `src/capitals${i}.ts`, repository: `engine-benchmark-${i}-${process.pid}`, languageId: "typescript", prefix: source.slice(start, start + length) + list, suffix: "\n};\n",
        multiline: true, maxTokens: mostWritten, tabSize: 4, threshold: 0
    };
}

/** Hearth's own source: there in every checkout. */
async function sourceText(): Promise<string> {
    const files = ["service", "plan", "stop", "window", "inFlight", "confidence", "trim"].map((name) => path.resolve("src/core/completion", `${name}.ts`));
    return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}

/** Share of one core that the worker takes while nothing is asked of it. */
async function idleCpu({pid}: Engine, seconds: number): Promise<number> {
    console.error(`resting for ${seconds} s`);
    await sleep(1_000);
    const before = await cpuSecondsOf(pid);
    await sleep(seconds * 1_000);
    return (await cpuSecondsOf(pid) - before) / seconds;
}

/** Tokens per second. */
function speed(tokens: number, ms: number): number {
    return rounded(1_000 * tokens / ms, 1);
}
