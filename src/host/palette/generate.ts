/** `Hearth: Generate from Comment`: code for the comment that the cursor is in, put below it as a change to accept or reject. */
import * as vscode from "vscode";

import {type InlineEdit, requireEditor} from "../edit/inlineEdit.js";

const comment = /^\s*(?:\/\/|\/\*|\*|#|--|;|"""|'''|<!--|%)/;

export async function generateFromComment(edit: InlineEdit): Promise<void> {
    const editor = requireEditor();
    if (editor === undefined)
        return;
    const {document, selection} = editor;
    let start = selection.active.line, end = start;
    if (!comment.test(document.lineAt(start).text)) {
        void vscode.window.showInformationMessage("Put the cursor into a comment that says what the code should do.");
        return;
    }
    while (start > 0 && comment.test(document.lineAt(start - 1).text))
        start--;
    while (end < document.lineCount - 1 && comment.test(document.lineAt(end + 1).text))
        end++;
    const range = new vscode.Range(start, 0, end, document.lineAt(end).text.length);
    await edit.run(editor, range, "Keep this comment as it is and write, below it, the code that it describes.", {goesOn: true});
}
