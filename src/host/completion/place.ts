/** A position in a VS Code document as the completion service sees it. */
import * as vscode from "vscode";

import type {AdapterUse} from "../../core/adapters/use.js";
import {showThresholds} from "../../core/completion/confidence.js";
import type {CompletionPlace} from "../../core/completion/service.js";
import type {LineSource} from "../../core/completion/window.js";
import {Pressure} from "../../system/machine/pressure.js";
import {setting} from "../settings.js";

/** Documents that hold code. Chat inputs, output channels, comments and search boxes have schemes of their own and are not here. */
export const completedDocuments: vscode.DocumentSelector =
    ["file", "untitled", "vscode-notebook-cell", "vscode-remote", "vscode-vfs"].map((scheme) => ({scheme}));

/** On battery, or while others keep the machine busy, only what is asked for is done. */
const pressure = new Pressure();

/** What the user has chosen in VS Code's suggest widget: a suggestion must begin with it. */
interface Chosen {
    readonly start: vscode.Position;
    readonly text: string;
}

/**
 * @param adapters in force for the document
 * @param asked whether the user asked by hand: then the best there is is wanted, sure or not
 */
export function placeOf(
    document: vscode.TextDocument, position: vscode.Position, adapters: readonly AdapterUse[], chosen?: Chosen, asked = false
): CompletionPlace {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    return {
        uri: document.uri.toString(), path: pathOf(document), repository: folder?.name ?? "", languageId: document.languageId,
        tabSize: tabSizeOf(document), adapters,
        source: chosen === undefined ? linesOf(document) : linesWith(document, position, chosen),
        at: {line: position.line, character: chosen === undefined ? position.character : chosen.start.character + chosen.text.length},
        maxTokens: setting("hearth.completion.maxTokens", document),
        threshold: asked ? 0 : showThresholds[setting("hearth.completion.show", document)],
        workAhead: setting("hearth.completion.workAhead", document) && !pressure.isHigh
    };
}

function linesOf(document: vscode.TextDocument): LineSource {
    return {lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text};
}

/** The document as it would be with the suggest widget's chosen item inserted. */
function linesWith(document: vscode.TextDocument, position: vscode.Position, {start, text}: Chosen): LineSource {
    const plain = linesOf(document);
    const current = plain.lineAt(position.line);
    const changed = current.slice(0, start.character) + text + current.slice(position.character);
    return {lineCount: plain.lineCount, lineAt: (line) => line === position.line ? changed : plain.lineAt(line)};
}

function pathOf(document: vscode.TextDocument): string {
    return document.isUntitled ? "" : vscode.workspace.asRelativePath(document.uri, false).replaceAll("\\", "/");
}

function tabSizeOf(document: vscode.TextDocument): number {
    const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
    const size = editor?.options.tabSize;
    return typeof size === "number" ? size : 4;
}
