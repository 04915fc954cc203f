/** `Hearth: Delete All Hearth Data…`: all that Hearth keeps of what you did, in every workspace. Models, adapters and settings stay. */
import {readdir, rm} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";

import {textOfError} from "../../core/errors.js";
import {sizeInWords} from "../../core/privacy/report.js";
import type {HearthContext} from "../context.js";
import {storedItems} from "./storedItems.js";

export async function deleteAllData(context: HearthContext): Promise<void> {
    const {extension, chat, statistics, index, log} = context;
    const others = await otherWorkspaces(extension);
    const here = (await storedItems(extension)).map(({what, bytes}) => `• ${what} (${sizeInWords(bytes)})`);
    const detail = [
        ...here, ...others.length === 0 ? [] : [`• conversations and indexes of ${String(others.length)} other workspaces`],
        "• calibrations, allowed adapters and what else Hearth remembers", "", "It can't be brought back. Models, adapters and settings stay; the index of this workspace is made anew unless hearth.index.enabled is off."
    ].join("\n");
    if (await vscode.window.showWarningMessage("Delete all that Hearth has kept?", {modal: true, detail}, "Delete All") === undefined)
        return;
    await chat.removeAll();
    await statistics.removeAll();
    await index.forget();
    const failed = await removeFolders(others, log);
    for (const memory of [extension.globalState, extension.workspaceState]) {
        for (const key of memory.keys())
            await memory.update(key, undefined);
    }
    if (failed.length === 0)
        void vscode.window.showInformationMessage("All that Hearth had kept is deleted.");
    else
        void vscode.window.showWarningMessage(`All is deleted but ${String(failed.length)} folders of other workspaces, which may be open: close their windows and try again. ${failed[0] ?? ""}`);
}

/** Hearth's folders of other workspaces: VS Code keeps each workspace's storage beside the others'. */
async function otherWorkspaces({storageUri, extension: {id}}: vscode.ExtensionContext): Promise<string[]> {
    const own = storageUri?.fsPath;
    // Only where it looks as it is known to: nothing else may be deleted.
    if (own === undefined || path.basename(own).toLowerCase() !== id.toLowerCase())
        return [];
    const all = path.dirname(path.dirname(own)), name = path.basename(own);
    const found: string[] = [];
    for (const workspace of await readdir(all)) {
        const folder = path.join(all, workspace, name);
        if (folder !== own && await readdir(folder).then(() => true, () => false)) // Hearth has none in that one
            found.push(folder);
    }
    return found;
}

/** @returns those that could not be deleted */
async function removeFolders(folders: readonly string[], log: vscode.LogOutputChannel): Promise<string[]> {
    const failed: string[] = [];
    for (const folder of folders) {
        try {
            await rm(folder, {recursive: true, force: true, maxRetries: 2});
        } catch (error) {
            failed.push(folder);
            log.error(`${folder} could not be deleted: ${textOfError(error)}`);
        }
    }
    return failed;
}
