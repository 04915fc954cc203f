/** Applies code of an answer to the file that it is about, as a diff to accept or reject. */
import * as vscode from "vscode";

import type {Attachment} from "../../core/chat/types.js";
import {type LineRange, withCode} from "../../core/edit/place.js";
import type {Reviews} from "./review.js";

export class Apply {
    readonly #reviews: Reviews;

    constructor(reviews: Reviews) {
        this.#reviews = reviews;
    }

    /** @param attached what the question had attached: the code is most likely about the first file of it, else about the open one */
    async code(code: string, attached: readonly Attachment[]): Promise<void> {
        const meant = await this.#target(attached);
        if (meant === undefined) {
            const document = await vscode.workspace.openTextDocument({content: code});
            await vscode.window.showTextDocument(document);
            return;
        }
        const {document, lines} = meant;
        const file = document.getText().replaceAll("\r\n", "\n");
        const proposed = withCode(file, code.replaceAll("\r\n", "\n"), lines);
        if (proposed === file) {
            void vscode.window.showInformationMessage("The file says this already: there is nothing to change.");
            return;
        }
        const proposal = await this.#reviews.start(document, {line: firstDifference(file, proposed)});
        proposal.show(proposed);
    }

    async #target(attached: readonly Attachment[]): Promise<{readonly document: vscode.TextDocument; readonly lines: LineRange | undefined} | undefined> {
        const about = attached.find(({kind, source}) => source !== undefined && (kind === "selection" || kind === "symbol" || kind === "file"));
        if (about?.source === undefined) {
            const editor = vscode.window.activeTextEditor;
            return editor === undefined ? undefined : {document: editor.document, lines: undefined};
        }
        const uri = vscode.Uri.parse(about.source);
        const document = await vscode.workspace.openTextDocument(uri.with({fragment: ""}));
        const match = /^L(\d+),(\d+)/.exec(uri.fragment);
        if (match === null)
            return {document, lines: undefined};
        const lines = {start: Number(match[1]) - 1, end: Number(match[2])};
        // Only if the lines still say what they said when they were attached.
        const now = document.getText(new vscode.Range(lines.start, 0, lines.end, 0)).replaceAll("\r\n", "\n").trimEnd();
        return {document, lines: now === about.text.trimEnd() ? lines : undefined};
    }
}

function firstDifference(a: string, b: string): number {
    const [x, y] = [a.split("\n"), b.split("\n")];
    return Math.max(0, x.findIndex((line, i) => line !== y[i]));
}

