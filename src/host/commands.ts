/** Every command of the manifest and what it does. A missing one does not compile. */
import * as vscode from "vscode";

import {Command, type CommandId} from "../core/contributions.js";
import {modelOf} from "../core/engine/state.js";
import {showAdapterDetails} from "./adapters/adapterDetails.js";
import {compareAdapters} from "./adapters/compareAdapters.js";
import {importAdapter} from "./adapters/importAdapter.js";
import {pickAdapter} from "./adapters/pickAdapter.js";
import type {HearthContext} from "./context.js";
import {searchIndex} from "./index/searchIndex.js";
import {showContext} from "./index/showContext.js";
import {pickModel} from "./models/pickModel.js";
import {deleteAllData} from "./privacy/deleteAll.js";
import {exportPrivacyReport, ReportPanel} from "./privacy/reportPanel.js";
import {changeSetting} from "./settings.js";
import {showMenu} from "./status/menu.js";

/** Some are given an argument by what calls them from within. */
type Handlers = Readonly<Record<CommandId, (argument?: unknown) => unknown>>;

export function registerCommands(context: HearthContext): readonly {dispose(): unknown}[] {
    const report = new ReportPanel(context);
    return [report, ...Object.entries(handlers(context, report)).map(([id, run]) => vscode.commands.registerCommand(id, run))];
}

function handlers(context: HearthContext, report: ReportPanel): Handlers {
    const {engine, enablement, log} = context;
    return {
        [Command.triggerCompletion]: () => vscode.commands.executeCommand("editor.action.inlineSuggest.trigger"),
        [Command.toggle]: () => enablement.toggle(activeDocument()),
        [Command.toggleForLanguage]: () => withDocument((document) => enablement.toggleForLanguage(document)),
        [Command.toggleForWorkspace]: () => enablement.toggleForWorkspace(activeDocument()),
        [Command.snooze]: () => snooze(context),
        [Command.selectModel]: () => selectModel(context),
        [Command.selectDraftModel]: () => selectDraftModel(context),
        [Command.openModelFolder]: () => openModelFolder(context),
        [Command.selectAdapter]: () => pickAdapter(context),
        [Command.importAdapter]: () => importAdapter(context),
        [Command.adapterDetails]: (file) => showAdapterDetails(context, typeof file === "string" ? file : undefined),
        [Command.compareAdapters]: () => compareAdapters(context),
        [Command.disableAdapterForWorkspace]: () => disableAdapter(),
        [Command.calibrate]: () => context.calibrator.runNow(),
        [Command.searchIndex]: () => searchIndex(context.index),
        [Command.showContext]: () => showContext(context),
        [Command.rebuildIndex]: () => context.index.rebuild(),
        [Command.stopIndexing]: () => context.index.pause(),
        [Command.showStatistics]: () => context.statistics.show(),
        [Command.privacyReport]: () => report.show(),
        [Command.exportPrivacyReport]: () => exportPrivacyReport(context),
        [Command.deleteAllData]: () => deleteAllData(context),
        [Command.restartEngine]: () => engine.state.kind === "noModel" ? context.models.apply() : engine.restart(),
        [Command.showLog]: () => log.show(),
        [Command.showMenu]: () => showMenu(context),
        [Command.openWalkthrough]: () => vscode.commands.executeCommand(
            "workbench.action.openWalkthrough", `${context.extension.extension.id}#hearth.getStarted`, false)
    };
}

function activeDocument(): vscode.TextDocument | undefined {
    return vscode.window.activeTextEditor?.document;
}

function withDocument(run: (document: vscode.TextDocument) => Promise<void>): Promise<void> | undefined {
    const document = activeDocument();
    if (document === undefined) {
        void vscode.window.showInformationMessage("Open a file first: this command is about its language.");
        return undefined;
    }
    return run(document);
}

async function disableAdapter(): Promise<void> {
    if (vscode.workspace.workspaceFolders === undefined) {
        void vscode.window.showInformationMessage("No workspace is open. To turn adapters off everywhere choose “None” in “Hearth: Select Adapter”.");
        return;
    }
    await changeSetting("hearth.adapter", "none", vscode.ConfigurationTarget.Workspace);
}

async function snooze({enablement}: HearthContext): Promise<void> {
    const choices = [
        ...enablement.snoozedUntil > 0 ? [{label: "Wake up now", minutes: 0}] : [],
        {label: "5 minutes", minutes: 5}, {label: "15 minutes", minutes: 15}, {label: "1 hour", minutes: 60}, {label: "8 hours", minutes: 480}
    ];
    const chosen = await vscode.window.showQuickPick(choices, {title: "Hearth: Snooze Completions", placeHolder: "No ghost text for how long?"});
    if (chosen !== undefined)
        enablement.snooze(chosen.minutes);
}

async function selectModel({models, engine, log}: HearthContext): Promise<void> {
    const chosen = await pickModel({
        title: "Hearth: Select Model", placeholder: "Choose the model that completes your code", nothing: "No model was found",
        discover: () => models.discover(),
        current: modelOf(engine.state)?.path,
        modelFolder: models.folder,
        openFolder: () => void vscode.commands.executeCommand(Command.openModelFolder)
    });
    if (chosen === undefined)
        return;
    log.info(`Model chosen: ${chosen}`);
    const before = vscode.workspace.getConfiguration().get("hearth.model.path");
    await changeSetting("hearth.model.path", chosen, vscode.ConfigurationTarget.Global);
    // The same path again changes no setting, so nothing else would start the engine.
    if (before === chosen)
        await models.apply();
}

async function selectDraftModel({models, engine}: HearthContext): Promise<void> {
    const inForce = modelOf(engine.state);
    const chosen = await pickModel({
        title: "Hearth: Select Draft Model", placeholder: "Choose a small model of the same family", none: "the model writes alone", nothing: "There is no other model",
        // A model that guesses for itself would only be slower.
        discover: async () => (await models.discover()).filter(({path}) => path !== inForce?.path),
        current: inForce?.draft?.path,
        modelFolder: models.folder,
        openFolder: () => void vscode.commands.executeCommand(Command.openModelFolder)
    });
    if (chosen !== undefined)
        await changeSetting("hearth.model.draft", chosen === "" ? undefined : chosen, vscode.ConfigurationTarget.Global);
}

async function openModelFolder({models}: HearthContext): Promise<void> {
    const folder = vscode.Uri.file(models.folder);
    await vscode.workspace.fs.createDirectory(folder);
    if (vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web) {
        const copy = "Copy Path";
        const chosen = await vscode.window.showInformationMessage(`Put .gguf files into ${folder.fsPath} on the machine where VS Code runs.`, copy);
        if (chosen === copy)
            await vscode.env.clipboard.writeText(folder.fsPath);
        return;
    }
    await vscode.env.openExternal(folder);
}
