/** Builds chat, edits and the palette, and registers what of them VS Code knows. */
import path from "node:path";
import * as vscode from "vscode";

import {ChatCommand, type ChatCommandId, chatViewId} from "../../core/chat/contributions.js";
import type {Speaker} from "../../core/statistics/types.js";
import type {EngineState} from "../../core/engine/state.js";
import {modelOf} from "../../core/engine/state.js";
import type {AdapterChoice} from "../adapters/adapterChoice.js";
import type {Engine} from "../../system/engine/engine.js";
import {ChatEngine} from "../../system/chat/chatEngine.js";
import {conversationStore, type ConversationStore} from "../../system/chat/store.js";
import type {DatabaseThread} from "../../system/store/databaseThread.js";
import type {IndexHost} from "../index/indexHost.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import type {Recorder} from "../statistics/recorder.js";
import {Apply} from "../edit/apply.js";
import {InlineEdit} from "../edit/inlineEdit.js";
import {Proposals, proposalScheme} from "../edit/proposals.js";
import {Reviews} from "../edit/review.js";
import {addDocs, explain, fix, simplifyCode, TaskActions, writeTests} from "../edit/tasks.js";
import {writeCommitMessage} from "../palette/commitMessage.js";
import {generateFromComment} from "../palette/generate.js";
import {suggestNames} from "../palette/suggestNames.js";
import {ChatController} from "./controller.js";
import {exportConversation, showHistory} from "./history.js";
import {LocalModel} from "./languageModel.js";
import {registerParticipant} from "./participant.js";
import {Kept} from "./kept.js";
import {Retention} from "./retention.js";
import {Prompts} from "./userPrompts.js";
import {ChatView} from "./view.js";
import {WorkspaceSearch} from "./workspaceSearch.js";

export interface ChatParts {
    readonly extension: vscode.ExtensionContext;
    readonly engine: Engine;
    /** Those that speak in answers. */
    readonly adapters: AdapterChoice;
    /** What `@` can search in. */
    readonly index: IndexHost;
    readonly databases: DatabaseThread;
    readonly recorder: Recorder;
    readonly log: vscode.LogOutputChannel;
}

/** What the composition root needs of it. */
export interface Chat {
    follow(state: EngineState): void;
    /** Deletes this workspace's conversations. */
    removeAll(): Promise<void>;
    dispose(): void;
}

export function startChat({extension, engine, adapters, index, databases, recorder, log}: ChatParts): Chat {
    const inForce = () => adapters.of(vscode.window.activeTextEditor?.document);
    const chat = new ChatEngine(engine, () => inForce().uses);
    const store = conversationStore(databases, path.join((extension.storageUri ?? extension.globalStorageUri).fsPath, "conversations.db"));
    const speaker = (language: string): Speaker => ({language, model: modelOf(engine.state)?.name ?? "", adapter: inForce().names.join(" + ")});
    const record: AnswerLog = {answered: (kind, language, outcome) => recorder.answered(kind, speaker(language), outcome), edit: (language) => recorder.edit(speaker(language))};
    const prompts = new Prompts();
    const search = new WorkspaceSearch(index);
    const kept = new Kept(store, log);
    const controller = new ChatController({
        engine: chat, kept, prompts, search, record, log, memory: extension.workspaceState,
        speaker: () => ({model: modelOf(engine.state)?.name ?? "no model", adapter: inForce().names.join(" + ") || undefined})
    });
    const proposals = new Proposals();
    const reviews = new Reviews(proposals);
    const edit = new InlineEdit(chat, reviews, record, log);
    const view = new ChatView(extension.extensionUri, controller, prompts, new Apply(reviews), search);
    const handlers = commands({chat, store, controller, view, edit, reviews, record, log});
    const local = LocalModel.register(engine, chat, record);
    const subscriptions: {dispose(): unknown}[] = [
        prompts, reviews, new Retention(kept), ...[registerParticipant(chat, extension.extensionUri, record), local?.subscription].filter((each) => each !== undefined),
        vscode.workspace.registerFileSystemProvider(proposalScheme, proposals, {isCaseSensitive: true}),
        vscode.window.registerWebviewViewProvider(chatViewId, view, {webviewOptions: {retainContextWhenHidden: false}}),
        vscode.languages.registerCodeActionsProvider([{scheme: "file"}, {scheme: "untitled"}, {scheme: "vscode-remote"}], new TaskActions(), {providedCodeActionKinds: TaskActions.kinds}),
        ...Object.entries(handlers).map(([id, run]) => vscode.commands.registerCommand(id, run))
    ];
    return {
        removeAll: () => controller.removeAll(),
        follow(state) {
            view.follow(state);
            local?.follow();
        },
        dispose() {
            void controller.stop();
            for (const subscription of subscriptions)
                subscription.dispose();
        }
    };
}

interface CommandParts {
    readonly chat: ChatEngine;
    readonly store: ConversationStore;
    readonly controller: ChatController;
    readonly view: ChatView;
    readonly edit: InlineEdit;
    readonly reviews: Reviews;
    readonly record: AnswerLog;
    readonly log: vscode.LogOutputChannel;
}

/** Every command; a missing one does not compile. VS Code gives some an argument, by where they were chosen. */
function commands({chat, store, controller, view, edit, reviews, record, log}: CommandParts): Readonly<Record<ChatCommandId, (...args: never[]) => unknown>> {
    const tasks = {view, controller, edit};
    return {
        [ChatCommand.open]: () => view.focus(),
        [ChatCommand.newConversation]: async () => {
            await controller.startNew();
            await view.focus();
        },
        [ChatCommand.history]: () => showHistory(store, controller),
        [ChatCommand.export]: () => exportConversation(controller.conversation),
        [ChatCommand.deleteAll]: () => deleteAll(controller),
        [ChatCommand.attachSelection]: () => attachTo(view, controller, "selection"),
        [ChatCommand.attachFile]: (uri?: vscode.Uri) => attachTo(view, controller, "file", uri?.toString()),
        [ChatCommand.editSelection]: () => edit.ask(),
        [ChatCommand.acceptEdit]: (uri?: vscode.Uri) => reviews.accept(uri),
        [ChatCommand.rejectEdit]: (uri?: vscode.Uri) => reviews.reject(uri),
        [ChatCommand.retryEdit]: (uri?: vscode.Uri) => reviews.retry(uri),
        [ChatCommand.explain]: (place?: Parameters<typeof explain>[1]) => explain(tasks, placed(place)),
        [ChatCommand.fix]: (place?: Parameters<typeof fix>[1]) => fix(tasks, placed(place)),
        [ChatCommand.addDocs]: (place?: Parameters<typeof addDocs>[1]) => addDocs(tasks, placed(place)),
        [ChatCommand.writeTests]: (place?: Parameters<typeof writeTests>[1]) => writeTests(tasks, placed(place)),
        [ChatCommand.simplify]: (place?: Parameters<typeof simplifyCode>[1]) => simplifyCode(tasks, placed(place)),
        [ChatCommand.generate]: () => generateFromComment(edit),
        [ChatCommand.suggestNames]: () => suggestNames(chat, record, log),
        [ChatCommand.commitMessage]: (where?: {readonly rootUri?: vscode.Uri}) => writeCommitMessage(chat, record, log, where),
        [ChatCommand.reviewChanges]: () => reviewChanges(view, controller),
        [ChatCommand.explainTerminal]: () => explainTerminal(view, controller)
    };
}

/** A context menu gives the file's address where the light bulb gives a place. */
function placed<T>(place: T | undefined): T | undefined {
    return typeof place === "object" && place !== null && "range" in place ? place : undefined;
}

async function attachTo(view: ChatView, controller: ChatController, kind: "selection" | "file", value?: string): Promise<void> {
    if (!await controller.attach(kind, value)) {
        void vscode.window.showInformationMessage(kind === "selection" ? "Select some code first: there is no selection to add." : "Open a file first: there is none to add.");
        return;
    }
    await view.focus();
}

async function deleteAll(controller: ChatController): Promise<void> {
    const confirmed = await vscode.window.showWarningMessage("Delete all conversations of this workspace? They can't be brought back.", {modal: true}, "Delete All");
    if (confirmed !== undefined)
        await controller.removeAll();
}

async function reviewChanges(view: ChatView, controller: ChatController): Promise<void> {
    if (await controller.attach("changes"))
        await view.ask("/review");
    else
        void vscode.window.showInformationMessage("There are no changes to tracked files here: nothing to review.");
}

async function explainTerminal(view: ChatView, controller: ChatController): Promise<void> {
    if (await controller.attach("terminal"))
        await view.ask("Explain this terminal output. If it shows an error, say what causes it and how to fix it.");
    else
        void vscode.window.showInformationMessage("Select some text in the terminal first.");
}
