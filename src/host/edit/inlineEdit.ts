/** `Hearth: Edit Selection…` and its kin: an instruction, and the change streamed into a diff to accept, reject or have made again. */
import * as vscode from "vscode";

import {editedText, editQuery, type EditRequest, whileWritten} from "../../core/edit/prompt.js";
import {asHearthError} from "../../core/errors.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {relative, wholeLines} from "../chat/attach.js";
import {unitOf} from "../chat/insert.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import type {EditEntry} from "../statistics/editEntry.js";
import type {Proposal, Reviews} from "./review.js";

/** Lines shown to the model around what is edited. */
const above = 10, below = 5;
/** Between two looks at a change that is being written: VS Code compares the whole file each time. */
const showEveryMs = 300;

/** What kind of an edit it is, where it is not the usual one. */
export type EditKind = Partial<Pick<EditRequest, "again" | "goesOn">>;

export class InlineEdit {
    readonly #engine: ChatEngine;
    readonly #reviews: Reviews;
    readonly #record: AnswerLog;
    readonly #log: vscode.LogOutputChannel;

    constructor(engine: ChatEngine, reviews: Reviews, record: AnswerLog, log: vscode.LogOutputChannel) {
        this.#engine = engine;
        this.#reviews = reviews;
        this.#record = record;
        this.#log = log;
    }

    /** Asks for the instruction, then edits what is selected (the cursor's line, when nothing is). */
    async ask(): Promise<void> {
        const editor = requireEditor();
        if (editor === undefined)
            return;
        const range = wholeLines(editor.document, editor.selection);
        const reading = new AbortController();
        void this.#readAhead(requestOf(editor, range, "", {}), reading.signal);
        const instruction = await vscode.window.showInputBox({
            title: `Hearth: Edit ${range.isSingleLine ? `Line ${String(range.start.line + 1)}` : `Lines ${String(range.start.line + 1)} to ${String(range.end.line + 1)}`}`,
            placeHolder: "What should change? For example: handle empty input"
        });
        reading.abort();
        if (instruction !== undefined && instruction.trim() !== "")
            await this.run(editor, range, instruction.trim());
    }

    /** Reads the prompt as far as it is known, while the instruction is being typed. Never rejects: then it is read later. */
    async #readAhead(request: EditRequest, signal: AbortSignal): Promise<void> {
        try {
            await this.#engine.reply({...editQuery(request), maxTokens: 0}, signal, () => undefined);
        } catch (error) {
            this.#log.debug(`An edit's prompt was not read ahead: ${asHearthError(error).message}`);
        }
    }

    /** Edits lines of a document by an instruction. */
    async run(editor: vscode.TextEditor, range: vscode.Range, instruction: string, how: EditKind = {}): Promise<void> {
        const {document} = editor;
        const request = requestOf(editor, range, instruction, how);
        const controller = new AbortController();
        const entry = this.#record.edit(document.languageId);
        const proposal = await this.#reviews.start(document, {
            line: range.start.line, stop: () => controller.abort(), ended: (how, change) => entry.ended(how, change),
            retry: () => void this.run(editor, range, instruction, {...how, again: true})
        });
        await vscode.window.withProgress({location: vscode.ProgressLocation.Window, title: "Hearth is editing"}, () => this.#write(document, range, request, {proposal, entry}, controller.signal));
    }

    async #write(document: vscode.TextDocument, range: vscode.Range, request: EditRequest, {proposal, entry}: {readonly proposal: Proposal; readonly entry: EditEntry}, signal: AbortSignal): Promise<void> {
        const version = document.version;
        const lines = document.getText().replaceAll("\r\n", "\n").split("\n");
        const whole = (text: string) => [...lines.slice(0, range.start.line), text, ...lines.slice(range.end.line + 1)].join("\n");
        let answer = "", shownAt = performance.now();
        try {
            const outcome = await this.#engine.reply(editQuery(request), signal, (more) => {
                answer += more;
                if (performance.now() - shownAt < showEveryMs)
                    return;
                shownAt = performance.now();
                proposal.show(whole(whileWritten(editedText(answer, request), request.selected)));
            });
            entry.answered(outcome);
            if (signal.aborted)
                return;
            const {cost, stop} = outcome;
            this.#log.debug(`Edit of ${request.path}: read ${String(cost.readTokens)} in ${String(Math.round(cost.readMs))} ms, wrote ${String(cost.writtenTokens)} ` +
                `(${String(cost.draftedTokens)} drafted) in ${String(Math.round(cost.writeMs))} ms, ${stop}, document ${String(version)}`);
            const edited = editedText(outcome.text, request);
            proposal.show(whole(edited));
            if (edited === request.selected)
                void vscode.window.showInformationMessage("The model changed nothing. Say more precisely what should change, or use “Hearth: Retry Edit”.");
            else if (stop === "length" || stop === "repetition")
                void vscode.window.showWarningMessage("The change was cut off: the model did not come to its end. Select less, or use “Hearth: Retry Edit”.");
        } catch (error) {
            const known = asHearthError(error);
            if (known.code === "request.cancelled")
                return;
            entry.answered(undefined);
            this.#log.error(`Edit failed: ${known.inFull}`);
            void vscode.window.showErrorMessage(known.message);
        }
    }
}

function requestOf(editor: vscode.TextEditor, range: vscode.Range, instruction: string, {again = false, goesOn = false}: EditKind): EditRequest {
    const {document} = editor;
    const text = (from: number, to: number) => from >= to ? ""
        : document.getText(new vscode.Range(from, 0, to - 1, document.lineAt(to - 1).text.length)).replaceAll("\r\n", "\n");
    const {start, end} = range;
    return {
        path: relative(document.uri), languageId: document.languageId, selected: document.getText(range).replaceAll("\r\n", "\n"),
        above: text(Math.max(0, start.line - above), start.line), below: text(end.line + 1, Math.min(document.lineCount, end.line + 1 + below)),
        instruction, again, goesOn, unit: unitOf(editor)
    };
}

export function requireEditor(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined)
        void vscode.window.showInformationMessage("Open a file and select some code first: this command is about it.");
    return editor;
}
