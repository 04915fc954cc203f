/** Calibrations that were made, by machine and model file, in the extension's own storage. */
import os from "node:os";
import type * as vscode from "vscode";

import type {Calibration, Tuning} from "../../core/engine/tuning.js";

const storageKey = "hearth.calibrations";
/** Models remembered; the oldest go first. */
const mostKept = 20;

interface Kept {
    readonly key: string;
    readonly calibration: Calibration;
}

export class Calibrations {
    readonly #storage: vscode.Memento;

    constructor(storage: vscode.Memento) {
        this.#storage = storage;
    }

    find(modelPath: string): Tuning | undefined {
        const key = keyOf(modelPath);
        return this.#all().find((kept) => kept.key === key)?.calibration.tuning;
    }

    async keep(modelPath: string, calibration: Calibration): Promise<void> {
        const key = keyOf(modelPath);
        await this.#storage.update(storageKey, [...this.#all().filter((kept) => kept.key !== key), {key, calibration}].slice(-mostKept));
    }

    #all(): readonly Kept[] {
        return this.#storage.get<readonly Kept[]>(storageKey, []);
    }
}

/** The same settings on another processor (a profile that was copied, a remote) would be a guess. */
function keyOf(modelPath: string): string {
    return [os.hostname(), os.cpus()[0]?.model ?? "", String(os.availableParallelism()), modelPath].join("|");
}
