/** Puts code at the cursor of the editor, in the shape of its place. */
import * as vscode from "vscode";

import {indentedAs, withLineEndings} from "../../core/edit/indent.js";
import {indentOf} from "../../core/text/lines.js";

export async function insertAtCursor(text: string): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
        void vscode.window.showInformationMessage("Open a file first: there is no cursor to insert at.");
        return;
    }
    const {document, selection} = editor;
    const indent = indentOf(document.lineAt(selection.start.line).text.slice(0, selection.start.character));
    // The first line stands where the cursor is, behind its indentation.
    const shaped = indentedAs(text, indent, unitOf(editor)).slice(indent.length);
    await editor.edit((edit) => edit.replace(selection, withLineEndings(shaped, endingOf(document))));
    await vscode.window.showTextDocument(document, editor.viewColumn);
}

/** One step of indentation in an editor. */
export function unitOf(editor: vscode.TextEditor | undefined): string {
    const {insertSpaces, tabSize} = editor?.options ?? {};
    return insertSpaces === false ? "\t" : " ".repeat(typeof tabSize === "number" ? tabSize : 4);
}

export function endingOf(document: vscode.TextDocument): string {
    return document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n";
}
