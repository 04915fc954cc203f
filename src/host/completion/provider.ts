/** VS Code asks, the completion service answers. Thin: documents and ranges are turned into text and back, nothing else. */
import * as vscode from "vscode";

import {showThresholds} from "../../core/completion/confidence.js";
import type {CompletionPlace, CompletionService, NoSuggestion, Suggestion} from "../../core/completion/service.js";
import type {LineSource} from "../../core/completion/window.js";
import {asHearthError} from "../../core/errors.js";
import {setting} from "../settings.js";
import type {Enablement} from "./enablement.js";

/** Documents that hold code. Chat inputs, output channels, comments and search boxes have schemes of their own and are not here. */
export const completedDocuments: vscode.DocumentSelector =
    ["file", "untitled", "vscode-notebook-cell", "vscode-remote", "vscode-vfs"].map((scheme) => ({scheme}));

/** Runs when a suggestion was accepted; not in the manifest, since a person has no use for it. */
export const acceptedCommand = "_hearth.accepted";

export class CompletionProvider implements vscode.InlineCompletionItemProvider {
    readonly #service: CompletionService;
    readonly #enablement: Enablement;
    readonly #log: vscode.LogOutputChannel;

    constructor(service: CompletionService, enablement: Enablement, log: vscode.LogOutputChannel) {
        this.#service = service;
        this.#enablement = enablement;
        this.#log = log;
    }

    async provideInlineCompletionItems(
        document: vscode.TextDocument, position: vscode.Position, context: vscode.InlineCompletionContext, token: vscode.CancellationToken
    ): Promise<vscode.InlineCompletionItem[]> {
        const asked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
        if (!asked && !this.#enablement.isOn(document))
            return [];
        const controller = new AbortController();
        const subscription = token.onCancellationRequested(() => controller.abort());
        try {
            const spot = spotOf(document, position, context.selectedCompletionInfo, asked);
            const answer = await this.#service.suggest(spot.place, controller.signal);
            this.#note(document, position, answer);
            return "from" in answer && !token.isCancellationRequested ? [itemOf(answer, spot, position)] : [];
        } catch (error) {
            const known = asHearthError(error);
            if (known.code !== "request.cancelled")
                this.#log.error(`Completion failed: ${known.message}${known.detail === undefined ? "" : ` (${known.detail})`}`);
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

interface Spot {
    readonly place: CompletionPlace;
    /** Where the inserted text begins: before the cursor when it includes the item chosen in the suggest widget. */
    readonly start: vscode.Position;
    /** Text that stands for the chosen item, which VS Code wants a suggestion to begin with. */
    readonly lead: string;
}

function spotOf(document: vscode.TextDocument, position: vscode.Position, selected: vscode.SelectedCompletionInfo | undefined, asked: boolean): Spot {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const start = selected?.range.start ?? position;
    const lead = selected?.text ?? "";
    const source = selected === undefined ? linesOf(document) : linesWith(document, position, start, lead);
    return {
        start, lead,
        place: {
            uri: document.uri.toString(), path: pathOf(document), repository: folder?.name ?? "", languageId: document.languageId,
            tabSize: tabSizeOf(document), source, at: {line: position.line, character: start.character + (selected === undefined ? 0 : lead.length)},
            maxTokens: setting("hearth.completion.maxTokens", document),
            // Who asks by hand wants to see the best there is.
            threshold: asked ? 0 : showThresholds[setting("hearth.completion.show", document)]
        }
    };
}

function itemOf(answer: Suggestion, spot: Spot, position: vscode.Position): vscode.InlineCompletionItem {
    const range = new vscode.Range(spot.start, position.translate(0, answer.replaces));
    const item = new vscode.InlineCompletionItem(spot.lead + answer.text, range);
    item.command = {command: acceptedCommand, title: "Hearth: accepted"};
    return item;
}

function linesOf(document: vscode.TextDocument): LineSource {
    return {lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text};
}

/** The document as it would be with the suggest widget's chosen item inserted. */
function linesWith(document: vscode.TextDocument, position: vscode.Position, start: vscode.Position, lead: string): LineSource {
    const plain = linesOf(document);
    const current = plain.lineAt(position.line);
    const changed = current.slice(0, start.character) + lead + current.slice(position.character);
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
