/** Calibrates once per machine and model while nobody types, and on request. What it finds holds from the engine's next start. */
import * as vscode from "vscode";

import {type EngineState, modelOf} from "../../core/engine/state.js";
import {type Calibration, sizeAdvice} from "../../core/engine/tuning.js";
import {asHearthError} from "../../core/errors.js";
import type {LoadedModel} from "../../core/models/modelInfo.js";
import type {Engine} from "../../system/engine/engine.js";
import type {Calibrations} from "./calibrations.js";
import type {ModelChoice} from "./modelChoice.js";

/** So long must nothing have been asked before the machine counts as at rest. */
const restMs = 30_000;

export class Calibrator implements vscode.Disposable {
    readonly #engine: Engine;
    readonly #calibrations: Calibrations;
    readonly #models: ModelChoice;
    readonly #log: vscode.LogOutputChannel;
    #timer: NodeJS.Timeout | undefined;

    constructor(engine: Engine, calibrations: Calibrations, models: ModelChoice, log: vscode.LogOutputChannel) {
        this.#engine = engine;
        this.#calibrations = calibrations;
        this.#models = models;
        this.#log = log;
    }

    /** Waits for rest after every change of state; a model that was calibrated here before is left alone. */
    follow(state: EngineState): void {
        clearTimeout(this.#timer);
        if (state.kind === "ready" && this.#calibrations.find(state.model.path) === undefined)
            this.#timer = setTimeout(() => void this.#runInBackground(state.model), restMs);
    }

    /** Calibrates now, with progress, and says what was found. */
    async runNow(): Promise<void> {
        const model = modelOf(this.#engine.state);
        if (model === undefined) {
            void vscode.window.showInformationMessage("Hearth has no model to calibrate yet. Choose one with “Hearth: Select Model”.");
            return;
        }
        try {
            const found = await vscode.window.withProgress(
                {location: vscode.ProgressLocation.Notification, title: `Hearth: calibrating ${model.name}`, cancellable: true},
                (progress, token) => this.#measure(progress, token));
            await this.#keep(model, found);
            await this.#models.apply();
            await this.#tell(found);
        } catch (error) {
            const known = asHearthError(error);
            void vscode.window.showInformationMessage(known.code === "request.cancelled"
                ? "Hearth's calibration was ended by you or by a completion. Run it again while nothing is typed." : known.message);
        }
    }

    dispose(): void {
        clearTimeout(this.#timer);
    }

    #measure(progress: vscode.Progress<{increment: number}>, token: vscode.CancellationToken): Promise<Calibration> {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        let done = 0;
        return this.#engine.calibrate(controller.signal, (fraction) => {
            progress.report({increment: (fraction - done) * 100});
            done = fraction;
        });
    }

    async #runInBackground(model: LoadedModel): Promise<void> {
        try {
            await this.#keep(model, await this.#engine.calibrate());
        } catch (error) {
            this.#log.debug(`Calibration not made: ${asHearthError(error).message}`);
        }
    }

    async #keep(model: LoadedModel, found: Calibration): Promise<void> {
        await this.#calibrations.keep(model.path, found);
        this.#log.info(`Calibration of ${model.name}: ${JSON.stringify(found)}`);
    }

    async #tell(found: Calibration): Promise<void> {
        const {tuning} = found;
        const showLog = "Show Log";
        const chosen = await vscode.window.showInformationMessage(
            `Hearth reads ${String(Math.round(found.readTokensPerSecond))} and writes ${String(Math.round(found.writeTokensPerSecond))} tokens per second here ` +
            `(${String(tuning.threads)} threads, batches of ${String(tuning.readBatch)}, flash attention ${tuning.flashAttention ? "on" : "off"}). ${sizeAdvice(found)}`,
            showLog);
        if (chosen === showLog)
            this.#log.show();
    }
}
