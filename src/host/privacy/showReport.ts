/** `Hearth: Privacy Report` and `Hearth: Export Privacy Report…`. */
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

import {modelOf} from "../../core/engine/state.js";
import {type LoadedFile, type PrivacyFacts, privacyReport} from "../../core/privacy/report.js";
import {openSockets} from "../../system/privacy/openSockets.js";
import type {EmbedderInfo} from "../../protocol/embedMessages.js";
import {readModelRecord} from "../../system/models/record.js";
import type {HearthContext} from "../context.js";
import {setting} from "../settings.js";
import {storedItems} from "./storedItems.js";

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
        {name: "Model process", pid: engine.pid, sandbox: engine.sandbox}, {name: "Index process", pid: index.indexer.pid, sandbox: index.indexer.sandbox},
        // Most people have none: a line about it would only ask what it is.
        ...index.embedder.state.kind === "off" ? [] : [{name: "Embedding process", pid: index.embedder.pid, sandbox: index.embedder.sandbox}]
    ];
    const manifest = extension.extension.packageJSON as {readonly version: string};
    return {
        version: manifest.version, system: `${os.type()} ${os.release()} (${process.arch}), VS Code ${vscode.version}`, requireSandbox: setting("hearth.privacy.requireSandbox"),
        processes: await Promise.all(processes.map(async (each) => ({...each, sockets: each.pid === undefined ? undefined : await openSockets(each.pid)}))),
        stored: await storedItems(extension),
        files: [
            ...await modelFiles(engine),
            ...embeddingFiles(index.embedder.info),
            ...adapters.of(vscode.window.activeTextEditor?.document).uses.map(({path: file, sha256}): LoadedFile => ({role: "adapter", name: path.basename(file), path: file, sha256}))
        ],
        billOfMaterials: path.join(extension.extensionPath, billOfMaterials)
    };
}

/** Its hash was computed when it was loaded. */
function embeddingFiles(info: EmbedderInfo | undefined): LoadedFile[] {
    return info === undefined ? [] : [{role: "embedding model", name: info.name, path: info.path, sha256: info.sha256}];
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
