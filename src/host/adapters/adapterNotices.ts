/** Tells once why an adapter that was wished for is not in force, with a button for what helps. */
import * as vscode from "vscode";

import {Command, type CommandId} from "../../core/contributions.js";
import type {ErrorCode} from "../../core/errors.js";
import type {AdapterChoice} from "./adapterChoice.js";

interface Help {
    readonly title: string;
    readonly command: CommandId;
}
const otherwise: Help = {title: "Select Adapter", command: Command.selectAdapter};
const helps: Partial<Record<ErrorCode, Help>> = {
    "adapter.notAllowed": {title: "Show Details", command: Command.adapterDetails},
    "adapter.changed": {title: "Show Details", command: Command.adapterDetails},
    "adapter.replaced": {title: "Restart Engine", command: Command.restartEngine},
    "adapter.loadFailed": {title: "Show Log", command: Command.showLog}
};

/** @returns what ends it */
export function tellOfAdapters(adapters: AdapterChoice): vscode.Disposable {
    let told: string | undefined;
    return adapters.onDidChange(() => {
        const {problem, file, uses} = adapters.of(vscode.window.activeTextEditor?.document);
        if (problem === undefined || problem.message === told) {
            // In force again: should it fail again, that is news.
            told = uses.length > 0 ? undefined : told;
            return;
        }
        told = problem.message;
        const help = helps[problem.code] ?? otherwise;
        void vscode.window.showWarningMessage(problem.message, help.title).then((chosen) => chosen === undefined ? undefined : vscode.commands.executeCommand(help.command, file));
    });
}
