/** `Hearth: Search Workspace Index`: a list that follows the typing. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";
import type {SymbolKind} from "../../core/index/types.js";
import type {SearchHit} from "../../protocol/indexMessages.js";
import {shownPath, uriOf} from "./hitPlace.js";
import type {IndexHost} from "./indexHost.js";

const quietMs = 120;
const mostHits = 40;
/** A list that follows the typing waits so long for the question's vector, if there is an embedding model. */
const vectorPatienceMs = 500;

interface Item extends vscode.QuickPickItem {
    readonly hit?: SearchHit;
}

export function searchIndex(index: IndexHost): void {
    const picker = vscode.window.createQuickPick<Item>();
    picker.title = "Hearth: Search Workspace Index";
    picker.placeholder = "Names or words of code, such as “parse header” or “RestartPolicy”";
    // The index has ranked them already, and finds what VS Code's own matching would hide.
    picker.matchOnDescription = picker.matchOnDetail = true;
    let timer: NodeJS.Timeout | undefined;
    let asked: AbortController | undefined;
    const ask = (query: string) => {
        clearTimeout(timer);
        asked?.abort();
        timer = setTimeout(() => {
            const controller = asked = new AbortController();
            void fill(picker, index, query, controller.signal);
        }, quietMs);
    };
    picker.onDidChangeValue(ask);
    // Asked while the index was starting or reading: what was not found then may be there now.
    const follow = index.onDidChange(() => {
        if (picker.items.length > 0 && picker.items.every(({hit}) => hit === undefined))
            ask(picker.value);
    });
    picker.onDidAccept(() => {
        const hit = picker.selectedItems[0]?.hit;
        picker.hide();
        if (hit !== undefined)
            void openHit(hit);
    });
    picker.onDidHide(() => {
        clearTimeout(timer);
        asked?.abort();
        follow.dispose();
        picker.dispose();
    });
    picker.show();
}

async function fill(picker: vscode.QuickPick<Item>, index: IndexHost, query: string, signal: AbortSignal): Promise<void> {
    if (query.trim() === "") {
        picker.items = [];
        return;
    }
    picker.busy = true;
    try {
        const hits = await index.search({query, limit: mostHits}, vectorPatienceMs, signal);
        if (!signal.aborted)
            picker.items = hits.length > 0 ? hits.map(itemOf) : [{label: "Nothing found", alwaysShow: true}];
    } catch (error) {
        if (!signal.aborted)
            picker.items = [{label: asHearthError(error).message, alwaysShow: true}];
    } finally {
        if (!signal.aborted)
            picker.busy = false;
    }
}

function itemOf(hit: SearchHit): Item {
    const lines = hit.text.split("\n");
    const first = lines.find((line) => line.trim() !== "") ?? "";
    const name = hit.scope === "" ? hit.path.split("/").at(-1) ?? hit.path : hit.scope;
    return {
        hit, label: `$(${iconOf(hit)}) ${name}`, description: `${shownPath(hit)}:${String(hit.startLine + 1)}`, detail: first.trim().slice(0, 160), alwaysShow: true
    };
}

/** Those of the kinds that have no icon of their own name. */
const icons: ReadonlyMap<SymbolKind, string> = new Map([["type", "interface"], ["implementation", "class"], ["macro", "constant"], ["element", "string"], ["heading", "string"]]);

function iconOf({kind}: SearchHit): string {
    return kind === undefined ? "code" : `symbol-${icons.get(kind) ?? kind}`;
}

async function openHit(hit: SearchHit): Promise<void> {
    const {startLine, endLine} = hit;
    const range = new vscode.Range(startLine, 0, startLine, 0);
    const editor = await vscode.window.showTextDocument(uriOf(hit), {selection: range});
    editor.revealRange(new vscode.Range(startLine, 0, endLine, 0), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
