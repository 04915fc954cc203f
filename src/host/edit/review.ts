/** A proposed change in VS Code's diff editor, and what becomes of it: accepted, rejected, or asked for again. The file itself is touched only on accepting. */
import path from "node:path";
import * as vscode from "vscode";

import {withLineEndings} from "../../core/edit/indent.js";
import type {Taken} from "../../core/statistics/suggestions.js";
import {endingOf} from "../chat/insert.js";
import type {EditEnd} from "../statistics/editEntry.js";
import {proposalScheme, type Proposals} from "./proposals.js";

export interface Proposal {
    readonly uri: vscode.Uri;
    /** Shows another state of the whole proposed text, LF or not. */
    show(text: string): void;
}

interface Open {
    readonly document: vscode.TextDocument;
    /** What the file said when the change was proposed. */
    readonly text: string;
    /** Makes the change anew; undefined when there is nothing to ask again. */
    readonly retry: (() => void) | undefined;
    readonly stop: (() => void) | undefined;
    readonly ended: ReviewOptions["ended"];
}

export interface ReviewOptions {
    readonly retry?: () => void;
    /** The person has decided, or closed the diff. @param change what came into the file, and where */
    readonly ended?: (how: EditEnd, change?: Omit<Taken, "id">) => void;
    /** Ends what is being written into the proposal. */
    readonly stop?: () => void;
    /** The line to look at, from 0. */
    readonly line: number;
}

export class Reviews implements vscode.Disposable {
    readonly #proposals: Proposals;
    readonly #open = new Map<string, Open>();
    readonly #subscription: vscode.Disposable;

    constructor(proposals: Proposals) {
        this.#proposals = proposals;
        // VS Code opens again what was open before: what had been proposed is gone with the process that wrote it.
        void vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({tabs}) => tabs)
            .filter(({input}) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme));
        // A closed diff is a rejected one.
        this.#subscription = vscode.window.tabGroups.onDidChangeTabs(({closed}) => {
            for (const tab of closed) {
                if (tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === proposalScheme)
                    this.#forget(tab.input.modified);
            }
        });
    }

    /** Opens a diff of a document with its proposed version, which is the same until {@link Proposal.show} says otherwise. */
    async start(document: vscode.TextDocument, {retry, stop, ended, line}: ReviewOptions): Promise<Proposal> {
        const uri = this.#proposals.create(document);
        this.#open.set(uri.toString(), {document, text: document.getText(), retry, stop, ended});
        const proposed = await vscode.workspace.openTextDocument(uri);
        if (proposed.languageId !== document.languageId)
            await vscode.languages.setTextDocumentLanguage(proposed, document.languageId);
        await vscode.commands.executeCommand("vscode.diff", document.uri, uri, `${path.posix.basename(document.uri.path)}: Hearth's change`,
            {preview: false, selection: new vscode.Range(line, 0, line, 0)} satisfies vscode.TextDocumentShowOptions);
        return {uri, show: (text) => this.#proposals.set(uri, withLineEndings(text, endingOf(document)))};
    }

    /** Puts the proposed text, with what the person changed in it, into the file. */
    async accept(uri: vscode.Uri | undefined): Promise<void> {
        const found = this.#find(uri);
        if (found === undefined)
            return;
        const {open: {text: before, stop}, uri: proposed} = found;
        stop?.();
        // It may have been closed meanwhile, and changed by others.
        const document = await vscode.workspace.openTextDocument(found.open.document.uri);
        if (document.getText() !== before) {
            const answer = await vscode.window.showWarningMessage("The file has changed since Hearth proposed this. Accepting puts the proposed text in its place.", {modal: true}, "Accept Anyway");
            if (answer === undefined)
                return;
        }
        const text = (await vscode.workspace.openTextDocument(proposed)).getText();
        const edit = new vscode.WorkspaceEdit();
        const change = changedPart(document, withLineEndings(text, endingOf(document)));
        if (change !== undefined)
            edit.replace(document.uri, change.range, change.text);
        await vscode.workspace.applyEdit(edit);
        const start = change === undefined ? 0 : document.offsetAt(change.range.start);
        found.open.ended?.("accepted", change === undefined ? undefined : {uri: document.uri.toString(), start, end: start + change.text.length, text: change.text});
        await this.#close(proposed);
        await vscode.window.showTextDocument(document, change === undefined ? {} : {selection: new vscode.Range(change.range.start, change.range.start)});
    }

    async reject(uri: vscode.Uri | undefined): Promise<void> {
        const found = this.#find(uri);
        if (found === undefined)
            return;
        found.open.stop?.();
        await this.#close(found.uri);
        await vscode.window.showTextDocument(found.open.document);
    }

    async retry(uri: vscode.Uri | undefined): Promise<void> {
        const found = this.#find(uri);
        found?.open.stop?.();
        if (found?.open.retry === undefined)
            return;
        const {retry} = found.open;
        found.open.ended?.("retried");
        await this.#close(found.uri);
        retry();
    }

    dispose(): void {
        this.#subscription.dispose();
        for (const {stop} of this.#open.values())
            stop?.();
    }

    /** A command of the palette has no argument: then it is about the diff that is looked at. */
    #find(uri: vscode.Uri | undefined): {readonly open: Open; readonly uri: vscode.Uri} | undefined {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        const active = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
        const meant = uri?.scheme === proposalScheme ? uri : active;
        const open = meant === undefined ? undefined : this.#open.get(meant.toString());
        if (meant === undefined || open === undefined) {
            void vscode.window.showInformationMessage("Open one of Hearth's proposed changes first: this command is about it.");
            return undefined;
        }
        return {open, uri: meant};
    }

    async #close(uri: vscode.Uri): Promise<void> {
        const tabs = vscode.window.tabGroups.all.flatMap(({tabs: all}) => all)
            .filter(({input}) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString());
        // What the person changed in the proposal must not raise the question whether to save it.
        const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
        if (document?.isDirty === true)
            await document.save();
        await vscode.window.tabGroups.close(tabs);
        this.#forget(uri);
    }

    #forget(uri: vscode.Uri): void {
        const open = this.#open.get(uri.toString());
        open?.stop?.();
        open?.ended?.("rejected"); // said after another end, it counts for nothing
        this.#open.delete(uri.toString());
        this.#proposals.remove(uri);
    }
}

/** The smallest range of whole lines that makes a document the text; undefined when it is that already. */
function changedPart(document: vscode.TextDocument, text: string): {readonly range: vscode.Range; readonly text: string} | undefined {
    const old = document.getText();
    if (old === text)
        return undefined;
    let start = 0;
    while (start < old.length && old[start] === text[start])
        start++;
    start = old.lastIndexOf("\n", start - 1) + 1;
    let end = 0;
    while (end < Math.min(old.length, text.length) - start && old[old.length - 1 - end] === text[text.length - 1 - end])
        end++;
    return {range: new vscode.Range(document.positionAt(start), document.positionAt(old.length - end)), text: text.slice(start, text.length - end)};
}
