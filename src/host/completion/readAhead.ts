/** Reads the prompt where the cursor comes to rest (file opened, tab switched, clicked elsewhere), so that the first suggestion there is quick. */
import * as vscode from "vscode";

import type {CompletionService} from "../../core/completion/service.js";
import type {AdapterChoice} from "../adapters/adapterChoice.js";
import type {Enablement} from "./enablement.js";
import {completedDocuments, placeOf} from "./place.js";

/** A cursor that moves on sooner is on its way elsewhere. */
const restMs = 150;

export class ReadAhead implements vscode.Disposable {
    readonly #service: CompletionService;
    readonly #enablement: Enablement;
    readonly #adapters: AdapterChoice;
    readonly #subscriptions: vscode.Disposable[];
    #timer: NodeJS.Timeout | undefined;

    constructor(service: CompletionService, enablement: Enablement, adapters: AdapterChoice) {
        this.#service = service;
        this.#enablement = enablement;
        this.#adapters = adapters;
        this.#subscriptions = [
            vscode.window.onDidChangeActiveTextEditor((editor) => this.look(editor)),
            adapters.onDidChange(() => this.look(vscode.window.activeTextEditor)),
            vscode.window.onDidChangeTextEditorSelection(({textEditor}) => this.look(textEditor))
        ];
    }

    /** Considers the editor's cursor; called again before it rests, it waits anew. */
    look(editor: vscode.TextEditor | undefined): void {
        clearTimeout(this.#timer);
        if (editor === undefined || vscode.languages.match(completedDocuments, editor.document) === 0)
            return;
        this.#timer = setTimeout(() => {
            if (this.#enablement.isOn(editor.document) && editor.selection.isEmpty)
                void this.#service.prepare(placeOf(editor.document, editor.selection.active, this.#adapters.of(editor.document).uses));
        }, restMs);
    }

    dispose(): void {
        clearTimeout(this.#timer);
        for (const subscription of this.#subscriptions)
            subscription.dispose();
    }
}
