/** VS Code asks, the completion service answers. Thin: documents and ranges are turned into text and back, nothing else. */
import * as vscode from "vscode";

import type {CompletionService, NoSuggestion, Suggestion} from "../../core/completion/service.js";
import {asHearthError} from "../../core/errors.js";
import type {AdapterChoice} from "../adapters/adapterChoice.js";
import type {RelatedContext} from "../index/relatedContext.js";
import type {Recorder} from "../statistics/recorder.js";
import type {Enablement} from "./enablement.js";
import {placeOf} from "./place.js";

/** Runs when a suggestion was accepted; not in the manifest, since a person has no use for it. */
export const acceptedCommand = "_hearth.accepted";

export class CompletionProvider implements vscode.InlineCompletionItemProvider {
    readonly #service: CompletionService;
    readonly #enablement: Enablement;
    readonly #adapters: AdapterChoice;
    readonly #related: RelatedContext;
    readonly #log: vscode.LogOutputChannel;
    readonly #recorder: Recorder;

    constructor(service: CompletionService, enablement: Enablement, adapters: AdapterChoice, related: RelatedContext, log: vscode.LogOutputChannel, recorder: Recorder) {
        this.#service = service;
        this.#enablement = enablement;
        this.#adapters = adapters;
        this.#related = related;
        this.#log = log;
        this.#recorder = recorder;
    }

    async provideInlineCompletionItems(
        document: vscode.TextDocument, position: vscode.Position, context: vscode.InlineCompletionContext, token: vscode.CancellationToken
    ): Promise<vscode.InlineCompletionItem[]> {
        const asked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
        if (!asked && !this.#enablement.isOn(document))
            return [];
        const controller = new AbortController();
        const {uses} = this.#adapters.of(document);
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
            const selected = context.selectedCompletionInfo;
            const chosen = selected === undefined ? undefined : {start: selected.range.start, text: selected.text};
            const answer = await this.#service.suggest({...placeOf(document, position, uses, chosen, asked), related: this.#related.of(document)}, controller.signal);
            this.#note(document, position, answer);
            return "from" in answer && !token.isCancellationRequested
                ? [itemOf(answer, position, selected, this.#recorder.offered(document, position, answer.text, this.#adapters.of(document).names))] : [];
        } catch (error) {
            const known = asHearthError(error);
            if (known.code.startsWith("adapter."))
                this.#adapters.refuse(uses, known);
            else if (known.code !== "request.cancelled")
                this.#log.error(`Completion failed: ${known.inFull}`);
            return [];
        } finally {
            subscription.dispose();
        }
    }

    #note(document: vscode.TextDocument, position: vscode.Position, answer: Suggestion | NoSuggestion): void {
        const cost = answer.outcome?.cost;
        const place = `${document.uri.path.split("/").at(-1) ?? ""}:${String(position.line + 1)}:${String(position.character + 1)}`;
        const what = "from" in answer ? `${answer.from}, ${String(answer.text.length)} characters` : `nothing: ${answer.why}`;
        const spent = cost === undefined ? "" : `; prompt ${String(cost.promptTokens)}, read ${String(cost.readTokens)} in ${String(Math.round(cost.readMs))} ms, ` +
            `wrote ${String(cost.writtenTokens)} in ${String(Math.round(cost.writeMs))} ms, ${answer.outcome?.stop ?? ""}`;
        this.#log.debug(`${place} ${what}${spent}`);
    }
}

function itemOf(answer: Suggestion, position: vscode.Position, selected: vscode.SelectedCompletionInfo | undefined, recordId: string | undefined): vscode.InlineCompletionItem {
    const range = new vscode.Range(selected?.range.start ?? position, position.translate(0, answer.replaces));
    const item = new vscode.InlineCompletionItem((selected?.text ?? "") + answer.text, range);
    item.command = {command: acceptedCommand, title: "Hearth: accepted", arguments: [recordId]};
    return item;
}
