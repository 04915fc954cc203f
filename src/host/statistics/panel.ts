/** `Hearth: Show Statistics`: the page that draws the local record, with export and delete. */
import * as vscode from "vscode";

import {asCsv} from "../../core/statistics/csv.js";
import {isFromStatisticsPage, type FromStatisticsPage, type ShownStatistics, statisticsPageHtml} from "../../core/statistics/page.js";
import type {StatisticsStore} from "../../system/statistics/store.js";
import {setting} from "../settings.js";
import {PagePanel} from "../pagePanel.js";
import type {Recorder} from "./recorder.js";

export class StatisticsPanel implements vscode.Disposable {
    readonly #store: StatisticsStore;
    readonly #recorder: Recorder;
    readonly #page: PagePanel<ShownStatistics, FromStatisticsPage>;

    constructor(extensionUri: vscode.Uri, store: StatisticsStore, recorder: Recorder) {
        this.#store = store;
        this.#recorder = recorder;
        this.#page = new PagePanel(extensionUri, {
            name: "statistics", title: "Hearth Statistics", html: statisticsPageHtml, isMessage: isFromStatisticsPage, handle: (message) => this.#handle(message), send: () => this.#send()
        });
    }

    show(): void {
        this.#page.show();
    }

    /** Deletes the record after a question. @throws HearthError `statistics.*` */
    async removeAllIfWanted(): Promise<void> {
        const confirmed = await vscode.window.showWarningMessage("Delete Hearth's local record of suggestions, edits and answers? It can't be brought back.", {modal: true}, "Delete All");
        if (confirmed !== undefined)
            await this.removeAll();
    }

    /** Deletes the record. @throws HearthError `statistics.*` */
    async removeAll(): Promise<void> {
        await this.#recorder.flush();
        await this.#store.ask("removeAll");
        if (this.#page.isOpen)
            await this.#send();
    }

    dispose(): void {
        this.#page.dispose();
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
                await this.removeAllIfWanted();
                break;
            case "settings":
                await vscode.commands.executeCommand("workbench.action.openSettings", "hearth.statistics");
        }
    }

    async #send(): Promise<void> {
        await this.#recorder.flush();
        const cube = await this.#store.ask("cube");
        await this.#page.post({type: "show", cube, enabled: setting("hearth.statistics.enabled"), days: setting("hearth.statistics.days"), today: localDay(new Date())});
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
}

function localDay(date: Date): string {
    const two = (value: number) => String(value).padStart(2, "0");
    return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
