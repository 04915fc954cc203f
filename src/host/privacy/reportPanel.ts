/** `Hearth: Privacy Report`, a page with buttons that delete what is kept, and `Hearth: Export Privacy Report…`. */
import * as vscode from "vscode";

import {ChatCommand} from "../../core/chat/contributions.js";
import {type FromReportPage, isFromReportPage, reportPageHtml, type ShownReport} from "../../core/privacy/page.js";
import {aroundStored, type DeletableKind, privacyReport} from "../../core/privacy/report.js";
import type {HearthContext} from "../context.js";
import {PagePanel} from "../pagePanel.js";
import {setting} from "../settings.js";
import {deleteAllData} from "./deleteAll.js";
import {gatherFacts} from "./gatherFacts.js";

/** The page, with what it can delete. */
export class ReportPanel implements vscode.Disposable {
    readonly #context: HearthContext;
    readonly #page: PagePanel<ShownReport, FromReportPage>;

    constructor(context: HearthContext) {
        this.#context = context;
        this.#page = new PagePanel(context.extension.extensionUri, {
            name: "privacy", title: "Hearth's Privacy Report", html: reportPageHtml, isMessage: isFromReportPage, handle: (message) => this.#handle(message), send: () => this.#send()
        });
    }

    show(): void {
        this.#page.show();
    }

    dispose(): void {
        this.#page.dispose();
    }

    async #handle(message: FromReportPage): Promise<void> {
        if (message.type === "export") {
            await exportPrivacyReport(this.#context);
            return;
        }
        if (message.type === "delete")
            await this.#delete(message.kind);
        else if (message.type === "deleteAll")
            await deleteAllData(this.#context);
        await this.#send();
    }

    async #delete(kind: DeletableKind): Promise<void> {
        switch (kind) {
            case "conversations":
                await vscode.commands.executeCommand(ChatCommand.deleteAll);
                break;
            case "statistics":
                await this.#context.statistics.removeAllIfWanted();
                break;
            case "index":
                await forgetIndexIfWanted(this.#context.index);
        }
    }

    async #send(): Promise<void> {
        const facts = await gatherFacts(this.#context);
        await this.#page.post({type: "show", ...aroundStored(facts, new Date()), stored: facts.stored});
    }
}

async function forgetIndexIfWanted(index: HearthContext["index"]): Promise<void> {
    const detail = setting("hearth.index.enabled") ? "It is made anew at once. To be without one, turn hearth.index.enabled off." : "hearth.index.enabled is off: it is not made anew.";
    if (await vscode.window.showWarningMessage("Delete the index of this workspace?", {modal: true, detail}, "Delete") !== undefined)
        await index.forget();
}

/** Writes the report to a file that the person chooses: Markdown to read, or the facts as JSON. */
export async function exportPrivacyReport(context: HearthContext): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
        title: "Hearth: Export Privacy Report", filters: {Markdown: ["md"], JSON: ["json"]},
        ...folder === undefined ? {} : {defaultUri: vscode.Uri.joinPath(folder, "hearth-privacy-report.md")}
    });
    if (target === undefined)
        return;
    const facts = await gatherFacts(context), at = new Date();
    const text = target.path.endsWith(".json") ? `${JSON.stringify({at: at.toISOString(), ...facts}, undefined, 2)}\n` : privacyReport(facts, at);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}
