/** “Hearth: Compare Adapters Here”: the same position completed with the adapters in force and without, with the model's own probabilities. */
import * as vscode from "vscode";

import type {AdapterUse} from "../../core/adapters/use.js";
import type {CompletionOutcome, CompletionQuery} from "../../core/completion/types.js";
import {asHearthError} from "../../core/errors.js";
import {codeBlock, escaped, inlineCode} from "../../core/text/markdown.js";
import {placeOf} from "../completion/place.js";
import type {HearthContext} from "../context.js";

/** Most tokens that a table shows. */
const mostRows = 60;

export async function compareAdapters(context: HearthContext): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const {uses, names, problem} = context.adapters.of(editor?.document);
    if (editor === undefined || uses.length === 0) {
        void vscode.window.showInformationMessage(editor === undefined ? "Open a file and put the cursor where the answers shall be compared."
            : problem?.message ?? "No adapter is in force here, so there is nothing to compare: choose one with “Hearth: Select Adapter”.");
        return;
    }
    const query = context.completion.queryAt(placeOf(editor.document, editor.selection.active, uses, undefined, true));
    if (query === undefined) {
        void vscode.window.showInformationMessage("Nothing is completed at this place: the model is not ready, the cursor is inside a word, or the line is too long.");
        return;
    }
    try {
        await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: "Completing with and without the adapter", cancellable: true}, async (_, token) => {
            const controller = new AbortController();
            token.onCancellationRequested(() => controller.abort());
            const answer = (adapters: readonly AdapterUse[]) => context.engine.complete({...query, adapters}, controller.signal);
            const [alone, together] = [await answer([]), await answer(uses)];
            await context.pages.show("Adapters compared", page(query, names, alone, together));
        });
    } catch (error) {
        const known = asHearthError(error);
        void vscode.window.showWarningMessage(known.code === "request.cancelled" ? "The comparison was ended by other work; run it again." : known.message);
    }
}

function page({languageId, prefix}: CompletionQuery, names: readonly string[], alone: CompletionOutcome, together: CompletionOutcome): string {
    const line = prefix.slice(prefix.lastIndexOf("\n") + 1);
    const name = names.join(" + ");
    return [
        "# The same place, completed twice", "", `After ${inlineCode(line)}, everything shown that the model wrote, sure or not.`, "",
        "## The model alone", "", codeBlock(alone.raw, languageId), "", cost(alone), "",
        `## With ${escaped(name)}`, "", codeBlock(together.raw, languageId), "", cost(together), "",
        "## How sure each was", "",
        `| The model alone | | ${escaped(name)} | |`, "|---|---:|---|---:|", ...rows(alone, together)
    ].join("\n");
}

function cost({cost: {readTokens, readMs, writtenTokens, writeMs}, stop}: CompletionOutcome): string {
    return `Read ${readTokens} tokens in ${Math.round(readMs)} ms, wrote ${writtenTokens} in ${Math.round(writeMs)} ms; ended by: ${stop}.`;
}

function rows(alone: CompletionOutcome, together: CompletionOutcome): string[] {
    const [left, right] = [tokensOf(alone), tokensOf(together)];
    const count = Math.min(mostRows, Math.max(left.length, right.length));
    return Array.from({length: count}, (_, i) => `| ${left[i] ?? " | "} | ${right[i] ?? " | "} |`);
}

function tokensOf({raw, pieces}: CompletionOutcome): string[] {
    return pieces.map(({end, probability}, i) => `${inlineCode(raw.slice(pieces[i - 1]?.end ?? 0, end))} | ${Math.round(100 * probability)} %`);
}
