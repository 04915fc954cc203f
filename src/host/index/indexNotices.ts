/** What the user is told of the index without asking: a first run's progress, a failure, a database that was damaged. */
import * as vscode from "vscode";

import {Command} from "../../core/contributions.js";
import {describeIndex, type IndexState} from "../../core/index/state.js";
import type {EmbedderState} from "../../core/index/vectors/state.js";

/** Fewer files are indexed before anyone could read about it. */
const worthTelling = 400;

export class IndexNotices implements vscode.Disposable {
    readonly #log: vscode.LogOutputChannel;
    #progress: {report(text: string): void; end(): void} | undefined;
    #lastFailure = "";

    constructor(log: vscode.LogOutputChannel) {
        this.#log = log;
    }

    follow(state: IndexState): void {
        if (state.kind === "indexing" && (state.total ?? 0) >= worthTelling)
            this.#show(describeIndex(state, Date.now()));
        else if (state.kind !== "indexing") {
            this.#progress?.end();
            this.#progress = undefined;
        }
        if (state.kind === "failed" && state.error.message !== this.#lastFailure)
            void this.#offer(state.error.message);
        this.#lastFailure = state.kind === "failed" ? state.error.message : state.kind === "ready" ? "" : this.#lastFailure;
    }

    /** A model that was named and can't be used is told once; the search works without it. */
    followEmbedder(state: EmbedderState): void {
        if (state.kind === "failed")
            void vscode.window.showWarningMessage(state.error.message);
    }

    tell(message: string): void {
        this.#log.warn(message);
        void vscode.window.showInformationMessage(message);
    }

    dispose(): void {
        this.#progress?.end();
    }

    #show(text: string): void {
        this.#progress ??= startProgress();
        this.#progress.report(text);
    }

    async #offer(message: string): Promise<void> {
        const rebuild = "Rebuild Index", showLog = "Show Log";
        const chosen = await vscode.window.showWarningMessage(message, rebuild, showLog);
        if (chosen !== undefined)
            await vscode.commands.executeCommand(chosen === rebuild ? Command.rebuildIndex : Command.showLog);
    }
}

/** In the status bar: nothing that one has to close. It is stopped from Hearth's menu. */
function startProgress(): {report(text: string): void; end(): void} {
    let end: () => void = () => undefined;
    let report: (text: string) => void = () => undefined;
    void vscode.window.withProgress({location: vscode.ProgressLocation.Window, title: "Hearth"}, (progress) => {
        report = (message) => progress.report({message});
        return new Promise<undefined>((resolve) => {
            end = () => resolve(undefined);
        });
    });
    return {report: (text) => report(text), end: () => end()};
}
