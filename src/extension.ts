/** Composition root: builds everything once, in order, and disposes it in reverse. */
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

import {CompletionService} from "./core/completion/service.js";
import {DraftTally} from "./core/engine/draftTally.js";
import {type EngineStateKind, modelOf} from "./core/engine/state.js";
import {relatedTokensFor} from "./core/index/related/budget.js";
import type {LogEntry} from "./protocol/messages.js";
import {AdapterShelf} from "./system/adapters/shelf.js";
import {Engine} from "./system/engine/engine.js";
import {hearthAdapterFolder} from "./system/models/folders.js";
import {statisticsStore} from "./system/statistics/store.js";
import {DatabaseThread} from "./system/store/databaseThread.js";
import {AdapterChoice} from "./host/adapters/adapterChoice.js";
import {tellOfAdapters} from "./host/adapters/adapterNotices.js";
import {AllowedAdapters} from "./host/adapters/allowedAdapters.js";
import {startChat} from "./host/chat/start.js";
import {registerCommands} from "./host/commands.js";
import {Enablement} from "./host/completion/enablement.js";
import {completedDocuments} from "./host/completion/place.js";
import {acceptedCommand, CompletionProvider} from "./host/completion/provider.js";
import {ReadAhead} from "./host/completion/readAhead.js";
import type {HearthContext} from "./host/context.js";
import {IndexHost} from "./host/index/indexHost.js";
import {RelatedContext} from "./host/index/relatedContext.js";
import {Calibrations} from "./host/models/calibrations.js";
import {Calibrator} from "./host/models/calibrator.js";
import {ModelChoice} from "./host/models/modelChoice.js";
import {contain} from "./host/privacy/contain.js";
import {ReadOnlyPages} from "./host/readOnlyPage.js";
import {engineSettings} from "./host/settings.js";
import {StatisticsPanel} from "./host/statistics/panel.js";
import {Recorder} from "./host/statistics/recorder.js";
import {Notices} from "./host/status/notices.js";
import {StatusBar} from "./host/status/statusBar.js";

let running: Engine | undefined;

export function activate(extension: vscode.ExtensionContext): void {
    const log = vscode.window.createOutputChannel("Hearth", {log: true});
    const enablement = new Enablement();
    const status = new StatusBar();
    const notices = new Notices();
    const containment = contain(extension, log, () => refresh());
    const drafts = new DraftTally();
    const lockFile = path.join(extension.globalStorageUri.fsPath, "compute.lock");
    let lastKind: EngineStateKind = "noModel";
    const engine = new Engine({
        workerScript: path.join(extension.extensionPath, "dist", "worker.mjs"), lockFile,
        containment, log: (entry) => write(log, entry),
        onState: (state) => {
            refresh();
            notices.follow(state);
            if (state.kind !== "busy")
                void vscode.commands.executeCommand("setContext", "hearth.ready", modelOf(state) !== undefined);
            if (state.kind === "ready" && lastKind !== "busy")
                for (const choice of [adapters, chatAdapters])
                    choice.refresh();
            lastKind = state.kind;
            calibrator.follow(state);
            chat.follow(state);
        }
    });
    running = engine;
    const completion = new CompletionService({
        get model() {
            return modelOf(engine.state);
        },
        complete: async (query, signal, onPartial) => {
            const outcome = await engine.complete(query, signal, onPartial);
            drafts.note(modelOf(engine.state)?.draft?.path ?? "", outcome.cost.draft);
            return outcome;
        },
        prepare: (query, signal) => engine.prepare(query, signal)
    });
    const calibrations = new Calibrations(extension.globalState);
    const models = new ModelChoice(engine, extension.extensionPath, calibrations, log);
    const adapterOptions = {
        shelf: new AdapterShelf({
            bundled: path.join(extension.extensionPath, "adapters"), hearth: hearthAdapterFolder(process.env, process.platform, os.homedir())
        }, (sentence) => log.warn(sentence)),
        allowed: new AllowedAdapters(extension.globalState), baseSha256: () => models.sha256InForce(), log
    };
    const adapters = new AdapterChoice({...adapterOptions, id: "hearth.adapter"});
    const chatAdapters = new AdapterChoice({...adapterOptions, id: "hearth.chat.adapter"});
    const pages = new ReadOnlyPages();
    const index = new IndexHost({
        script: path.join(extension.extensionPath, "dist", "indexer.mjs"), embedding: {script: path.join(extension.extensionPath, "dist", "embedder.mjs"), lockFile},
        storage: extension.storageUri, containment, log
    });
    const related = new RelatedContext(index, () => relatedTokensFor(modelOf(engine.state)?.readTokensPerSecond ?? 0), (source, at) => completion.linesShown(source, at), log);
    const readAhead = new ReadAhead(completion, enablement, adapters, related);
    const calibrator = new Calibrator(engine, calibrations, models, log);
    const refresh = () => status.show({
        state: engine.state, info: engine.info, drafts, snoozedUntil: enablement.snoozedUntil,
        on: enablement.isOn(vscode.window.activeTextEditor?.document), adapters: adapters.of(vscode.window.activeTextEditor?.document),
        index: index.describe(), sandboxes: {engine: engine.sandbox, index: index.indexer.sandbox, embedding: index.embedder.sandbox}
    });
    const databases = new DatabaseThread(path.join(extension.extensionPath, "dist", "stores.mjs"));
    const record = statisticsStore(databases, path.join(extension.globalStorageUri.fsPath, "statistics.db"));
    const recorder = new Recorder(record, log, () => modelOf(engine.state)?.name ?? "");
    const statistics = new StatisticsPanel(extension.extensionUri, record, recorder);
    const chat = startChat({extension, engine, adapters: chatAdapters, index, databases, recorder, log});
    const context: HearthContext = {extension, log, engine, completion, enablement, models, adapters, index, related, pages, calibrator, statistics, chat};
    const killAtExit = () => {
        engine.killNow();
        index.killNow();
    };
    process.on("exit", killAtExit);
    extension.subscriptions.push(
        log, enablement, status, adapterOptions.allowed, adapters, chatAdapters, pages, index, related, readAhead, calibrator, {dispose: () => process.off("exit", killAtExit)},
        chat, statistics, recorder, databases, ...registerCommands(context),
        vscode.languages.registerInlineCompletionItemProvider(completedDocuments, new CompletionProvider(completion, enablement, adapters, related, log, recorder)),
        vscode.commands.registerCommand(acceptedCommand, (id: unknown) => {
            recorder.accepted(id);
            return vscode.commands.executeCommand("setContext", "hearth.accepted", true);
        }),
        enablement.onDidChange(refresh),
        adapters.onDidChange(refresh),
        index.onDidChange(refresh),
        tellOfAdapters(adapters), tellOfAdapters(chatAdapters),
        vscode.window.onDidChangeActiveTextEditor(refresh),
        vscode.workspace.onDidChangeConfiguration((event) => {
            refresh();
            if (event.affectsConfiguration("hearth.adapter"))
                adapters.refresh();
            if (event.affectsConfiguration("hearth.chat.adapter"))
                chatAdapters.refresh();
            if (engineSettings.some((id) => event.affectsConfiguration(id)))
                start(models, log);
            if (event.affectsConfiguration("hearth.privacy.requireSandbox"))
                index.restart();
        })
    );
    start(models, log);
}

/** Ends the model process and waits for it: VS Code gives deactivation a few seconds. */
export async function deactivate(): Promise<void> {
    await running?.dispose();
}

/** Not awaited by activation: VS Code's start must not wait for a model. */
function start(models: ModelChoice, log: vscode.LogOutputChannel): void {
    models.apply().catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
}

function write(log: vscode.LogOutputChannel, {level, message}: LogEntry): void {
    log[level](message);
}
