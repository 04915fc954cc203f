/**
 * Makes fill-in-the-middle examples from folders of source code, as the trainer reads them: one JSON object a line, with the tokens of the product's own
 * prompt, the answer's, and where the answer starts. Bundled and started by scripts/train.mjs:
 *
 *   node makeExamples.mjs CONFIG.json      (see {@link MakeConfig})
 */
import {mkdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";

import {makeExample, type SourceFile, type TrainingExample} from "../core/training/example.js";
import {defaultGapMix, drawGap, type GapKind, type SyntaxSpan} from "../core/training/gaps.js";
import {HeldBack} from "../core/training/heldBack.js";
import {Random} from "../core/training/random.js";
import {SimilarTexts} from "../core/training/similar.js";
import {unsuitable} from "../core/training/suitable.js";
import {Syntax} from "../syntax/syntax.js";
import {openVocabulary} from "../worker/openVocabulary.js";
import type {Vocabulary} from "../worker/vocabulary.js";
import {readSource, type SourceFolder, sourcePaths} from "./files.js";
import {RelatedCode} from "./relatedCode.js";

interface MakeConfig {
    /** The GGUF whose vocabulary and prompt layout are used. */
    readonly model: string;
    /** Folder of the grammars' wasm files. */
    readonly grammars: string;
    /** The built index process: it finds what examples show of other files. */
    readonly indexer: string;
    readonly sources: readonly SourceFolder[];
    /** JSON lines of evaluation cases (fields prefix or prompt, target or canonical_solution, suffix): no training file may share a run of tokens with one. */
    readonly heldBack: readonly string[];
    readonly out: string;
    readonly seed: number;
    readonly trainTokens: number;
    /** Share of the named examples that show what the index finds in other files: the product shows it wherever there is something. */
    readonly relatedShare: number;
    readonly validationExamples: number;
    /** How often each of {@link windows} is drawn. */
    readonly windowMix: Readonly<Record<keyof typeof windows, number>>;
}

/** Characters around the cursor; the longest near what the product shows. */
const windows = {short: 500, medium: 1_000, long: 2_200};
/** Share of files kept for validation, by file, so that no file is on both sides. */
const validationShare = 0.06;
/** Share of examples without the names of project and file: untitled documents and single files have none. */
const unnamedShare = 0.15;
/** Most tokens of other files: less than the product's 512 at times, since reading costs most of the training. */
const relatedBudgets = [128, 192, 256, 384];
/** Examples drawn from one file before another one's turn. */
const perFile = 3;
const tellEveryMs = 15_000;

const config = JSON.parse(await readFile(process.argv[2] ?? "", "utf8")) as MakeConfig;
const random = new Random(config.seed);
const vocabulary = await openVocabulary(config.model);
const syntax = new Syntax({folder: config.grammars, onProblem: (message) => console.error(message)});
const heldBack = await readHeldBack(config.heldBack, vocabulary);
const leftOut: Record<string, number> = {};
const kinds: Partial<Record<GapKind, number>> = {};

const relatedCode = new Map<string, RelatedCode>();
let withRelated = 0;

await mkdir(config.out, {recursive: true});
if (new Set(config.sources.map(({repository}) => repository)).size < config.sources.length)
    throw new Error("Two of the folders to learn from have the same name: rename one, so that the examples can tell them apart.");
for (const source of config.relatedShare > 0 ? config.sources : [])
    relatedCode.set(source.repository, await RelatedCode.open(source, config.indexer));
const files = await allFiles();
const validation = files.filter((_, i) => i < files.length * validationShare);
const training = files.slice(validation.length);
const validationSet = await draw(validation, {examples: config.validationExamples, tokens: Infinity});
const trainingSet = await draw(training, {examples: Infinity, tokens: config.trainTokens});
await write("validation.jsonl", validationSet);
await write("train.jsonl", trainingSet);
const about = {
    seed: config.seed, files: {training: training.length, validation: validation.length, leftOut}, kinds, withRelated,
    train: sizes(trainingSet), validation: sizes(validationSet), gapMix: defaultGapMix
};
await writeFile(path.join(config.out, "examples.json"), `${JSON.stringify(about, undefined, 2)}\n`);
await Promise.all([...relatedCode.values()].map((each) => each.dispose()));
console.log(JSON.stringify(about));
process.exit(0);

/** All suitable files of all projects, in random order, the projects taking turns, so that the largest does not drown the others. */
async function allFiles(): Promise<SourceFile[]> {
    const similar = new SimilarTexts();
    const perProject: SourceFile[][] = [];
    for (const source of config.sources) {
        const kept: SourceFile[] = [];
        for (const file of random.shuffled(await sourcePaths(source))) {
            const read = await readSource(source, file);
            const why = read === undefined ? "not text" : unsuitable(file, read.text) ?? (similar.addIfNew(read.text) ? undefined : "near-duplicate") ??
                (heldBack.shares(vocabulary.tokenizer.tokens(read.text)) ? "held back" : undefined);
            if (why === undefined && read !== undefined)
                kept.push(read);
            else
                leftOut[why ?? ""] = (leftOut[why ?? ""] ?? 0) + 1;
        }
        perProject.push(kept);
    }
    const longest = Math.max(...perProject.map((list) => list.length));
    return Array.from({length: longest}, (_, i) => perProject.flatMap((list) => list[i] ?? [])).flat();
}

/** Goes round the files, some examples from each, until there are enough; ends in any case when a whole round brings nothing. */
async function draw(from: readonly SourceFile[], enough: {readonly examples: number; readonly tokens: number}): Promise<TrainingExample[]> {
    const examples: TrainingExample[] = [];
    let tokens = 0, told = Date.now();
    for (let before = -1; before < examples.length;) {
        before = examples.length;
        for (const file of from) {
            if (Date.now() - told > tellEveryMs) {
                told = Date.now();
                console.log(`${String(examples.length)} examples, ${String(tokens)} tokens`);
            }
            const spans = await syntax.spans(file.languageId, file.text) ?? [];
            for (let n = 0; n < perFile; n++) {
                const example = await drawOne(file, spans);
                if (example !== undefined)
                    examples.push(example);
                tokens += example?.tokens.length ?? 0;
                if (examples.length >= enough.examples || tokens >= enough.tokens)
                    return examples;
            }
        }
    }
    return examples;
}

async function drawOne(file: SourceFile, spans: readonly SyntaxSpan[]): Promise<TrainingExample | undefined> {
    const gap = drawGap(file.text, spans, defaultGapMix, random);
    if (gap === undefined)
        return undefined;
    const characters = windows[random.weighted(config.windowMix)];
    // The product's own shares of the window (core/completion/window.ts).
    const limits = {linesBefore: characters, linesAfter: characters, charsBefore: Math.round(characters * 0.72), charsAfter: Math.round(characters * 0.28), anchorStep: 4};
    const named = random.next() >= unnamedShare;
    const related = named && random.next() < config.relatedShare ? await relatedCode.get(file.repository)?.of(file, gap, limits, relatedBudgets[random.below(relatedBudgets.length)] ?? 0) : undefined;
    const example = makeExample(file, gap, {
        tokenizer: vocabulary.tokenizer, fim: vocabulary.fim, bos: vocabulary.bos, textOf: (token) => vocabulary.text([token as never]), end: vocabulary.endOfMiddle,
        budget: 2048, named, ...related === undefined ? {} : {related},
        limits
    });
    // What is held back must not come in through another file's prompt either.
    if (example !== undefined && related !== undefined && heldBack.shares(example.tokens))
        return undefined;
    if (example !== undefined) {
        kinds[gap.kind] = (kinds[gap.kind] ?? 0) + 1;
        withRelated += related === undefined || related.length === 0 ? 0 : 1;
    }
    return example;
}

async function readHeldBack(paths: readonly string[], {tokenizer}: Vocabulary): Promise<HeldBack> {
    const held = new HeldBack();
    for (const file of paths) {
        for (const line of (await readFile(file, "utf8")).split("\n").filter((each) => each !== "")) {
            const item = JSON.parse(line) as Record<string, string | undefined>;
            held.add(tokenizer.tokens(`${item["prefix"] ?? item["prompt"] ?? ""}${item["target"] ?? item["canonical_solution"] ?? ""}${item["suffix"] ?? ""}`));
        }
    }
    return held;
}

async function write(name: string, examples: readonly TrainingExample[]): Promise<void> {
    await writeFile(path.join(config.out, name), examples.map((example) => `${JSON.stringify(example)}\n`).join(""));
}

function sizes(examples: readonly TrainingExample[]): {readonly examples: number; readonly tokens: number; readonly answerTokens: number} {
    return {
        examples: examples.length, tokens: examples.reduce((sum, {tokens}) => sum + tokens.length, 0),
        answerTokens: examples.reduce((sum, {tokens, answerStart}) => sum + tokens.length - answerStart, 0)
    };
}
