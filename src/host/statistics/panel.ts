/** `Hearth: Show Statistics`: the page that draws the local record, with export and delete. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";
import {asCsv} from "../../core/statistics/csv.js";
import {isFromStatisticsPage, type FromStatisticsPage, type ShownStatistics, statisticsPageHtml} from "../../core/statistics/page.js";
import type {StatisticsStore} from "../../system/statistics/store.js";
import {setting} from "../settings.js";
import {pageOptions, pageParts} from "../webviewPage.js";
import type {Recorder} from "./recorder.js";

export class StatisticsPanel implements vscode.Disposable {
    readonly #extensionUri: vscode.Uri;
    readonly #store: StatisticsStore;
    readonly #recorder: Recorder;
    #panel: vscode.WebviewPanel | undefined;

    constructor(extensionUri: vscode.Uri, store: StatisticsStore, recorder: Recorder) {
        this.#extensionUri = extensionUri;
        this.#store = store;
        this.#recorder = recorder;
    }

    show(): void {
        if (this.#panel !== undefined) {
            this.#panel.reveal();
            void this.#guarded(() => this.#send());
            return;
        }
        const panel = vscode.window.createWebviewPanel("hearth.statistics", "Hearth Statistics", vscode.ViewColumn.Active, pageOptions(this.#extensionUri));
        this.#panel = panel;
        const {webview} = panel;
        webview.onDidReceiveMessage((message: unknown) => {
            if (isFromStatisticsPage(message))
                void this.#guarded(() => this.#handle(message));
        });
        panel.onDidDispose(() => { this.#panel = undefined; });
        webview.html = statisticsPageHtml(pageParts(webview, this.#extensionUri, "statistics"));
    }

    /** Deletes the record. @throws HearthError `statistics.*` */
    async removeAll(): Promise<void> {
        await this.#recorder.flush();
        await this.#store.ask("removeAll");
        if (this.#panel !== undefined)
            await this.#send();
    }

    dispose(): void {
        this.#panel?.dispose();
    }

    async #handle({type}: FromStatisticsPage): Promise<void> {
        switch (type) {
            case "ready":
                await this.#send();
                break;
            case "export":
                await this.#export();
                break;
            case "delete":
                await this.#delete();
                break;
            case "settings":
                await vscode.commands.executeCommand("workbench.action.openSettings", "hearth.statistics");
        }
    }

    async #send(): Promise<void> {
        await this.#recorder.flush();
        const cube = await this.#store.ask("cube");
        await this.#panel?.webview.postMessage({type: "show", cube, enabled: setting("hearth.statistics.enabled"), days: setting("hearth.statistics.days"), today: localDay(new Date())} satisfies ShownStatistics);
    }

    async #export(): Promise<void> {
        await this.#recorder.flush();
        const {suggestions, answers} = await this.#store.ask("all");
        const name = `hearth-statistics-${localDay(new Date())}.csv`;
        const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
        const target = await vscode.window.showSaveDialog({...folder === undefined ? {} : {defaultUri: vscode.Uri.joinPath(folder, name)}, filters: {CSV: ["csv"]}});
        if (target !== undefined)
            await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(asCsv(suggestions, answers)));
    }

    async #delete(): Promise<void> {
        const confirmed = await vscode.window.showWarningMessage("Delete Hearth's local record of suggestions, edits and answers? It can't be brought back.", {modal: true}, "Delete All");
        if (confirmed === undefined)
            return;
        await this.removeAll();
    }

    async #guarded(work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch (error) {
            void vscode.window.showErrorMessage(asHearthError(error).message);
        }
    }
}

function localDay(date: Date): string {
    const two = (value: number) => String(value).padStart(2, "0");
    return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
