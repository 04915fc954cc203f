/** `Hearth: Show Context for This Position`: what a completion here is given of the workspace, why each piece was chosen, and its tokens. */
import * as vscode from "vscode";

import {tokensOf} from "../../core/index/related/choose.js";
import type {RelatedPiece} from "../../core/index/related/types.js";
import {codeBlock, escaped, inlineCode} from "../../core/text/markdown.js";
import type {Engine} from "../../system/engine/engine.js";
import {ChatEngine} from "../../system/chat/chatEngine.js";
import type {ReadOnlyPages} from "../readOnlyPage.js";
import {setting} from "../settings.js";
import type {IndexHost} from "./indexHost.js";
import {longPatienceMs, type RelatedContext} from "./relatedContext.js";

export interface ShowContextOptions {
    readonly index: IndexHost;
    readonly related: RelatedContext;
    readonly engine: Engine;
    readonly pages: ReadOnlyPages;
}

/** So long a rest counts as one in which everything may change. */
const longRestMs = 60_000;

export async function showContext({index, related, engine, pages}: ShowContextOptions): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
        void vscode.window.showInformationMessage("Open a file first: the context is that of the cursor.");
        return;
    }
    const {document, selection: {active}} = editor;
    await related.refresh(document, active, longRestMs, longPatienceMs);
    const snippets = related.of(document);
    const pieces = related.pieces(document);
    const texts = snippets.map(({path, text}) => `${path}\n${text}`);
    const counted = await countTokens(engine, texts);
    const name = vscode.workspace.asRelativePath(document.uri);
    await pages.show("Context", [
        `# What a completion is given at ${escaped(name)}:${String(active.line + 1)}`, "",
        escaped(index.describe()), "",
        ...explanation(pieces, setting("hearth.completion.context", document)),
        ...table(pieces),
        ...snippets.length === 0 ? [] : ["", "## As the model reads it", "", `In this order, before the file itself; ${total(counted, pieces)} tokens.`, "",
            ...snippets.flatMap(({path, text}, i) => [`${inlineCode(path)}${counted === undefined ? "" : ` ${String(counted[i] ?? 0)} tokens`}`, "", codeBlock(text.trimEnd()), ""])]
    ].join("\n"));
}

function explanation(pieces: readonly RelatedPiece[], sources: readonly string[]): string[] {
    if (sources.length === 0)
        return ["Nothing but the lines around it: `hearth.completion.context` is empty.", ""];
    return pieces.length > 0 ? [] : [`Nothing but the lines around it helps here, or there is no time to read it (sources: ${sources.map((source) => inlineCode(source)).join(", ")}).`, ""];
}

function table(pieces: readonly RelatedPiece[]): string[] {
    if (pieces.length === 0)
        return [];
    const rows = pieces.map((piece, i) => `| ${inlineCode(`${piece.path}:${String(piece.startLine + 1)}`)} | ${piece.source} | ${escaped(piece.why)} | ${piece.score.toFixed(2)} | ${String(tokensOf(piece, pieces.slice(0, i)))} |`);
    return ["| piece | source | why | score | about tokens |", "|---|---|---|---|---|", ...rows];
}

function total(counted: readonly number[] | undefined, pieces: readonly RelatedPiece[]): string {
    return counted === undefined ? `about ${String(pieces.reduce((sum, piece, i) => sum + tokensOf(piece, pieces.slice(0, i)), 0))}` : String(counted.reduce((sum, tokens) => sum + tokens, 0));
}

/** By the model's own tokenizer; undefined while no model is loaded. */
async function countTokens(engine: Engine, texts: readonly string[]): Promise<readonly number[] | undefined> {
    try {
        return (await new ChatEngine(engine).measure(texts)).tokens;
    } catch {
        // The estimates of the table have to do.
        return undefined;
    }
}
