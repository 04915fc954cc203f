/** What of the workspace can be attached to a question, read at the moment when it is attached. Nothing here blocks: documents and the file system are asked for. */
import path from "node:path";
import * as vscode from "vscode";

import type {Attachment, AttachmentKind} from "../../core/chat/types.js";
import {changesOf, repositoryOf} from "./git.js";
import {terminalSelection} from "./terminal.js";

/** A file longer than this is not read: it fits no window here. */
const longestFile = 400_000;
const mostProblems = 40, mostFolderFiles = 200;

let lastId = 0;

function attachment(kind: AttachmentKind, title: string, text: string, languageId: string, source?: string): Attachment {
    return {id: `${kind}${String(++lastId)}`, kind, title, languageId, text: text.replaceAll(/\r\n?/g, "\n"), ...source === undefined ? {} : {source}};
}

/** The attachment that a suggestion or a command stands for; undefined when there is none (nothing selected, file gone). */
export async function attach(kind: AttachmentKind, value = ""): Promise<Attachment | undefined> {
    switch (kind) {
        case "selection":
            return selection(vscode.window.activeTextEditor);
        case "file":
            return await file(value === "" ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(value));
        case "symbol":
            return await symbol(value);
        case "folder":
            return await folder(vscode.Uri.parse(value));
        case "problems":
            return problems();
        case "terminal": {
            const text = await terminalSelection();
            return text === undefined ? undefined : attachment("terminal", "Terminal", text, "");
        }
        case "changes": {
            const repository = await repositoryOf(vscode.window.activeTextEditor?.document.uri);
            const changes = repository === undefined ? undefined : await changesOf(repository);
            return changes === undefined || changes.diff === "" ? undefined
                : attachment("changes", changes.staged ? "Staged changes" : "Changes", changes.diff, "diff");
        }
        case "search":
            return undefined;
    }
}

/** The first of several kinds that there is. */
export async function attachFirst(kinds: readonly AttachmentKind[]): Promise<Attachment | undefined> {
    for (const kind of kinds) {
        const found = await attach(kind);
        if (found !== undefined)
            return found;
    }
    return undefined;
}

export function selection(editor: vscode.TextEditor | undefined): Attachment | undefined {
    if (editor === undefined || editor.selection.isEmpty)
        return undefined;
    return linesAttachment("selection", editor.document, wholeLines(editor.document, editor.selection));
}

/** The lines that a selection touches, whole; a line that it only reaches the start of is not touched. */
export function wholeLines(document: vscode.TextDocument, {start, end}: vscode.Range): vscode.Range {
    const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
    return new vscode.Range(start.line, 0, last, document.lineAt(last).text.length);
}

/** Lines of a document as an attachment. */
export function linesAttachment(kind: "selection" | "symbol", document: vscode.TextDocument, range: vscode.Range, name?: string): Attachment {
    const [from, to] = [range.start.line + 1, range.end.line + 1];
    const place = `${relative(document.uri)}:${String(from)}${to > from ? `-${String(to)}` : ""}`;
    return attachment(kind, name === undefined ? place : `${name} (${place})`, document.getText(range), document.languageId,
        document.uri.with({fragment: `L${String(from)},${String(to)}`}).toString());
}

async function file(uri: vscode.Uri | undefined): Promise<Attachment | undefined> {
    if (uri === undefined)
        return undefined;
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open === undefined && uri.scheme === "file" && (await vscode.workspace.fs.stat(uri)).size > longestFile) {
        void vscode.window.showInformationMessage(`${relative(uri)} is too large to attach. Select the part that matters and attach that.`);
        return undefined;
    }
    const document = open ?? await vscode.workspace.openTextDocument(uri);
    return attachment("file", relative(uri), document.getText(), document.languageId, uri.toString());
}

async function symbol(value: string): Promise<Attachment | undefined> {
    const uri = vscode.Uri.parse(value);
    const lines = /^L(\d+),(\d+),(.*)$/.exec(uri.fragment);
    if (lines === null)
        return undefined;
    const document = await vscode.workspace.openTextDocument(uri.with({fragment: ""}));
    const last = Math.min(Number(lines[2]), document.lineCount) - 1;
    return linesAttachment("symbol", document, new vscode.Range(Number(lines[1]) - 1, 0, last, document.lineAt(last).text.length), lines[3]);
}

async function folder(uri: vscode.Uri): Promise<Attachment> {
    const files = await vscode.workspace.findFiles(new vscode.RelativePattern(uri, "**/*"), undefined, mostFolderFiles);
    const names = files.map((each) => relative(each)).sort();
    const more = names.length === mostFolderFiles ? ["…"] : [];
    return attachment("folder", `Files in ${relative(uri)}`, [...names, ...more].join("\n"), "", uri.toString());
}

function problems(): Attachment | undefined {
    const active = vscode.window.activeTextEditor?.document.uri;
    const here = active === undefined ? [] : vscode.languages.getDiagnostics(active);
    const all = active !== undefined && here.length > 0 ? [[active, here] as const] : vscode.languages.getDiagnostics();
    const lines = all.flatMap(([uri, found]) => found.map((problem) => describeProblem(uri, problem))).slice(0, mostProblems);
    return lines.length === 0 ? undefined : attachment("problems", "Problems", lines.join("\n"), "");
}

/** A problem in a line, with the code that it is about. */
export function describeProblem(uri: vscode.Uri, {range, message, severity, source}: vscode.Diagnostic): string {
    return `${relative(uri)}:${String(range.start.line + 1)}:${String(range.start.character + 1)} ${vscode.DiagnosticSeverity[severity].toLowerCase()}: ${message}` +
        (source === undefined ? "" : ` (${source})`);
}

/** A file's path in its workspace folder, with forward slashes; of others the name only. */
export function relative(uri: vscode.Uri): string {
    return vscode.workspace.getWorkspaceFolder(uri) === undefined ? path.posix.basename(uri.path) : vscode.workspace.asRelativePath(uri, false).replaceAll("\\", "/") || path.posix.basename(uri.path);
}

/** Opens what an attachment came from, if it came from a place. */
export async function openSource(source: string | undefined): Promise<void> {
    if (source === undefined)
        return;
    const uri = vscode.Uri.parse(source);
    const lines = /^L(\d+),(\d+)/.exec(uri.fragment);
    const plain = uri.with({fragment: ""});
    if ((await vscode.workspace.fs.stat(plain)).type === vscode.FileType.Directory) {
        await vscode.commands.executeCommand("revealInExplorer", plain);
        return;
    }
    const options = lines === null ? {} : {selection: new vscode.Range(Number(lines[1]) - 1, 0, Number(lines[2]) - 1, 10_000)};
    await vscode.window.showTextDocument(plain, {...options, preview: true});
}
