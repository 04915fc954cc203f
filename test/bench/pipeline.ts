/** The product's own pipeline without an editor: worker, planner, filters, history. */
import path from "node:path";

import type {AdapterUse} from "../../src/core/adapters/use.js";
import {type FimLayout, fimLayoutNamed, fimLayouts} from "../../src/core/completion/fim.js";
import {type CompletionPlace, CompletionService} from "../../src/core/completion/service.js";
import {lineSource, type WindowLimits} from "../../src/core/completion/window.js";
import {settingDefaults} from "../../src/core/contributions.js";
import {modelOf} from "../../src/core/engine/state.js";
import type {Tuning} from "../../src/core/engine/tuning.js";
import {Engine, type ModelSpec} from "../../src/system/engine/engine.js";
import {readModelRecord} from "../../src/system/models/record.js";
import type {FimCase} from "./cases.js";

export interface Pipeline {
    readonly engine: Engine;
    readonly service: CompletionService;
    /** What was found to be quickest, where it was asked for. */
    readonly tuning: Tuning | undefined;
}

export interface PipelineOptions {
    /** Another window than the product's. */
    readonly limits?: WindowLimits | undefined;
    /** Another order of the prompt's parts than the model's record or family says. */
    readonly layout?: FimLayout | undefined;
    /** Path of a draft model. */
    readonly draft?: string | undefined;
    /** Measure first how the model runs best here, as the product does once for each machine and model. */
    readonly calibrated?: boolean;
}

/** Starts the engine with a model; throws when it can't be used. */
export async function startPipeline(model: string, {limits, layout, draft, calibrated = false}: PipelineOptions = {}): Promise<Pipeline> {
    const engine = new Engine({
        workerScript: path.resolve("dist/worker.mjs"),
        log: ({level, message}) => {
            if (level === "error" || level === "warn")
                console.error(`${level}: ${message}`);
        },
        onState: () => undefined
    });
    const spec: ModelSpec = {
        path: path.resolve(model), expectedSha256: undefined, contextSize: settingDefaults["hearth.model.contextSize"], gpu: "off", threads: 0,
        layout: layout ?? (await readModelRecord(path.resolve(model), console.error))?.layout,
        draft: draft === undefined ? undefined : {path: path.resolve(draft), expectedSha256: undefined}
    };
    await engine.use(spec);
    if (engine.state.kind === "failed")
        throw new Error(engine.state.error.message);
    const problem = modelOf(engine.state)?.draftProblem;
    if (problem !== undefined)
        throw new Error(problem.message);
    const tuning = calibrated ? (await engine.calibrate()).tuning : undefined;
    if (tuning !== undefined)
        await engine.use({...spec, tuning});
    return {engine, service: serviceOver(engine, limits), tuning};
}

/** The completions of an engine; each service remembers for itself what it was told. */
export function serviceOver(engine: Engine, limits?: WindowLimits): CompletionService {
    return new CompletionService({
        get model() {
            return modelOf(engine.state);
        },
        complete: (query, signal, onPartial) => engine.complete(query, signal, onPartial),
        prepare: (query, signal) => engine.prepare(query, signal)
    }, limits === undefined ? undefined : () => limits);
}

/** The position between a case's prefix and suffix. */
export function placeOf(item: FimCase, repository: string, threshold: number, adapters: readonly AdapterUse[] = []): CompletionPlace {
    const before = item.prefix.split("\n");
    return {
        uri: `file:///${item.id}`, path: item.file, repository, languageId: item.languageId, tabSize: 4, adapters,
        source: lineSource(item.prefix + item.suffix), at: {line: before.length - 1, character: before.at(-1)?.length ?? 0},
        maxTokens: settingDefaults["hearth.completion.maxTokens"], threshold, workAhead: false
    };
}

/** The option `--layout`; undefined where it was left out. @throws for a layout that there is not */
export function layoutNamed(option: string | undefined): FimLayout | undefined {
    const layout = option === undefined ? undefined : fimLayoutNamed(option);
    if (option !== undefined && layout === undefined)
        throw new Error(`--layout ${option}: there are ${fimLayouts.join(", ")}.`);
    return layout;
}
