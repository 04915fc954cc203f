/** The menu behind the status-bar item: what one may want to do now. */
import * as vscode from "vscode";

import {ChatCommand, type ChatCommandId} from "../../core/chat/contributions.js";
import {Command, type CommandId} from "../../core/contributions.js";
import type {HearthContext} from "../context.js";

interface Entry extends vscode.QuickPickItem {
    readonly command?: CommandId | ChatCommandId;
}

export async function showMenu(context: HearthContext): Promise<void> {
    const chosen = await vscode.window.showQuickPick(entries(context), {title: "Hearth", placeHolder: "What do you want to do?"});
    if (chosen?.command !== undefined)
        await vscode.commands.executeCommand(chosen.command);
}

function entries({engine, enablement, index}: HearthContext): Entry[] {
    const document = vscode.window.activeTextEditor?.document;
    const state = engine.state;
    const on = enablement.isOn(document);
    return [
        ...state.kind === "failed" ? [{label: "$(error) Engine failed", detail: state.error.message, command: Command.showLog}] : [],
        {label: on ? "$(circle-slash) Turn completions off" : "$(flame) Turn completions on", command: Command.toggle},
        ...document === undefined ? [] : [{label: `$(symbol-keyword) Toggle for ${document.languageId}`, command: Command.toggleForLanguage}],
        {label: "$(folder) Toggle for this workspace", command: Command.toggleForWorkspace},
        {label: enablement.snoozedUntil > 0 ? "$(bell) Wake up or snooze longer…" : "$(bell-slash) Snooze…", command: Command.snooze},
        {label: "$(comment-discussion) Open chat", command: ChatCommand.open},
        {label: "", kind: vscode.QuickPickItemKind.Separator},
        {label: "$(database) Select model…", command: Command.selectModel},
        {label: "$(extensions) Select adapter…", command: Command.selectAdapter},
        {label: "$(search) Search workspace index…", detail: index.describe(), command: Command.searchIndex},
        index.state.kind === "indexing" ? {label: "$(stop-circle) Stop indexing", command: Command.stopIndexing} : {label: "$(refresh) Rebuild index", command: Command.rebuildIndex},
        ...document === undefined ? [] : [{label: "$(list-tree) Show context for this position", command: Command.showContext}],
        {label: "$(graph) Show statistics", command: Command.showStatistics},
        {label: "$(shield) Privacy report", command: Command.privacyReport},
        {label: "$(debug-restart) Restart engine", command: Command.restartEngine},
        {label: "$(output) Show log", command: Command.showLog},
        {label: "$(book) Get started", command: Command.openWalkthrough}
    ];
}
