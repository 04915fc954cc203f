/**
 * `npm run bench:likelihood`: how likely the model finds the text that really stands there, with each source of related code and without. It says more with fewer
 * cases than whether a line comes out right, since every case counts by how much; the prompts are the product's own.
 *
 *   --cases FILE or SET, --workspace DIR, --limit N, --model FILE, --adapter FILE[@SCALE]|none, --sources LIST, --budget N   as for bench:sources
 *   --speed N   tokens that the model reads in a second here, from which the product's window and budget follow; default 300, the re-laid 0.5B's on two cores
 *   --out REPORT.json
 *
 * The figure is nats per token of the target's first line, the healed text before it included (lower is better), and the gain over nothing in pairs.
 */
import path from "node:path";
import {parseArgs} from "node:util";

import {getLlama, type LlamaContextSequence, type LlamaModel, LlamaLogLevel, type Token} from "node-llama-cpp";

import {laidOut, planPrompt} from "../../src/core/completion/plan.js";
import {CompletionService} from "../../src/core/completion/service.js";
import type {RelatedSnippet} from "../../src/core/index/related/snippets.js";
import {physicalCores} from "../../src/worker/cores.js";
import {Vocabulary} from "../../src/worker/vocabulary.js";
import {adaptersAsked, shownNames} from "./adapters.js";
import {interval, shownInterval} from "./bootstrap.js";
import type {FimCase} from "./cases.js";
import {budgetAsked} from "./context.js";
import {placeOf} from "./pipeline.js";
import {required, writeReport} from "./report.js";
import {mean, rounded} from "./statistics.js";
import {eachTrial, type Trial, trialsAsked} from "./trials.js";

const {values: options} = parseArgs({options: {
    cases: {type: "string", multiple: true}, workspace: {type: "string", multiple: true}, limit: {type: "string", default: "100000"}, model: {type: "string"},
    adapter: {type: "string", multiple: true}, sources: {type: "string", default: "all"}, budget: {type: "string"}, speed: {type: "string", default: "300"}, out: {type: "string"}
}});
const readTokensPerSecond = Number(options.speed);
const [contextSize, answerTokens] = [4096, 96];

interface Found {
    readonly nats: number;
    readonly promptTokens: number;
    readonly given: boolean;
}

const modelFile = required(options.model, "model");
const adapters = await adaptersAsked(options.adapter, modelFile);
// As the worker: more threads than cores wait for each other.
const threads = await physicalCores();
const llama = await getLlama({gpu: false, maxThreads: threads, build: "never", skipDownload: true, progressLogs: false, logLevel: LlamaLogLevel.error});
const model = await llama.loadModel({modelPath: path.resolve(modelFile)});
const vocabulary = new Vocabulary(model);
const context = await model.createContext({contextSize, threads, batchSize: 512, flashAttention: true, lora: {adapters: adapters.map(({path: filePath, scale}) => ({filePath, scale}))}});
const sequence = context.getSequence();
const nothingAsked = () => Promise.reject(new Error("a benchmark of prompts asks for no completion"));
const service = new CompletionService({model: {cacheKey: modelFile, readTokensPerSecond}, complete: nothingAsked, prepare: nothingAsked});
const trials = trialsAsked(options.sources);
const results = new Map<Trial, Found[]>(trials.map((trial) => [trial, []]));
const budget = budgetAsked(options, readTokensPerSecond);
await eachTrial({...options, trials, budget, shown: (source, at) => service.linesShown(source, at)}, {
    run: async (trial, {item, repository, related}) => {
        // Where the index finds nothing, the prompt is the one without it.
        const known = trial.sources.length > 0 && related.length === 0 ? results.get(trials[0] ?? trial)?.at(-1) : undefined;
        results.get(trial)?.push(known === undefined ? {...await measure(item, related, repository), given: related.length > 0} : {...known, given: false});
    },
    figure: (trial) => mean(natsOf(trial))
});
await writeReport({benchmark: "likelihood", model: modelFile, adapters: shownNames(adapters), summary: {budget, cases: natsOf(trials[0]).length, trials: Object.fromEntries(trials.map((trial) => [trial.name, row(trial)]))},
    results: trials.map((trial) => ({trial: trial.name, found: results.get(trial)}))}, options.out);
await llama.dispose();

async function measure(item: FimCase, related: readonly RelatedSnippet[], repository: string): Promise<Omit<Found, "given">> {
    const query = service.queryAt({...placeOf(item, repository, 0), maxTokens: answerTokens, related});
    if (query === undefined)
        return {nats: NaN, promptTokens: 0};
    const plan = planPrompt(query, {
        tokenizer: vocabulary.tokenizer, fim: laidOut(vocabulary.fim, adapters[0]?.layout), bos: vocabulary.bos, budget: contextSize - answerTokens - 8,
        textOf: (token) => vocabulary.text([token as Token])
    });
    const firstLine = item.target.split("\n", 1)[0] ?? "";
    const answer = vocabulary.tokenizer.tokens(plan.heal + firstLine);
    return {nats: await natsPerToken(model, sequence, plan.tokens as Token[], answer as Token[]), promptTokens: plan.tokens.length};
}

/** The mean negative log-likelihood of an answer's tokens after a prompt. */
async function natsPerToken(of: LlamaModel, on: LlamaContextSequence, prompt: readonly Token[], answer: readonly Token[]): Promise<number> {
    const all = [...prompt, ...answer];
    await on.clearHistory();
    const found = await on.controlledEvaluate(all.slice(0, -1).map((token, i) => i < prompt.length - 1 ? token :
        [token, {generateNext: {token: true, totalLogitWeight: true, logits: {filter: {tokens: [all[i + 1] ?? of.tokens.eos ?? token], includeTop: 1}}}}]));
    return mean(answer.map((token, i) => {
        const next = found[prompt.length - 1 + i]?.next;
        const logits = next?.logits, weight = next?.totalLogitWeight;
        const logit = logits?.get(token);
        if (logits === undefined || weight === undefined || logit === undefined)
            throw new Error("the engine gave no logits where they were asked for");
        // The weight is the sum of the exponentials of what each logit lacks of the highest.
        return Math.max(...logits.values()) - logit + Math.log(weight);
    }));
}

function natsOf(trial: Trial | undefined): number[] {
    return (trial === undefined ? [] : results.get(trial) ?? []).map(({nats}) => nats).filter((nats) => !Number.isNaN(nats));
}

function row(trial: Trial): Record<string, number | string> {
    const [here, base, all] = [natsOf(trial), natsOf(trials[0]), results.get(trial) ?? []];
    const gain = interval(here.map((nats, i) => (base[i] ?? 0) - nats));
    return {"nats per token": rounded(mean(here)), gain: shownInterval(gain),
        "better in": here.filter((nats, i) => nats < (base[i] ?? 0)).length, "worse in": here.filter((nats, i) => nats > (base[i] ?? 0)).length,
        "cases with something found": all.filter(({given}) => given).length, "prompt tokens": Math.round(mean(all.map(({promptTokens}) => promptTokens)))};
}
