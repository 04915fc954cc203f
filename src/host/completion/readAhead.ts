/**
 * Reads the prompt where the cursor comes to rest (file opened, tab switched, clicked elsewhere), so that the first suggestion there is quick. What is given of other
 * files may change where the cursor went elsewhere, or rests for long: changed in a typist's short pause, it would have the whole prompt read anew under the next keys.
 */
import * as vscode from "vscode";

import type {CompletionService} from "../../core/completion/service.js";
import type {AdapterChoice} from "../adapters/adapterChoice.js";
import {longPatienceMs, type RelatedContext} from "../index/relatedContext.js";
import type {Enablement} from "./enablement.js";
import {completedDocuments, placeOf} from "./place.js";

/** A cursor that moves on sooner is on its way elsewhere. */
const restMs = 150;
/** A cursor that rests so long may be given other context in the same scope: there is time to read it. */
const longRestMs = 5_000;

export class ReadAhead implements vscode.Disposable {
    readonly #service: CompletionService;
    readonly #enablement: Enablement;
    readonly #adapters: AdapterChoice;
    readonly #related: RelatedContext;
    readonly #subscriptions: vscode.Disposable[];
    #timer: NodeJS.Timeout | undefined;
    /** The version of each document when its cursor was last looked at: another one means that it moved by typing. */
    readonly #versions = new WeakMap<vscode.TextDocument, number>();

    constructor(service: CompletionService, enablement: Enablement, adapters: AdapterChoice, related: RelatedContext) {
        this.#service = service;
        this.#enablement = enablement;
        this.#adapters = adapters;
        this.#related = related;
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
        const {document} = editor, before = this.#versions.get(document);
        this.#versions.set(document, document.version);
        const typed = before !== undefined && before !== document.version;
        this.#timer = setTimeout(() => void this.#rest(editor, restMs, typed), restMs);
    }

    async #rest(editor: vscode.TextEditor, restedMs: number, typed = false): Promise<void> {
        const {document, selection: {active, isEmpty}} = editor;
        if (!this.#enablement.isOn(document) || !isEmpty)
            return;
        const timer = this.#timer;
        const changed = !typed && await this.#related.refresh(document, active, restedMs, restedMs < longRestMs ? undefined : longPatienceMs);
        // The cursor has moved on meanwhile.
        if (timer !== this.#timer)
            return;
        if (changed || restedMs < longRestMs)
            void this.#service.prepare({...placeOf(document, active, this.#adapters.of(document).uses), related: this.#related.of(document)});
        if (restedMs < longRestMs)
            this.#timer = setTimeout(() => void this.#rest(editor, longRestMs), longRestMs);
    }

    dispose(): void {
        clearTimeout(this.#timer);
        for (const subscription of this.#subscriptions)
            subscription.dispose();
    }
}
