/**
 * `npm run bench:adapter`: what an adapter costs in the product's own worker: the switch to it, cold and warm, the speed of reading and writing with it against
 * without, and the memory of each set of adapters that is kept warm.
 *
 *   --adapter FILE   default: what the product takes for the model
 *   --rounds N, --model FILE, --out REPORT.json
 */
import {readFile, stat} from "node:fs/promises";
import path from "node:path";
import {parseArgs} from "node:util";

import type {AdapterUse} from "../../src/core/adapters/use.js";
import type {CompletionCost, CompletionQuery} from "../../src/core/completion/types.js";
import {adaptersAsked} from "./adapters.js";
import {startPipeline} from "./pipeline.js";
import {memoryOf} from "./processCost.js";
import {required, writeReport} from "./report.js";
import {quantile, rounded} from "./statistics.js";

const {values: options} = parseArgs({options: {
    model: {type: "string"}, adapter: {type: "string", multiple: true}, rounds: {type: "string", default: "5"}, out: {type: "string"}
}});
const model = required(options.model, "model");
const [adapter] = await adaptersAsked(options.adapter, model);
if (adapter === undefined)
    throw new Error("There is no adapter for this model: name one with --adapter FILE.gguf.");
const {engine} = await startPipeline(model);
const source = await readFile(path.resolve("src/core/completion/service.ts"), "utf8");

/** With the adapter against without, in turns. */
interface Round {
    readonly alone: CompletionCost;
    readonly together: CompletionCost;
}

const rounds: Round[] = [];
for (let i = 0; i <= Number(options.rounds); i++) {
    const round = {alone: (await engine.complete(queryOf(i, []))).cost, together: (await engine.complete(queryOf(i, [adapter]))).cost};
    console.error(`${i === 0 ? "warm-up" : `${i}/${options.rounds}`}: alone ${speeds(round.alone)}, with the adapter ${speeds(round.together)}`);
    if (i > 0)
        rounds.push(round);
}
const switches = await switching(adapter);
const memory = await memoryPerSet(adapter);
await engine.dispose();
const median = (of: (round: Round) => number) => quantile(rounds.map(of), 0.5);
await writeReport({
    benchmark: "adapter", model, adapters: [path.basename(adapter.path)], results: {rounds, switches, memory},
    summary: {
        readRatio: rounded(median(({alone, together}) => perSecond(together.readTokens, together.readMs) / perSecond(alone.readTokens, alone.readMs))),
        writeRatio: rounded(median(({alone, together}) => perSecond(together.writtenTokens, together.writeMs) / perSecond(alone.writtenTokens, alone.writeMs))),
        coldSwitchMs: rounded(quantile(switches.cold, 0.5), 1), warmSwitchMs: rounded(quantile(switches.warm, 0.5), 1), memoryPerWarmAdapterMB: Math.round(memory / 1e6)
    }
}, options.out);

/** Prompts that no cache holds the beginning of. */
function queryOf(i: number, adapters: readonly AdapterUse[]): CompletionQuery {
    const start = (i * 997) % (source.length - 2_000);
    return {
        adapters, path: "src/list.ts", repository: `adapter-benchmark-${i}-${process.pid}-${adapters.length}`, languageId: "typescript",
        prefix: `${source.slice(start, start + 1_800)}\n\nexport const capitals: Readonly<Record<string, string>> = {\n    Austria: "Vienna",\n    Belgium: "Brussels",\n    `,
        suffix: "\n};\n", multiline: true, maxTokens: 96, tabSize: 4, threshold: 0
    };
}

/** Milliseconds until a first token would be possible: a prompt of next to nothing is read under the adapter. */
async function switching(use: AdapterUse): Promise<{readonly cold: readonly number[]; readonly warm: readonly number[]}> {
    const tiny = (scale: number) => ({...queryOf(0, [{...use, scale}]), prefix: "x", suffix: "", path: "", repository: ""});
    const [cold, warm]: [number[], number[]] = [[], []];
    for (let i = 1; i <= 8; i++) {
        const scale = 1 + i / 100;
        // A scale that was not used before needs contexts of its own.
        cold.push(await timed(() => engine.prepare(tiny(scale))));
        await engine.prepare(tiny(1));
        warm.push(await timed(() => engine.prepare(tiny(scale))));
    }
    return {cold, warm};
}

async function timed(work: () => Promise<void>): Promise<number> {
    const started = performance.now();
    await work();
    return performance.now() - started;
}

/** Private memory that a further set of adapters takes once its prompt is read, from none to two more than at first. */
async function memoryPerSet(use: AdapterUse): Promise<number> {
    await engine.restart();
    await engine.complete(queryOf(100, []));
    const before = (await memoryOf(engine.pid)).anonymous;
    for (const scale of [1, 2, 3])
        await engine.complete(queryOf(101, [{...use, scale}]));
    const {size} = await stat(use.path);
    return ((await memoryOf(engine.pid)).anonymous - before - size) / 3;
}

function perSecond(tokens: number, milliseconds: number): number {
    return tokens / milliseconds * 1000;
}

function speeds({readTokens, readMs, writtenTokens, writeMs}: CompletionCost): string {
    return `reads ${rounded(perSecond(readTokens, readMs), 0)} and writes ${rounded(perSecond(writtenTokens, writeMs), 1)} tokens/s (${writtenTokens} written)`;
}
