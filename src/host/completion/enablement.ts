/** Whether completions are offered for a document now: the setting (with its language and workspace values) and the snooze. */
import * as vscode from "vscode";

import {changeSetting, setting} from "../settings.js";

const enabledSetting = "hearth.completion.enabled";

export class Enablement implements vscode.Disposable {
    readonly #changed = new vscode.EventEmitter<void>();
    readonly onDidChange = this.#changed.event;
    #snoozedUntil = 0;
    #timer: NodeJS.Timeout | undefined;

    /** Milliseconds since the epoch until which all is quiet; 0 when not snoozed. */
    get snoozedUntil(): number {
        return this.#snoozedUntil > Date.now() ? this.#snoozedUntil : 0;
    }

    isOn(document: vscode.TextDocument | undefined): boolean {
        return this.snoozedUntil === 0 && setting(enabledSetting, document);
    }

    /** Quiet for some minutes; 0 ends it. */
    snooze(minutes: number): void {
        clearTimeout(this.#timer);
        this.#snoozedUntil = minutes === 0 ? 0 : Date.now() + minutes * 60_000;
        if (minutes > 0)
            this.#timer = setTimeout(() => this.snooze(0), minutes * 60_000);
        this.#changed.fire();
    }

    /** Flips the user's own setting; says so when the workspace or the language overrides it here. */
    async toggle(document: vscode.TextDocument | undefined): Promise<void> {
        const on = !setting(enabledSetting, document);
        await changeSetting(enabledSetting, on, vscode.ConfigurationTarget.Global);
        if (setting(enabledSetting, document) !== on) {
            void vscode.window.showInformationMessage(
                `Hearth is ${on ? "on" : "off"} in your own settings, but this workspace or language says otherwise here. ` +
                "Use “Hearth: Toggle Completions for This Workspace” or “… for This Language”.");
        }
    }

    async toggleForLanguage(document: vscode.TextDocument): Promise<void> {
        const scope = {languageId: document.languageId};
        const on = !setting(enabledSetting, {uri: document.uri, languageId: document.languageId});
        await changeSetting(enabledSetting, on, vscode.ConfigurationTarget.Global, scope, true);
        this.#say(on, `for ${document.languageId}`);
    }

    async toggleForWorkspace(document: vscode.TextDocument | undefined): Promise<void> {
        const on = !setting(enabledSetting, document);
        await changeSetting(enabledSetting, on, vscode.ConfigurationTarget.Workspace);
        this.#say(on, "in this workspace");
    }

    #say(on: boolean, where: string): void {
        vscode.window.setStatusBarMessage(`Hearth completions are ${on ? "on" : "off"} ${where}`, 4_000);
    }

    dispose(): void {
        clearTimeout(this.#timer);
        this.#changed.dispose();
    }
}
