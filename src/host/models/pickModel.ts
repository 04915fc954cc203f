/** “Hearth: Select Model”: a list of what is on this machine, filled while it is open. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";
import type {ModelCandidate} from "../../core/models/modelInfo.js";
import {groupModels, type ModelListEntry} from "../../core/models/modelList.js";

export interface PickModelOptions {
    readonly title: string;
    /** What the chosen model will do. */
    readonly placeholder: string;
    /** What choosing none means, where that is a choice. */
    readonly none?: string;
    /** The models found, the best first. */
    readonly discover: () => Promise<ModelCandidate[]>;
    /** Path of the model in force. */
    readonly current: string | undefined;
    /** Hearth's own model folder, named where no model is found. */
    readonly modelFolder: string;
    readonly openFolder: () => void;
    /** What the list says when there is none, to be followed by “on this machine”. */
    readonly nothing: string;
}

interface Item extends vscode.QuickPickItem {
    /** What accepting it means; undefined for separators. */
    readonly action?: Action;
}
type Action =
    | {readonly kind: "use"; readonly path: string}
    | {readonly kind: "explain"; readonly problem: string}
    | {readonly kind: "browse"}
    | {readonly kind: "openFolder"};

/** Lets the user choose a model; resolves to its absolute path (empty: none), or undefined when the list is closed without a choice. */
export async function pickModel(options: PickModelOptions): Promise<string | undefined> {
    const action = await chooseAction(options);
    switch (action?.kind) {
        case "use": return action.path;
        case "browse": return browse();
        case "openFolder": options.openFolder(); return undefined;
        case "explain": case undefined: return undefined;
    }
}

function chooseAction(options: PickModelOptions): Promise<Action | undefined> {
    const list = vscode.window.createQuickPick<Item>();
    list.title = options.title;
    list.placeholder = "Looking for models on this machine…";
    list.matchOnDescription = true;
    list.matchOnDetail = true;
    list.busy = true;
    list.items = elsewhere();
    const chosen = new Promise<Action | undefined>((resolve) => {
        list.onDidAccept(() => {
            const action = list.selectedItems[0]?.action;
            if (action?.kind === "explain")
                void vscode.window.showWarningMessage(action.problem);
            else if (action !== undefined) {
                resolve(action);
                list.hide();
            }
        });
        list.onDidHide(() => {
            resolve(undefined);
            list.dispose();
        });
    });
    list.show();
    void fill(list, options);
    return chosen;
}

/** Never rejects: a failure becomes an item that says so. */
async function fill(list: vscode.QuickPick<Item>, options: PickModelOptions): Promise<void> {
    try {
        const candidates = await options.discover();
        const found = groupModels(candidates, options.current).flatMap((group) => [separator(group.title), ...group.entries.map(modelItem)]);
        const items = found.length > 0 ? found : [nothingFound(options)];
        list.items = [...noneItem(options), ...items, ...elsewhere()];
        const current = items.find((item) => item.action?.kind === "use" && item.action.path === options.current);
        if (current !== undefined)
            list.activeItems = [current];
        list.placeholder = found.length > 0 ? options.placeholder : `${options.nothing} on this machine`;
    } catch (error) {
        const {message} = asHearthError(error);
        list.items = [{label: "$(error) The models on this machine can’t be listed", detail: message, action: {kind: "explain", problem: message}}, ...elsewhere()];
        list.placeholder = "Choose a file";
    } finally {
        list.busy = false;
    }
}

function modelItem(entry: ModelListEntry): Item {
    const {path, problem} = entry.candidate;
    const icon = entry.usable ? entry.current ? "$(check) " : "" : "$(warning) ";
    return {
        label: `${icon}${entry.label}`, description: entry.description, detail: entry.detail,
        action: problem === undefined ? {kind: "use", path} : {kind: "explain", problem}
    };
}

function noneItem({none, current}: PickModelOptions): Item[] {
    return none === undefined ? [] : [{label: `${current === undefined ? "$(check) " : ""}None`, description: none, alwaysShow: true, action: {kind: "use", path: ""}}];
}

function nothingFound({nothing, modelFolder}: PickModelOptions): Item {
    return {
        label: `$(info) ${nothing}`, alwaysShow: true, action: {kind: "openFolder"},
        detail: `Put a .gguf file of a code model into ${modelFolder}, or run “npm run model” in Hearth’s source folder.`
    };
}

function elsewhere(): Item[] {
    return [
        separator("Elsewhere"),
        {label: "$(folder-opened) Browse…", description: "choose a .gguf file", alwaysShow: true, action: {kind: "browse"}},
        {label: "$(folder) Open model folder", description: "files put there are found", alwaysShow: true, action: {kind: "openFolder"}}
    ];
}

function separator(label: string): Item {
    return {label, kind: vscode.QuickPickItemKind.Separator};
}

async function browse(): Promise<string | undefined> {
    const files = await vscode.window.showOpenDialog({
        title: "Choose a GGUF model", openLabel: "Use This Model", canSelectMany: false, filters: {"GGUF models": ["gguf"], "All files": ["*"]}
    });
    return files?.[0]?.fsPath;
}
