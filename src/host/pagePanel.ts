/** One of Hearth's pages in a tab of the editor: opened once, shown again afterwards; what it says is checked, and what fails is told. */
import * as vscode from "vscode";

import {asHearthError} from "../core/errors.js";
import type {PageParts} from "../core/pageHtml.js";
import {pageOptions, pageParts} from "./webviewPage.js";

export interface PageKind<From> {
    /** Of the page's bundle, without ending. */
    readonly name: string;
    readonly title: string;
    readonly html: (parts: PageParts) => string;
    readonly isMessage: (value: unknown) => value is From;
    /** Answers the page; one of its messages must be that it is ready. */
    readonly handle: (message: From) => Promise<void>;
    /** Sends what is to be seen now. */
    readonly send: () => Promise<void>;
}

export class PagePanel<To, From> implements vscode.Disposable {
    readonly #extensionUri: vscode.Uri;
    readonly #kind: PageKind<From>;
    #panel: vscode.WebviewPanel | undefined;

    constructor(extensionUri: vscode.Uri, kind: PageKind<From>) {
        this.#extensionUri = extensionUri;
        this.#kind = kind;
    }

    get isOpen(): boolean {
        return this.#panel !== undefined;
    }

    show(): void {
        const {name, title, html, isMessage, handle, send} = this.#kind;
        if (this.#panel !== undefined) {
            this.#panel.reveal();
            void guarded(send);
            return;
        }
        const panel = vscode.window.createWebviewPanel(`hearth.${name}`, title, vscode.ViewColumn.Active, pageOptions(this.#extensionUri));
        this.#panel = panel;
        const {webview} = panel;
        webview.onDidReceiveMessage((message: unknown) => {
            if (isMessage(message))
                void guarded(() => handle(message));
        });
        panel.onDidDispose(() => { this.#panel = undefined; });
        webview.html = html(pageParts(webview, this.#extensionUri, name));
    }

    /** Does nothing where the page is not open. */
    async post(message: To): Promise<void> {
        await this.#panel?.webview.postMessage(message);
    }

    dispose(): void {
        this.#panel?.dispose();
    }
}

async function guarded(work: () => Promise<void>): Promise<void> {
    try {
        await work();
    } catch (error) {
        void vscode.window.showErrorMessage(asHearthError(error).message);
    }
}
