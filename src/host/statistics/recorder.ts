/** Writes the local record: what became of suggestions, answers and edits. Nothing here holds up what it watches; where it can't be written, only the record is lost. */
import {randomUUID} from "node:crypto";
import * as vscode from "vscode";

import type {ChatOutcome} from "../../core/chat/types.js";
import {asHearthError} from "../../core/errors.js";
import {SuggestionTracker, type Taken} from "../../core/statistics/suggestions.js";
import type {AnswerKind, AnswerOutcome, AnswerRecord, KeptRecord, Speaker, SuggestionRecord} from "../../core/statistics/types.js";
import {KeptWatch} from "../../core/statistics/watch.js";
import type {StatisticsStore} from "../../system/statistics/store.js";
import {setting} from "../settings.js";
import {tellDamaged} from "../tellDamaged.js";
import {EditEntry} from "./editEntry.js";

/** What has come together is written so long after the first of it. */
const writeAfterMs = 5_000;
const dayMs = 86_400_000;

export class Recorder implements vscode.Disposable {
    readonly #store: StatisticsStore;
    readonly #log: vscode.LogOutputChannel;
    readonly #modelName: () => string;
    readonly #watch: KeptWatch;
    readonly #tracker: SuggestionTracker;
    readonly #subscriptions: vscode.Disposable[];
    #suggestions: SuggestionRecord[] = [];
    #answers: AnswerRecord[] = [];
    #kept: KeptRecord[] = [];
    #timer: NodeJS.Timeout | undefined;
    #prunedAt = 0;
    /** The last batch could not be written, which the log says already. */
    #failing = false;
    /** The document that is just being closed: it is no longer among the open ones. */
    #closing: vscode.TextDocument | undefined;

    /** @param modelName of the model in force */
    constructor(store: StatisticsStore, log: vscode.LogOutputChannel, modelName: () => string) {
        this.#modelName = modelName;
        this.#store = store;
        this.#log = log;
        tellDamaged(store, log);
        this.#watch = new KeptWatch({
            textOf: (uri, start, end) => this.#textOf(uri, start, end), onKept: (record) => this.#add(this.#kept, record),
            later: (run, ms) => {
                const timer = setTimeout(run, ms);
                return () => clearTimeout(timer);
            }
        });
        this.#tracker = new SuggestionTracker({onRecord: (record) => this.#add(this.#suggestions, record), onTaken: (taken) => this.#watch.take(taken)}, randomUUID);
        this.#subscriptions = [
            vscode.workspace.onDidChangeTextDocument(({document, contentChanges}) => this.#changed(document.uri.toString(), contentChanges)),
            vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document))
        ];
    }

    /** A suggestion is handed to VS Code. @param adapters their names. @returns what {@link accepted} is told when it was taken; undefined when nothing is recorded */
    offered(document: vscode.TextDocument, position: vscode.Position, text: string, adapters: readonly string[]): string | undefined {
        return !this.#enabled ? undefined : this.#tracker.offered({
            uri: document.uri.toString(), offset: document.offsetAt(position), text, language: document.languageId, model: this.#modelName(), adapter: adapters.join(" + ")
        });
    }

    /** VS Code has put a suggestion into the document that is looked at. */
    accepted(id: unknown): void {
        const editor = vscode.window.activeTextEditor;
        if (typeof id === "string" && editor !== undefined && this.#enabled)
            this.#tracker.accepted(id, editor.document.offsetAt(editor.selection.active), editor.document.eol === vscode.EndOfLine.CRLF ? "\r\n" : "\n");
    }

    /** An answer is there; `outcome` undefined: it failed. */
    answered(kind: AnswerKind, speaker: Speaker, outcome: ChatOutcome | undefined): void {
        if (this.#enabled)
            this.#add(this.#answers, answerRecord(randomUUID(), kind, speaker, outcome));
    }

    /** An edit is being made: its answer and its end come later, in any order. */
    edit(speaker: Speaker): EditEntry {
        return new EditEntry((how, outcome, change) => {
            if (!this.#enabled)
                return;
            const record = answerRecord(randomUUID(), "edit", speaker, outcome, how);
            this.#add(this.#answers, record);
            if (change !== undefined)
                this.#watch.take({id: record.id, ...change} satisfies Taken);
        });
    }

    /** Writes what has come together. Resolves also when it can't be written: then it is lost, and the log says so, once until it works again. */
    async flush(): Promise<void> {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        const batch = {suggestions: this.#suggestions, answers: this.#answers, kept: this.#kept};
        this.#suggestions = [];
        this.#answers = [];
        this.#kept = [];
        if (batch.suggestions.length + batch.answers.length + batch.kept.length === 0)
            return;
        try {
            await this.#store.ask("put", batch);
            this.#failing = false;
            const now = Date.now();
            if (now - this.#prunedAt > dayMs) {
                this.#prunedAt = now;
                await this.#store.ask("prune", now - setting("hearth.statistics.days") * dayMs);
            }
        } catch (error) {
            const known = asHearthError(error);
            if (!this.#failing)
                this.#log.error(known.inFull);
            this.#failing = true;
        }
    }

    dispose(): void {
        for (const subscription of this.#subscriptions)
            subscription.dispose();
        this.#tracker.dispose();
        this.#watch.dispose();
        void this.flush();
    }

    get #enabled(): boolean {
        return setting("hearth.statistics.enabled");
    }

    #changed(uri: string, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
        if (changes.length === 0)
            return;
        const plain = changes.map(({rangeOffset, rangeLength, text}) => ({offset: rangeOffset, length: rangeLength, text}));
        // First those that wait already: what is taken by this very change is where it says.
        this.#watch.changed(uri, plain);
        this.#tracker.changed(uri, plain);
    }

    #closed(document: vscode.TextDocument): void {
        this.#closing = document;
        this.#watch.closed(document.uri.toString());
        this.#closing = undefined;
    }

    #textOf(uri: string, start: number, end: number): string | undefined {
        const document = this.#closing?.uri.toString() === uri ? this.#closing : vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
        return document?.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
    }

    #add<T>(list: T[], record: T): void {
        list.push(record);
        this.#timer ??= setTimeout(() => void this.flush(), writeAfterMs);
    }
}

function answerRecord(id: string, kind: AnswerKind, {language, model, adapter}: Speaker, outcome: ChatOutcome | undefined, how?: AnswerOutcome): AnswerRecord {
    const {promptTokens = 0, readTokens = 0, writtenTokens = 0, readMs = 0, writeMs = 0} = outcome?.cost ?? {};
    const ended = outcome === undefined ? "failed" : outcome.stop === "stopped" ? "stopped" : "finished";
    return {id, at: Date.now(), language, model, adapter, kind, outcome: how ?? ended, promptTokens, readTokens, writtenTokens, readMs, writeMs};
}
