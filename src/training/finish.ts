/**
 * Ends a training: the PEFT folder becomes a GGUF adapter with its record, and a card that says what it learned from. Bundled and started by scripts/train.mjs:
 *
 *   node finish.mjs CONFIG.json      (see {@link FinishConfig})
 */
import {copyFile, mkdir, readFile, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import {importPeft} from "../system/adapters/importPeft.js";
import {adapterRecordPath, writeAdapterRecord} from "../system/adapters/record.js";
import {hearthAdapterFolder} from "../system/models/folders.js";
import {sha256OfFile} from "../system/models/hash.js";
import {inspectModelFile, readModelShape} from "../system/models/inspect.js";
import {type CardSource, type TrainingRun, writeCard} from "./card.js";

interface FinishConfig {
    /** PEFT folder. */
    readonly peft: string;
    readonly base: string;
    /** The file's name without ending. */
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly license?: string;
    readonly sources: readonly CardSource[];
    /** SHA-256 of other files of the same weights for which the adapter was found to help, too. */
    readonly others?: readonly string[];
    /** The adapter that the training started from. */
    readonly start?: string;
    /** What the maker of examples counted (JSON). */
    readonly examples: string;
    /** What the trainer noted (JSON). */
    readonly run: string;
    readonly out: string;
    /** Copy it into Hearth's folder of adapters. */
    readonly use: boolean;
}

const config = JSON.parse(await readFile(process.argv[2] ?? "", "utf8")) as FinishConfig;
const baseSha256 = await sha256OfFile(config.base);
const base = await inspectModelFile(config.base);
const {file, record} = await importPeft(config.peft, {
    targetFolder: config.out, base: await readModelShape(config.base), baseSha256, name: config.name, replace: true
});
const run = JSON.parse(await readFile(config.run, "utf8")) as TrainingRun;
const examples = JSON.parse(await readFile(config.examples, "utf8")) as unknown;
const from = config.sources.map(({repository, version, license}) => [repository, version, license === undefined ? undefined : `(${license})`].filter((part) => part !== undefined).join(" "));
const finished = {
    ...record, name: config.title, base: {name: base.name ?? path.basename(config.base), sha256: baseSha256, ...config.others === undefined ? {} : {others: config.others}}, source: "trained with `npm run train`",
    ...config.license === undefined ? {} : {license: config.license},
    trainingData: `${run.curve.at(-1)?.tokens ?? 0} tokens of fill-in-the-middle examples from ${from.join(", ")}`
};
await writeAdapterRecord(file, finished);
const card = path.join(config.out, `${config.name}.md`);
await writeFile(card, writeCard({...config, record: finished, run, examples}));
if (config.use) {
    const folder = hearthAdapterFolder(process.env, process.platform, os.homedir());
    await mkdir(folder, {recursive: true});
    const target = path.join(folder, path.basename(file));
    await copyFile(file, target);
    await copyFile(adapterRecordPath(file), adapterRecordPath(target));
}
console.log(`${file} (its card: ${card})`);
