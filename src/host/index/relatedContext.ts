/** What completions in each document are given of the workspace. It changes only when the cursor rests, and seldom: every change is read again. */
import * as vscode from "vscode";

import {lineSource, type LineSource, type Position} from "../../core/completion/window.js";
import {asHearthError} from "../../core/errors.js";
import {RecentRanges} from "../../core/index/related/recent.js";
import {settle, type Settled} from "../../core/index/related/settle.js";
import {type RelatedSnippet, snippetsOf} from "../../core/index/related/snippets.js";
import type {LineRange, RelatedPiece} from "../../core/index/related/types.js";
import {BoundedMap} from "../../core/text/boundedMap.js";
import {setting} from "../settings.js";
import type {IndexHost} from "./indexHost.js";

/** Documents whose context is kept: going back to one finds its prompt still read. */
const mostDocuments = 16;
/** A completion does not wait longer for its context. */
const patienceMs = 300;
/** Where nobody waits, a large file may take its time. */
export const longPatienceMs = 3_000;
/** A place that is looked at for less long was passed by. */
const viewedMs = 1_200;

export class RelatedContext implements vscode.Disposable {
    readonly #index: IndexHost;
    readonly #budget: () => number;
    readonly #shown: (source: LineSource, at: Position) => LineRange | undefined;
    readonly #log: vscode.LogOutputChannel;
    readonly #settled = new BoundedMap<string, Settled>(mostDocuments);
    readonly #snippets = new WeakMap<Settled, readonly RelatedSnippet[]>();
    readonly #recent = new RecentRanges();
    readonly #subscriptions: readonly vscode.Disposable[];
    #viewTimer: NodeJS.Timeout | undefined;

    /**
     * @param budget most tokens for the model in force; 0: none
     * @param shown the lines around a place that the model sees in any case
     */
    constructor(index: IndexHost, budget: () => number, shown: (source: LineSource, at: Position) => LineRange | undefined, log: vscode.LogOutputChannel) {
        this.#index = index;
        this.#budget = budget;
        this.#shown = shown;
        this.#log = log;
        this.#subscriptions = [
            vscode.workspace.onDidChangeTextDocument(({document, contentChanges}) => this.#edited(document, contentChanges)),
            vscode.window.onDidChangeTextEditorSelection(({textEditor}) => this.#viewed(textEditor)),
            vscode.workspace.onDidDeleteFiles(({files}) => files.forEach(({fsPath}) => this.#recent.forget(fsPath)))
        ];
    }

    /** As they go into the prompt; empty where there are none. */
    of(document: vscode.TextDocument): readonly RelatedSnippet[] {
        const settled = this.#settled.get(document.uri.toString());
        if (settled === undefined || setting("hearth.completion.context", document).length === 0)
            return [];
        let snippets = this.#snippets.get(settled);
        if (snippets === undefined) {
            snippets = snippetsOf(settled.pieces);
            this.#snippets.set(settled, snippets);
        }
        return snippets;
    }

    /** What {@link of} was made from, with why. */
    pieces(document: vscode.TextDocument): readonly RelatedPiece[] {
        return this.#settled.get(document.uri.toString())?.pieces ?? [];
    }

    /**
     * Looks again for a cursor that rests, and takes what was found if it is clearly better. Never rejects.
     * @param restedMs how long nothing was typed or moved
     * @returns whether anything changed
     */
    async refresh(document: vscode.TextDocument, position: vscode.Position, restedMs: number, patience = patienceMs): Promise<boolean> {
        const sources = setting("hearth.completion.context", document);
        const budget = this.#budget();
        if (sources.length === 0 || budget === 0 || document.uri.scheme !== "file" || this.#index.indexer.pid === undefined)
            return false;
        const uri = document.uri.toString();
        const text = document.getText().replaceAll("\r\n", "\n");
        try {
            const shown = this.#shown(lineSource(text), position);
            const answer = await this.#index.indexer.related({
                path: document.uri.fsPath, languageId: document.languageId, text, line: position.line, shown, sources, budget,
                recent: this.#recent.list()
            }, AbortSignal.timeout(patience));
            const before = this.#settled.get(uri);
            const next = settle(before, uri, answer, restedMs, {sources, shown});
            this.#settled.set(uri, next);
            return next !== before && next.pieces !== before?.pieces;
        } catch (error) {
            // Too slow, or just starting: completions go on with what they had.
            this.#log.debug(`No context from the index: ${asHearthError(error).message}`);
            return false;
        }
    }

    dispose(): void {
        clearTimeout(this.#viewTimer);
        for (const subscription of this.#subscriptions)
            subscription.dispose();
    }

    #edited(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
        const [change] = changes;
        if (document.uri.scheme !== "file" || change === undefined)
            return;
        for (const {range, text} of changes)
            this.#recent.moved(document.uri.fsPath, range.end.line, text.split("\n").length - 1 - (range.end.line - range.start.line));
        const lines = change.text.split("\n").length;
        this.#recent.note(document.uri.fsPath, Math.max(0, change.range.start.line - 2), Math.min(document.lineCount - 1, change.range.start.line + lines + 2), true);
    }

    #viewed({document, selection}: vscode.TextEditor): void {
        clearTimeout(this.#viewTimer);
        if (document.uri.scheme === "file") {
            this.#viewTimer = setTimeout(() => this.#recent.note(document.uri.fsPath, Math.max(0, selection.active.line - 4), Math.min(document.lineCount - 1, selection.active.line + 9), false), viewedMs);
        }
    }
}
