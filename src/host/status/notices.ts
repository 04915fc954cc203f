/** What the user is told without asking: no model, a failure, a model that can't fill in the middle. Each once, each with a button. */
import * as vscode from "vscode";

import {Command, type CommandId} from "../../core/contributions.js";
import type {EngineState} from "../../core/engine/state.js";
import {modelOf} from "../../core/engine/state.js";
import type {ErrorData, Remedy} from "../../core/errors.js";

const remedies: Readonly<Record<Remedy, {readonly title: string; readonly command: CommandId} | undefined>> = {
    selectModel: {title: "Select Model", command: Command.selectModel},
    showLog: {title: "Show Log", command: Command.showLog},
    restart: {title: "Restart Engine", command: Command.restartEngine},
    openWalkthrough: {title: "Get Started", command: Command.openWalkthrough},
    reinstall: {title: "Show Log", command: Command.showLog},
    privacyReport: {title: "Show Log", command: Command.showLog},
    none: undefined
};

export class Notices {
    #last = "";
    readonly #toldLeftToRight = new Set<string>();
    readonly #toldOfDraft = new Set<string>();

    follow(state: EngineState): void {
        if (state.kind === "noModel")
            this.#once("noModel", () => void offer("Hearth has no model to complete code with. Choose one that is on this machine, or see how to get one.",
                "openWalkthrough", "selectModel"));
        else if (state.kind === "failed")
            this.#once(`failed ${state.error.message}`, () => void tell(state.error));
        else if (state.kind !== "busy")
            this.#last = state.kind;
        const model = modelOf(state);
        const problem = model?.draftProblem;
        if (problem !== undefined && !this.#toldOfDraft.has(problem.message)) {
            this.#toldOfDraft.add(problem.message);
            void tell(problem);
        }
        if (model?.fimFamily === undefined && model !== undefined && !this.#toldLeftToRight.has(model.path)) {
            this.#toldLeftToRight.add(model.path);
            void offer(`${model.name} can't fill in the middle: completions see only the text before the cursor. A code model such as Qwen2.5-Coder does better.`,
                "selectModel");
        }
    }

    #once(what: string, say: () => void): void {
        if (this.#last !== what) {
            this.#last = what;
            say();
        }
    }
}

function tell(error: ErrorData): Promise<void> {
    const buttons: Remedy[] = error.remedy === "showLog" ? ["showLog"] : [error.remedy, "showLog"];
    return press(vscode.window.showErrorMessage(error.message, ...titles(buttons)), buttons);
}

function offer(message: string, ...buttons: readonly Remedy[]): Promise<void> {
    return press(vscode.window.showInformationMessage(message, ...titles(buttons)), buttons);
}

async function press(shown: Thenable<string | undefined>, buttons: readonly Remedy[]): Promise<void> {
    const chosen = await shown;
    const remedy = buttons.map((button) => remedies[button]).find((candidate) => candidate !== undefined && candidate.title === chosen);
    if (remedy !== undefined)
        await vscode.commands.executeCommand(remedy.command);
}

function titles(buttons: readonly Remedy[]): string[] {
    return buttons.flatMap((button) => remedies[button]?.title ?? []);
}
