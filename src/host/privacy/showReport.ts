/** `Hearth: Privacy Report` and `Hearth: Export Privacy Report…`. */
import {readdir, stat} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

import {modelOf} from "../../core/engine/state.js";
import {type LoadedFile, type PrivacyFacts, privacyReport, type StoredItem} from "../../core/privacy/report.js";
import {openSockets} from "../../system/privacy/openSockets.js";
import {readModelRecord} from "../../system/models/record.js";
import type {HearthContext} from "../context.js";
import {setting} from "../settings.js";

/** Made by the build, beside the notices of licenses. */
const billOfMaterials = "sbom.cdx.json";

export async function showPrivacyReport(context: HearthContext): Promise<void> {
    await context.pages.show("Privacy Report", privacyReport(await gather(context), new Date()));
}

/** Writes the report to a file that the person chooses: Markdown to read, or the facts as JSON. */
export async function exportPrivacyReport(context: HearthContext): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
        title: "Hearth: Export Privacy Report", filters: {Markdown: ["md"], JSON: ["json"]},
        ...folder === undefined ? {} : {defaultUri: vscode.Uri.joinPath(folder, "hearth-privacy-report.md")}
    });
    if (target === undefined)
        return;
    const facts = await gather(context), at = new Date();
    const text = target.path.endsWith(".json") ? `${JSON.stringify({at: at.toISOString(), ...facts}, undefined, 2)}\n` : privacyReport(facts, at);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

async function gather({extension, engine, index, adapters}: HearthContext): Promise<PrivacyFacts> {
    const processes = [
        {name: "Model process", pid: engine.pid, sandbox: engine.sandbox}, {name: "Index process", pid: index.indexer.pid, sandbox: index.indexer.sandbox}
    ];
    const manifest = extension.extension.packageJSON as {readonly version: string};
    return {
        version: manifest.version, system: `${os.type()} ${os.release()} (${process.arch}), VS Code ${vscode.version}`, requireSandbox: setting("hearth.privacy.requireSandbox"),
        processes: await Promise.all(processes.map(async (each) => ({...each, sockets: each.pid === undefined ? undefined : await openSockets(each.pid)}))),
        stored: await stored(extension),
        files: [
            ...await modelFiles(engine),
            ...adapters.of(vscode.window.activeTextEditor?.document).uses.map(({path: file, sha256}): LoadedFile => ({role: "adapter", name: path.basename(file), path: file, sha256}))
        ],
        billOfMaterials: path.join(extension.extensionPath, billOfMaterials)
    };
}

async function modelFiles({state}: HearthContext["engine"]): Promise<LoadedFile[]> {
    const model = modelOf(state);
    if (model === undefined)
        return [];
    const sha256 = async (file: string) => (await readModelRecord(file))?.sha256;
    return [
        {role: "model", name: model.name, path: model.path, sha256: await sha256(model.path)},
        ...model.draft === undefined ? [] : [{role: "draft model" as const, name: path.basename(model.draft.path), path: model.draft.path, sha256: await sha256(model.draft.path)}]
    ];
}

/** What each name in Hearth's storage is, and how it goes. */
const known: readonly (readonly [name: RegExp, what: string, deletedBy: string])[] = [
    [/^conversations\.db/, "conversations of the chat, with what was attached", "“Hearth: Delete All Conversations…”"],
    [/^statistics\.db/, "the local record: figures, names of languages, models and adapters", "“Hearth: Show Statistics”, Delete All…; by age: hearth.statistics.days"],
    [/^index$/, "the workspace's index: names, signatures, which words stand where", "turning hearth.index.enabled off"],
    [/^compute\.lock/, "whose turn it is among several windows; holds nothing of yours", "closing VS Code"]
];

async function stored({storageUri, globalStorageUri}: vscode.ExtensionContext): Promise<StoredItem[]> {
    const found: StoredItem[] = [];
    for (const folder of new Set([globalStorageUri.fsPath, ...storageUri === undefined ? [] : [storageUri.fsPath]])) {
        const names = (await namesIn(folder)).sort();
        // SQLite's log and shared memory belong to the database beside them.
        for (const name of names.filter((each) => !/-(?:wal|shm)$/.test(each))) {
            const [, what = "something that this version of Hearth does not know", deletedBy = "deleting it by hand"] = known.find(([pattern]) => pattern.test(name)) ?? [];
            const parts = names.filter((each) => each === name || each === `${name}-wal` || each === `${name}-shm`);
            const sizes = await Promise.all(parts.map((each) => sizeOf(path.join(folder, each))));
            found.push({what, path: path.join(folder, name), bytes: sizes.reduce((sum, size) => sum + size, 0), deletedBy});
        }
    }
    return found;
}

/** Of a file, or of all in a folder; what is gone meanwhile counts nothing. */
async function sizeOf(file: string): Promise<number> {
    const found = await stat(file).catch(() => undefined);
    if (found?.isDirectory() !== true)
        return found?.size ?? 0;
    const sizes = await Promise.all((await namesIn(file)).map((name) => sizeOf(path.join(file, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
}

/** Nothing was kept yet where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
    return await readdir(folder).catch(() => []);
}
