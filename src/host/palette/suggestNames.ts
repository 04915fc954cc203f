/** `Hearth: Suggest Names…`: names from the model, the renaming itself from the language's own extension. */
import * as vscode from "vscode";

import {namesOf, namesQuery} from "../../core/palette/names.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {requireEditor} from "../edit/inlineEdit.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import {withModel} from "./withModel.js";

const linesAround = 30;

export async function suggestNames(engine: ChatEngine, record: AnswerLog, log: vscode.LogOutputChannel): Promise<void> {
    const editor = requireEditor();
    if (editor === undefined)
        return;
    const {document, selection} = editor;
    const word = document.getWordRangeAtPosition(selection.active);
    if (word === undefined) {
        void vscode.window.showInformationMessage("Put the cursor on the name that you want to change.");
        return;
    }
    const name = document.getText(word);
    const code = document.getText(new vscode.Range(Math.max(0, word.start.line - linesAround), 0, word.start.line + linesAround, 0)).replaceAll("\r\n", "\n");
    const outcome = await withModel(`Hearth is looking for a better name than ${name}`, log, (signal) => engine.reply(namesQuery(name, document.languageId, code), signal, () => undefined));
    if (outcome === undefined)
        return;
    record.answered("task", document.languageId, outcome);
    const names = namesOf(outcome.text, name);
    if (names.length === 0) {
        void vscode.window.showInformationMessage(`The model found no other name for ${name}. Ask in the chat, with the code around it attached.`);
        return;
    }
    const chosen = await vscode.window.showQuickPick(names, {title: `Hearth: Rename ${name}`, placeHolder: "Renames everywhere, with the language's own renaming"});
    if (chosen === undefined)
        return;
    const edit = await renaming(document.uri, word.start, chosen);
    if (edit === undefined)
        void vscode.window.showInformationMessage(`Nothing here can rename ${name}: an extension for ${document.languageId} would have to.`);
    else
        await vscode.workspace.applyEdit(edit);
}

/** The edits of the language's extension; undefined when there is none, or when it refuses. */
async function renaming(uri: vscode.Uri, at: vscode.Position, name: string): Promise<vscode.WorkspaceEdit | undefined> {
    try {
        const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>("vscode.executeDocumentRenameProvider", uri, at, name);
        return edit === undefined || edit.size === 0 ? undefined : edit;
    } catch {
        return undefined; // it says by an error that this can't be renamed
    }
}
