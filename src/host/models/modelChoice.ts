/** Which model is in force: the setting, else the best one found on this machine. Starts the engine with it. */
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

import {modelOf} from "../../core/engine/state.js";
import type {ModelCandidate} from "../../core/models/modelInfo.js";
import type {ModelFile} from "../../protocol/messages.js";
import type {Engine} from "../../system/engine/engine.js";
import {discoverModels} from "../../system/models/discovery.js";
import {hearthModelFolder} from "../../system/models/folders.js";
import {readModelRecord} from "../../system/models/record.js";
import type {Calibrations} from "./calibrations.js";
import {setting} from "../settings.js";

export class ModelChoice {
    readonly #engine: Engine;
    readonly #extensionPath: string;
    readonly #calibrations: Calibrations;
    readonly #log: vscode.LogOutputChannel;
    /** Counts what was asked for. */
    #run = 0;

    constructor(engine: Engine, extensionPath: string, calibrations: Calibrations, log: vscode.LogOutputChannel) {
        this.#engine = engine;
        this.#extensionPath = extensionPath;
        this.#calibrations = calibrations;
        this.#log = log;
    }

    /** Hearth's own folder for model files. */
    get folder(): string {
        return hearthModelFolder(process.env, process.platform, os.homedir());
    }

    discover(): Promise<ModelCandidate[]> {
        return discoverModels({
            configuredPath: configuredPath(), bundledFolder: path.join(this.#extensionPath, "models"),
            env: process.env, home: os.homedir(), platform: process.platform,
            log: (sentence) => this.#log.warn(sentence)
        });
    }

    /** Starts the engine with the model in force, or without one. */
    async apply(): Promise<void> {
        // Looking for models takes a while: a choice that is made meanwhile must not be undone by an older one.
        const run = ++this.#run;
        const file = configuredPath() || await this.#bestFound();
        const record = file === undefined ? undefined : await readModelRecord(file, (sentence) => this.#log.warn(sentence));
        const draft = await this.#draft();
        if (run !== this.#run)
            return;
        if (file === undefined) {
            this.#log.info(`No model was found. Looked in ${this.folder} and in the caches of Ollama, LM Studio, Hugging Face and llama.cpp.`);
            await this.#engine.use(undefined);
            return;
        }
        await this.#engine.use({
            path: file, expectedSha256: record?.sha256, contextSize: setting("hearth.model.contextSize"),
            gpu: setting("hearth.model.gpu"), threads: setting("hearth.model.threads"), tuning: this.#calibrations.find(file), layout: record?.layout,
            draft
        });
    }

    /** The draft model of the setting. */
    async #draft(): Promise<ModelFile | undefined> {
        const file = setting("hearth.model.draft").trim();
        return file === "" ? undefined : {path: file, expectedSha256: (await readModelRecord(file, (sentence) => this.#log.warn(sentence)))?.sha256};
    }

    /** SHA-256 of the model in force, where a record or its publisher's name says it. */
    async sha256InForce(): Promise<string | undefined> {
        const file = modelOf(this.#engine.state)?.path;
        return file === undefined ? undefined : (await readModelRecord(file, (sentence) => this.#log.warn(sentence)))?.sha256;
    }

    async #bestFound(): Promise<string | undefined> {
        // Not asked for, so modest: only a model made for this, and one that leaves half of the memory to others.
        const [best] = (await this.discover()).filter(({problem, summary, bytes}) =>
            problem === undefined && summary?.fimFamily !== undefined && bytes < os.totalmem() / 2);
        return best?.path;
    }
}

function configuredPath(): string {
    return setting("hearth.model.path").trim();
}
