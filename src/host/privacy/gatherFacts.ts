/** What the privacy report tells of: asked of the processes, the storage and the loaded files, as they are now. */
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";

import {modelOf} from "../../core/engine/state.js";
import type {LoadedFile, PrivacyFacts} from "../../core/privacy/report.js";
import type {EmbedderInfo} from "../../protocol/embedMessages.js";
import {readModelRecord} from "../../system/models/record.js";
import {openSockets} from "../../system/privacy/openSockets.js";
import type {HearthContext} from "../context.js";
import {setting} from "../settings.js";
import {storedItems} from "./storedItems.js";

/** Made by the build, beside the notices of licenses. */
const billOfMaterials = "sbom.cdx.json";

export async function gatherFacts({extension, engine, index, adapters}: HearthContext): Promise<PrivacyFacts> {
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
