/** The card of a trained adapter: what it is for, what it learned from, how, and what came of it. */
import path from "node:path";

import type {AdapterRecord} from "../core/adapters/adapterInfo.js";

export interface CardSource {
    readonly repository: string;
    readonly version?: string;
    readonly license?: string;
    /** npm's integrity or the wheel's SHA-256. */
    readonly integrity?: string;
    readonly sha256?: string;
    readonly only?: readonly string[];
}

/** What training/train.py notes. */
export interface TrainingRun {
    readonly started: string;
    readonly device: string;
    readonly threads: number;
    readonly trainableParameters: number;
    readonly tokensPerSecond: number;
    readonly config: {
        readonly lora: {readonly rank: number; readonly alpha: number; readonly targets: readonly string[]};
        readonly loop: Readonly<Record<string, number>>;
    };
    readonly curve: readonly {readonly step: number; readonly tokens: number; readonly seconds: number; readonly training: number | null; readonly validation: number}[];
}

export interface CardInput {
    readonly title: string;
    readonly description: string;
    readonly record: AdapterRecord;
    readonly sources: readonly CardSource[];
    /** The adapter that the training started from; absent: from nothing. */
    readonly start?: string;
    readonly run: TrainingRun;
    readonly examples: unknown;
}

export function writeCard({title, description, record, sources, start, run, examples}: CardInput): string {
    const {lora, loop} = run.config;
    return [
        `# ${title}`, "", ...description === "" ? [] : [description, ""],
        "| | |", "|---|---|",
        `| Base | ${record.base?.name ?? ""}, SHA-256 \`${record.base?.sha256 ?? ""}\` |`,
        `| File | SHA-256 \`${record.sha256}\` |`,
        `| License | ${record.license ?? "not stated"} |`,
        `| LoRA | rank ${lora.rank}, alpha ${lora.alpha}, on ${lora.targets.join(", ")}: ${run.trainableParameters.toLocaleString("en")} parameters |`,
        `| Started from | ${start === undefined ? "nothing" : path.basename(start)} |`,
        `| Trained | ${run.started}, ${run.device}, ${run.threads} threads, ${run.tokensPerSecond} tokens/s |`,
        `| Loop | ${Object.entries(loop).map(([name, value]) => `${name} ${value}`).join(", ")} |`, "",
        "## Learned from", "", "| Package | Version | License | Folders | Hash |", "|---|---|---|---|---|",
        ...sources.map((source) => `| ${[source.repository, source.version ?? "", source.license ?? "", source.only?.join(", ") ?? "all", source.integrity ?? source.sha256 ?? ""].join(" | ")} |`), "",
        "## Examples", "", "```json", JSON.stringify(examples, undefined, 2), "```", "",
        "## Curve", "", "| Step | Tokens | Minutes | Training loss | Validation loss |", "|---:|---:|---:|---:|---:|",
        ...run.curve.map(({step, tokens, seconds, training, validation}) => `| ${step} | ${tokens} | ${(seconds / 60).toFixed(1)} | ${training ?? ""} | ${validation} |`), ""
    ].join("\n");
}
