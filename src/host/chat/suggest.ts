/** What is offered while one types `@`, `#` or `/` in the chat. */
import * as vscode from "vscode";

import type {Suggestion} from "../../core/chat/page.js";
import type {SlashCommand} from "../../core/chat/commands.js";
import {relative} from "./attach.js";

const mostFiles = 12, mostSymbols = 8;

/**
 * @param commands all that can be typed, the user's own included
 * @param canSearch whether there is an index of the workspace
 * @param show gets what is known, at once, and again when files and symbols have been found: others' extensions take their time
 */
export async function suggest(
    sign: "@" | "#" | "/", query: string, commands: readonly SlashCommand[], canSearch: boolean, show: (items: readonly Suggestion[]) => void
): Promise<void> {
    if (sign === "/") {
        show(commands.filter(({name}) => name.startsWith(query.toLowerCase()))
            .map(({name, description}) => ({kind: "command", label: `/${name}`, detail: description, value: name})));
        return;
    }
    const search: Suggestion = {kind: "search", label: "Workspace search", detail: "for what you ask", value: ""};
    const fixed = [...general(), ...canSearch ? [search] : []].filter(({label}) => label.toLowerCase().includes(query.toLowerCase()));
    show(fixed);
    const files = await fileSuggestions(query);
    show([...fixed, ...files]);
    if (query.length >= 2)
        show([...fixed, ...files, ...await symbolSuggestions(query)]);
}

function general(): Suggestion[] {
    const editor = vscode.window.activeTextEditor;
    const found: Suggestion[] = [];
    if (editor !== undefined && !editor.selection.isEmpty)
        found.push({kind: "selection", label: "Selection", detail: relative(editor.document.uri), value: ""});
    if (editor !== undefined)
        found.push({kind: "file", label: "Open file", detail: relative(editor.document.uri), value: editor.document.uri.toString()});
    const problems = vscode.languages.getDiagnostics().reduce((sum, [, each]) => sum + each.length, 0);
    if (problems > 0)
        found.push({kind: "problems", label: "Problems", detail: String(problems), value: ""});
    found.push({kind: "changes", label: "Git changes", detail: "staged, or all", value: ""});
    if (vscode.window.activeTerminal !== undefined)
        found.push({kind: "terminal", label: "Terminal selection", detail: vscode.window.activeTerminal.name, value: ""});
    for (const folder of vscode.workspace.workspaceFolders ?? [])
        found.push({kind: "folder", label: `Folder ${folder.name}`, detail: "its files' names", value: folder.uri.toString()});
    return found;
}

async function fileSuggestions(query: string): Promise<Suggestion[]> {
    // What a glob takes for its own can't be part of what is looked for.
    const plain = query.replaceAll(/[[\]{}*?!,]/g, "");
    const open = vscode.workspace.textDocuments.filter(({uri, isUntitled}) => !isUntitled && uri.scheme === "file").map(({uri}) => uri);
    const found = plain === "" ? [] : await vscode.workspace.findFiles(`**/*${plain}*`, undefined, mostFiles);
    const all = [...open.filter((uri) => relative(uri).toLowerCase().includes(plain.toLowerCase())), ...found];
    const unique = [...new Map(all.map((uri) => [uri.toString(), uri])).values()].slice(0, mostFiles);
    return unique.map((uri) => {
        const place = relative(uri), slash = place.lastIndexOf("/");
        return {kind: "file", label: place.slice(slash + 1), detail: place.slice(0, Math.max(0, slash)), value: uri.toString()};
    });
}

async function symbolSuggestions(query: string): Promise<Suggestion[]> {
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>("vscode.executeWorkspaceSymbolProvider", query) ?? [];
    return found.filter(({location}) => location.uri.scheme === "file").slice(0, mostSymbols).map(({name, location}) => ({
        kind: "symbol", label: name, detail: relative(location.uri),
        value: location.uri.with({fragment: `L${String(location.range.start.line + 1)},${String(location.range.end.line + 1)},${name}`}).toString()
    }));
}
