#!/usr/bin/env node
// `npm run train`: a LoRA adapter for the model that Hearth runs, from source code. On the CPU, or a CUDA or Apple GPU when there is one.
//
//   npm run train -- --source DIR [--source DIR ...] --name NAME   from your own code
//   npm run train -- --shipped [--base MODEL.gguf]                   the adapter that comes with Hearth for that model (training/shipped.json)
//   npm run train -- --list FILE.json                                from such a list of pinned packages of your own
//
//   --base MODEL.gguf     the model to train for (default: the one that the benchmarks take)
//   --start ADAPTER.gguf  the adapter to start from (default: the one that comes with Hearth, where it is for this base; none: from nothing)
//   --tokens N            how much to learn from (default 150,000: some 30 minutes on two cores)
//   --rank N --alpha N --targets q_proj,v_proj,o_proj,down_proj
//   --text-weight X       how much a token of the code before the cursor counts beside the answer's 1 (default 0: the answers alone)
//   --minutes N           end after so many minutes of learning, if the examples last that long
//   --seed N, --epochs N, --learning-rate X, --threads N, --related SHARE (of examples that show code of other files; default 0.6)
//   --held-back FILE      JSON lines of evaluation cases that no training file may share a run of 50 tokens with; several times if need be
//   --out DIR             default out/train/NAME; started again with the same options, a run goes on from its last checkpoint
//   --use                 put the finished adapter into Hearth's folder of adapters
// @ts-check
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {findModel} from "./bench/model.mjs";
import {bundledAdapterFor} from "./lib/bundledAdapter.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {modelWithHash} from "./lib/models.mjs";
import {hashFile} from "./lib/modelStore.mjs";
import {buildExtension} from "./lib/packageExtension.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, run, withTools} from "./lib/run.mjs";
import {messageOf, runMain, step, UserError} from "./lib/steps.mjs";
import {ensureTrainingPython} from "./train/python.mjs";
import {ensureSource} from "./train/sources.mjs";

/** What the adapters that come with Hearth are trained from. */
const shippedList = path.join(root, "training", "shipped.json");
/** @type {(bytes: number) => number} Memory that training takes at its peak, in bytes, by the size of the base's file: measured were 8 GB for the 0.5B's 0.36 GB and 11.8 GB for the 1.5B's 1.12 GB. */
const memoryNeeded = (bytes) => 7.5e9 + 4.2 * bytes;

/** How often examples show few, some or as many characters around the cursor as the product does: mostly few, since reading costs most of a training on a CPU. */
const windowMix = {short: 35, medium: 50, long: 15};

await runMain(async () => {
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const plan = await readPlan();
    const needed = memoryNeeded(statSync(plan.base).size);
    if (os.totalmem() < needed)
        throw new UserError(`Training this base needs about ${(needed / 1e9).toFixed(0)} GB of memory; this machine has ${(os.totalmem() / 1e9).toFixed(1)} GB. Name a smaller one with --base.`);
    mkdirSync(plan.out, {recursive: true});
    await ensureBuilt();
    await makeExamples(plan);
    const python = await ensureTrainingPython();
    const config = path.join(plan.out, "train.json");
    writeFileSync(config, JSON.stringify(trainerConfig(plan), undefined, 2));
    const code = await exitCodeOf(python, [path.join(root, "training", "train.py"), config], {env: {OMP_WAIT_POLICY: "passive", TRANSFORMERS_VERBOSITY: "error"}});
    if (code !== 0) throw new UserError("Training did not end well; what was learned until the last checkpoint is kept, and the same command goes on from there.");
    await finish(plan);
});

/** What the command line asks for. */
async function readPlan() {
    const {values} = parseArgs({options: {
        shipped: {type: "boolean", default: false}, list: {type: "string"}, source: {type: "string", multiple: true}, name: {type: "string"}, base: {type: "string"},
        tokens: {type: "string"}, rank: {type: "string"}, alpha: {type: "string"}, targets: {type: "string"}, seed: {type: "string"}, epochs: {type: "string", default: "1"},
        minutes: {type: "string"}, "learning-rate": {type: "string"}, related: {type: "string"}, "text-weight": {type: "string"}, start: {type: "string"}, threads: {type: "string", default: "0"}, "held-back": {type: "string", multiple: true, default: []},
        out: {type: "string"}, use: {type: "boolean", default: false}
    }});
    const base = findModel(values.base), baseSha256 = await hashFile(base);
    const list = values.list === undefined ? values.shipped ? shippedList : undefined : path.resolve(values.list);
    const shipped = list === undefined ? undefined : listFor(baseSha256, list);
    const name = values.name ?? shipped?.file;
    if (name === undefined || !/^[\w.-]+$/.test(name)) throw new UserError("Name the adapter with --name (letters, digits, dots and dashes).");
    if (shipped === undefined && values.source === undefined) throw new UserError("Name what to learn from: --source DIR (several times if need be), --list FILE or --shipped.");
    const lora = shipped?.lora ?? readList(shippedList).lora;
    const chosen = {rank: number(values.rank, lora.rank, "rank"), alpha: number(values.alpha, lora.alpha, "alpha"), targets: values.targets?.split(",") ?? lora.targets};
    // A training adds to what the adapter that comes with Hearth knows, where there is one for the base and the LoRA has its form.
    const addsTo = shipped === undefined && JSON.stringify(chosen) === JSON.stringify(lora) ? bundledAdapterFor(baseSha256) : undefined;
    return {
        name, shipped, sources: values.source ?? [], base, heldBack: values["held-back"].map((file) => path.resolve(file)),
        tokens: number(values.tokens, shipped?.tokens ?? 150_000, "tokens"), seed: number(values.seed, shipped?.seed ?? 1, "seed"),
        related: number(values.related, shipped?.related ?? 0.6, "related"), epochs: number(values.epochs, 1, "epochs"),
        minutes: number(values.minutes, 0, "minutes"),
        textWeight: number(values["text-weight"], shipped?.textWeight ?? 0, "text-weight"),
        rate: number(values["learning-rate"], shipped?.learningRate ?? 4e-4, "learning-rate"), threads: number(values.threads, 0, "threads"), lora: chosen,
        start: values.start === undefined ? addsTo : values.start === "none" ? undefined : path.resolve(values.start),
        out: path.resolve(values.out ?? path.join(out, "train", name)), use: values.use
    };
}

/** @typedef {Awaited<ReturnType<typeof readPlan>>} Plan */

/** @type {(baseSha256: string, file: string) => any} The list, with what it has for this very base where it tells bases apart. */
function listFor(baseSha256, file) {
    const {bases, ...list} = readList(file);
    if (bases === undefined) return list;
    const own = bases[modelWithHash(baseSha256)?.id ?? ""];
    if (own === undefined) throw new UserError(`The list ${file} has nothing for this base: name one with --base that it is for (${Object.keys(bases).join(", ")}; \`npm run model\` brings them).`);
    return {...list, ...own};
}

/** @param {string} file */
function readList(file) {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch (error) {
        throw new UserError(`The list ${file} can't be read (${messageOf(error)}): name a file like training/shipped.json.`);
    }
}

/** @type {(text: string | undefined, otherwise: number, option: string) => number} */
function number(text, otherwise, option) {
    const value = text === undefined ? otherwise : Number(text);
    if (!Number.isFinite(value) || value < 0) throw new UserError(`--${option} must be a number, not “${text}”.`);
    return value;
}

/** @type {(plan: Plan) => Promise<void>} */
async function makeExamples(plan) {
    /** @type {{repository: string, folder: string, only?: readonly string[]}[]} */
    const sources = plan.sources.map((folder) => ({repository: path.basename(path.resolve(folder)), folder: path.resolve(folder)}));
    for (const source of plan.shipped?.sources ?? []) sources.push(await ensureSource(source));
    const config = path.join(plan.out, "make.json");
    writeFileSync(config, JSON.stringify({
        model: plan.base, grammars: path.join(root, "grammars"), indexer: path.join(root, "dist", "indexer.mjs"), sources, heldBack: plan.heldBack, out: plan.out,
        seed: plan.seed, trainTokens: plan.tokens, relatedShare: plan.related, validationExamples: plan.shipped?.validationExamples ?? 48,
        windowMix: plan.shipped?.windowMix ?? windowMix
    }, undefined, 2));
    await step("Making fill-in-the-middle examples", async () => await run(process.execPath, [await bundled("makeExamples"), config], {cwd: root, env: withTools()}));
}

/** @type {(plan: Plan) => object} */
function trainerConfig(plan) {
    return {
        base: plan.base, train: path.join(plan.out, "train.jsonl"), validation: path.join(plan.out, "validation.jsonl"), out: plan.out, longest: 1024,
        threads: plan.threads === 0 ? os.availableParallelism() : plan.threads, lora: plan.lora, start: plan.start,
        loop: {
            epochs: plan.epochs, examples_per_step: 8, learning_rate: plan.rate, warmup_share: 0.04, pack_tokens: 640, text_weight: plan.textWeight, seed: plan.seed,
            validations: 8, patience: 5, checkpoint_minutes: 4, minutes: plan.minutes, ...plan.shipped?.loop
        }
    };
}

/** @type {(plan: Plan) => Promise<void>} From the PEFT folder to a GGUF file with its record and its card. */
async function finish(plan) {
    const config = path.join(plan.out, "finish.json");
    writeFileSync(config, JSON.stringify({
        peft: path.join(plan.out, "best"), base: plan.base, name: plan.name, title: plan.shipped?.name ?? plan.name, description: plan.shipped?.description ?? "",
        license: plan.shipped?.license, others: plan.shipped?.others, start: plan.start, sources: plan.shipped?.sources ?? plan.sources.map((folder) => ({repository: path.basename(path.resolve(folder))})),
        examples: path.join(plan.out, "examples.json"), run: path.join(plan.out, "run.json"), out: plan.out, use: plan.use
    }, undefined, 2));
    await step("Writing the adapter, its record and its card", async () => await run(process.execPath, [await bundled("finish"), config], {cwd: root, env: withTools()}));
}

/** The index process finds what examples show of other files. */
async function ensureBuilt() {
    if (!existsSync(path.join(root, "dist", "indexer.mjs"))) await buildExtension();
}

/** @type {(name: string) => Promise<string>} A program of src/training as one file. */
async function bundled(name) {
    const {build} = await import("esbuild"); // only now are the dependencies certain
    const outfile = path.join(out, "train", `${name}.mjs`);
    await build({bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning", entryPoints: [path.join(root, "src", "training", `${name}.ts`)], outfile});
    return outfile;
}
