/** The user's own commands: Markdown files in `.hearth/prompts/` of the workspace. Read only where the workspace is trusted: they are words to the model. */
import path from "node:path";
import * as vscode from "vscode";

import {type SlashCommand, slashCommands, userCommand} from "../../core/chat/commands.js";

const mostPrompts = 100, longestPrompt = 8_000;

export class Prompts implements vscode.Disposable {
    readonly #watcher = vscode.workspace.createFileSystemWatcher("**/.hearth/prompts/*.md");
    readonly #subscriptions: vscode.Disposable[];
    #read: Promise<SlashCommand[]> | undefined;

    constructor() {
        const forget = () => { this.#read = undefined; };
        this.#subscriptions = [
            this.#watcher, this.#watcher.onDidChange(forget), this.#watcher.onDidCreate(forget), this.#watcher.onDidDelete(forget),
            vscode.workspace.onDidGrantWorkspaceTrust(forget), vscode.workspace.onDidChangeWorkspaceFolders(forget)
        ];
    }

    /** Hearth's own commands, then the user's. */
    async all(): Promise<readonly SlashCommand[]> {
        return [...slashCommands, ...await (this.#read ??= readPrompts())];
    }

    dispose(): void {
        for (const subscription of this.#subscriptions)
            subscription.dispose();
    }
}

async function readPrompts(): Promise<SlashCommand[]> {
    if (!vscode.workspace.isTrusted)
        return [];
    const files = await vscode.workspace.findFiles("**/.hearth/prompts/*.md", "**/node_modules/**", mostPrompts);
    const found = await Promise.all(files.map(async (file) => {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
        return userCommand(path.posix.basename(file.path), text.slice(0, longestPrompt));
    }));
    return found.filter((command) => command !== undefined).sort((a, b) => a.name.localeCompare(b.name));
}
