/** “Hearth: Select Adapter”: what there is, what each was made for, and where the choice shall count. */
import * as vscode from "vscode";

import type {KnownAdapter} from "../../core/adapters/resolve.js";
import {scaleRange} from "../../core/adapters/use.js";
import type {AdapterSetting} from "../../core/adapters/wish.js";
import {asHearthError} from "../../core/errors.js";
import {Command} from "../../core/contributions.js";
import type {HearthContext} from "../context.js";
import {changeSetting, setting} from "../settings.js";

interface Item extends vscode.QuickPickItem {
    readonly value?: AdapterSetting;
    readonly command?: typeof Command.importAdapter;
}

const scaleButton: vscode.QuickInputButton = {iconPath: new vscode.ThemeIcon("settings"), tooltip: "Use with another scale…"};

/** Lets the user choose, and writes the setting. */
export async function pickAdapter(context: HearthContext): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const chosen = await choose(context, setting("hearth.adapter", document));
    if (chosen?.command !== undefined)
        await vscode.commands.executeCommand(chosen.command);
    if (chosen?.value === undefined)
        return;
    const target = await pickTarget(document);
    if (target !== undefined)
        await changeSetting("hearth.adapter", chosen.value, target, document);
}

async function choose(context: HearthContext, current: AdapterSetting): Promise<Item | undefined> {
    const list = vscode.window.createQuickPick<Item>();
    list.title = "Hearth: Select Adapter";
    list.placeholder = "Choose the LoRA adapter that speaks with the model";
    list.matchOnDescription = list.matchOnDetail = true;
    list.busy = true;
    const chosen = new Promise<Item | undefined>((resolve) => {
        list.onDidAccept(() => {
            resolve(list.selectedItems[0]);
            list.hide();
        });
        list.onDidTriggerItemButton(({item}) => {
            resolve(askScale(item));
            list.hide();
        });
        list.onDidHide(() => {
            resolve(undefined);
            list.dispose();
        });
    });
    list.show();
    list.items = await items(context, current);
    list.busy = false;
    return await chosen;
}

async function items({adapters}: HearthContext, current: AdapterSetting): Promise<Item[]> {
    const known = await adapters.list();
    const described = await Promise.all(known.map((adapter) => describe(adapter, adapters.shelf.inspect(adapter.path))));
    const all: Item[] = [
        {label: "Automatic", description: "the adapter that was made for the model, if there is one", value: "auto"},
        {label: "None", description: "the model alone", value: "none"},
        {label: "Adapters", kind: vscode.QuickPickItemKind.Separator},
        ...described,
        {label: "Elsewhere", kind: vscode.QuickPickItemKind.Separator},
        {label: "$(cloud-download) Import…", description: "a PEFT folder or a GGUF LoRA file", command: Command.importAdapter, alwaysShow: true}
    ];
    return all.map((item) => item.value !== undefined && JSON.stringify(item.value) === JSON.stringify(current) ? {...item, label: `$(check) ${item.label}`} : item);
}

/** One adapter with its size, base and score; one that is broken says why. */
async function describe({id, record, source}: KnownAdapter, inspecting: Promise<{readonly fileBytes: number; readonly ranks: readonly [number, number]}>): Promise<Item> {
    try {
        const {fileBytes, ranks: [least, greatest]} = await inspecting;
        const rank = least === greatest ? `rank ${least}` : `ranks ${least} to ${greatest}`;
        const scores = Object.entries(record?.evaluation ?? {}).slice(0, 2).map(([name, value]) => `${name}: ${value}`);
        return {
            label: record?.name ?? id, value: id, buttons: [scaleButton],
            description: [`${(fileBytes / 1e6).toFixed(1)} MB`, rank, ...source === "bundled" ? ["comes with Hearth"] : []].join(" · "),
            detail: [record?.base?.name === undefined ? undefined : `for ${record.base.name}`, ...scores].filter((part) => part !== undefined).join(" · ")
        };
    } catch (error) {
        return {label: `$(warning) ${record?.name ?? id}`, detail: asHearthError(error).message};
    }
}

async function askScale(item: Item): Promise<Item | undefined> {
    if (typeof item.value !== "string")
        return undefined;
    const answer = await vscode.window.showInputBox({
        title: `Scale of ${item.value}`, value: "1", prompt: "0 is the model alone, 1 what the adapter was trained for.",
        validateInput: (text) => scaleOf(text) === undefined ? `A number from ${scaleRange.least} to ${scaleRange.most}` : undefined
    });
    const scale = answer === undefined ? undefined : scaleOf(answer);
    return scale === undefined ? undefined : {...item, value: [{adapter: item.value, scale}]};
}

function scaleOf(text: string): number | undefined {
    const scale = Number(text.trim().replace(",", "."));
    return text.trim() !== "" && scale >= scaleRange.least && scale <= scaleRange.most ? scale : undefined;
}

/** For what the choice counts; asked only where there is more than one answer. */
async function pickTarget(document: vscode.TextDocument | undefined): Promise<vscode.ConfigurationTarget | undefined> {
    const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
    const targets = [
        ...folder !== undefined && (vscode.workspace.workspaceFolders?.length ?? 0) > 1
            ? [{label: `Folder ${folder.name}`, description: "in its .vscode/settings.json", target: vscode.ConfigurationTarget.WorkspaceFolder}] : [],
        ...vscode.workspace.workspaceFolders === undefined ? []
            : [{label: "This workspace", description: "in the workspace's settings", target: vscode.ConfigurationTarget.Workspace}],
        {label: "Everywhere", description: "in your settings, where no workspace says otherwise", target: vscode.ConfigurationTarget.Global}
    ];
    if (targets.length === 1)
        return targets[0]?.target;
    return (await vscode.window.showQuickPick(targets, {title: "Hearth: Select Adapter", placeHolder: "Where shall it speak?"}))?.target;
}
