/** The chat's webview: its page, and what the page asks for. */
import * as vscode from "vscode";

import {chatViewId} from "../../core/chat/contributions.js";
import {type EngineNote, type FromPage, isFromPage, pageCommands, type ToPage} from "../../core/chat/page.js";
import {chatPageHtml} from "../../core/chat/pageHtml.js";
import {asHearthError} from "../../core/errors.js";
import type {EngineState} from "../../core/engine/state.js";
import type {Apply} from "../edit/apply.js";
import {pageOptions, pageParts} from "../webviewPage.js";
import {openSource} from "./attach.js";
import type {ChatController} from "./controller.js";
import {insertAtCursor} from "./insert.js";
import {suggest} from "./suggest.js";
import type {Prompts} from "./userPrompts.js";
import type {WorkspaceSearch} from "./workspaceSearch.js";

export class ChatView implements vscode.WebviewViewProvider {
    readonly #extensionUri: vscode.Uri;
    readonly #controller: ChatController;
    readonly #prompts: Prompts;
    readonly #apply: Apply;
    readonly #search: WorkspaceSearch;
    #view: vscode.WebviewView | undefined;
    #note: EngineNote = noteOf({kind: "noModel"});
    /** What was said before the page was there. */
    #waiting: ToPage[] = [];
    #ready = false;

    constructor(extensionUri: vscode.Uri, controller: ChatController, prompts: Prompts, apply: Apply, search: WorkspaceSearch) {
        this.#extensionUri = extensionUri;
        this.#controller = controller;
        this.#prompts = prompts;
        this.#apply = apply;
        this.#search = search;
        controller.connect((message) => this.#post(message));
    }

    resolveWebviewView(view: vscode.WebviewView): void {
        this.#view = view;
        this.#ready = false;
        const {webview} = view;
        webview.options = pageOptions(this.#extensionUri);
        webview.onDidReceiveMessage((message: unknown) => {
            if (isFromPage(message))
                this.#handle(message).catch((error: unknown) => void vscode.window.showErrorMessage(asHearthError(error).message));
        });
        view.onDidDispose(() => {
            this.#view = undefined;
            this.#ready = false;
        });
        webview.html = chatPageHtml(pageParts(webview, this.#extensionUri, "chat"));
    }

    /** Shows the view with the cursor in its input. */
    async focus(): Promise<void> {
        await vscode.commands.executeCommand(`${chatViewId}.focus`);
        this.#post({type: "focus"});
    }

    /** Puts text into the input, to be completed and sent by the person. */
    async prefill(text: string): Promise<void> {
        await this.focus();
        this.#post({type: "input", text});
    }

    /** Shows the view and asks. */
    async ask(text: string): Promise<void> {
        await this.focus();
        await this.#controller.ask(text);
    }

    follow(state: EngineState): void {
        const note = noteOf(state);
        if (note.text === this.#note.text)
            return;
        this.#note = note;
        this.#post({type: "engine", note});
        if (note.ready && this.#ready)
            this.#controller.showAll();
    }

    #post(message: ToPage): void {
        if (this.#ready)
            void this.#view?.webview.postMessage(message);
        else if (message.type === "focus" || message.type === "input")
            this.#waiting.push(message);
    }

    async #handle(message: FromPage): Promise<void> {
        const controller = this.#controller;
        switch (message.type) {
            case "ready":
                await this.#started();
                break;
            case "ask":
                await controller.ask(message.text);
                break;
            case "stop":
                await controller.stop();
                break;
            case "edit":
                await controller.edit(message.id, message.text);
                break;
            case "again":
                await controller.again(message.id);
                break;
            case "branch":
                await controller.branch(message.id);
                break;
            case "draft":
                controller.keepDraft(message.text);
                break;
            case "suggest":
                await suggest(message.sign, message.query, await this.#prompts.all(), this.#search.available,
                    (items) => this.#post({type: "suggestions", request: message.request, items}));
                break;
            case "attach":
                if (!await controller.attach(message.kind, message.value))
                    vscode.window.setStatusBarMessage("Hearth: there is nothing of this to attach now", 4_000);
                break;
            case "detach":
                controller.detach(message.id);
                break;
            case "openChip":
                await openSource(controller.sourceOf(message));
                break;
            case "copy":
                await vscode.env.clipboard.writeText(message.text);
                break;
            case "insert":
                await insertAtCursor(message.text);
                break;
            case "apply":
                await this.#apply.code(message.code, controller.attachedTo(message.message));
                break;
            case "run":
                if (pageCommands.has(message.command))
                    await vscode.commands.executeCommand(message.command);
        }
    }

    async #started(): Promise<void> {
        await this.#controller.ready();
        this.#ready = true;
        this.#post({type: "engine", note: this.#note});
        this.#controller.showAll();
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const message of waiting)
            this.#post(message);
    }
}

function noteOf(state: EngineState): EngineNote {
    switch (state.kind) {
        case "ready":
        case "busy":
            return {ready: true, text: state.model.name};
        case "noModel":
            return {ready: false, text: "Hearth has no model yet.", action: {command: "hearth.selectModel", title: "Select Model…"}};
        case "failed":
            return {ready: false, text: state.error.message, action: {command: "hearth.showLog", title: "Show Log"}};
        case "restarting":
            return {ready: false, text: "The engine is being restarted."};
        case "loading":
        case "verifying":
            return {ready: false, text: "The model is being loaded. You can ask already when it is there."};
    }
}
