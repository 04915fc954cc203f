/** “Hearth: Import Adapter”: brings a PEFT folder or a GGUF LoRA file into Hearth's own folder, checked against the model in force. */
import {randomBytes} from "node:crypto";
import {copyFile, mkdir, rename, rm} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {modelOf} from "../../core/engine/state.js";
import {engineErrors} from "../../core/engine/engineErrors.js";
import {asHearthError, type HearthError, textOfError} from "../../core/errors.js";
import {importPeft, type ImportOptions} from "../../system/adapters/importPeft.js";
import {inspectAdapterFile} from "../../system/adapters/inspect.js";
import {isThere} from "../../system/adapters/openFile.js";
import {readAdapterRecord, writeAdapterRecord} from "../../system/adapters/record.js";
import {readModelShape} from "../../system/models/inspect.js";
import type {HearthContext} from "../context.js";
import {changeSetting} from "../settings.js";

/** Asks what to import, imports it with progress and cancel, and offers to use it. Errors are shown, never thrown. */
export async function importAdapter(context: HearthContext): Promise<void> {
    const source = await pickSource();
    if (source === undefined)
        return;
    try {
        const file = await bringIn(context, source, false).catch(async (error: unknown) => {
            const known = asHearthError(error);
            if (known.code !== "adapter.exists" || !await mayReplace(known))
                throw error;
            return await bringIn(context, source, true);
        });
        context.adapters.refresh();
        await offerUse(path.basename(file, ".gguf"));
    } catch (error) {
        const known = asHearthError(error);
        context.log.warn(known.inFull);
        if (known.code !== "request.cancelled")
            void vscode.window.showErrorMessage(known.message);
    }
}

async function pickSource(): Promise<string | undefined> {
    const kinds = [
        {label: "$(folder) A PEFT folder", description: "adapter_config.json and adapter_model.safetensors", folder: true},
        {label: "$(file) A GGUF LoRA file", description: "as llama.cpp makes them", folder: false}
    ];
    const kind = await vscode.window.showQuickPick(kinds, {title: "Hearth: Import Adapter", placeHolder: "What do you want to import?"});
    if (kind === undefined)
        return undefined;
    const chosen = await vscode.window.showOpenDialog({
        title: "Import Adapter", openLabel: "Import", canSelectFolders: kind.folder, canSelectFiles: !kind.folder, canSelectMany: false,
        ...kind.folder ? {} : {filters: {"GGUF LoRA files": ["gguf"]}}
    });
    return chosen?.[0]?.fsPath;
}

/** @returns the path of the new file */
async function bringIn({engine, adapters, models}: HearthContext, source: string, replace: boolean): Promise<string> {
    const model = modelOf(engine.state);
    if (model === undefined)
        throw engineErrors.notReady();
    return await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: `Importing ${path.basename(source)}`, cancellable: true},
        async (progress, token) => {
            const controller = new AbortController();
            token.onCancellationRequested(() => controller.abort());
            let shown = 0;
            const baseSha256 = await models.sha256InForce();
            const options: ImportOptions = {
                targetFolder: adapters.shelf.folder, base: await readModelShape(model.path), replace, signal: controller.signal,
                ...baseSha256 === undefined ? {} : {baseSha256},
                onProgress: (fraction) => {
                    progress.report({increment: 100 * (fraction - shown)});
                    shown = fraction;
                }
            };
            return source.toLowerCase().endsWith(".gguf") ? await copyIn(source, options) : (await importPeft(source, options)).file;
        });
}

/** A GGUF file as it is, once it has passed every check; the record beside it comes along. */
async function copyIn(source: string, {targetFolder, base, replace, signal}: ImportOptions): Promise<string> {
    const inspected = await inspectAdapterFile(source, {base, ...signal === undefined ? {} : {signal}});
    const target = path.join(targetFolder, path.basename(source));
    if (replace !== true && await isThere(target))
        throw adapterErrors.exists(target);
    const temporary = `${target}.${randomBytes(6).toString("hex")}.part`;
    try {
        await mkdir(targetFolder, {recursive: true});
        await copyFile(source, temporary);
        await rename(temporary, target);
    } catch (error) {
        await rm(temporary, {force: true});
        throw adapterErrors.cannotWrite(target, textOfError(error));
    }
    const record = await readAdapterRecord(source);
    await writeAdapterRecord(target, {...record, sha256: inspected.sha256, source: record?.source ?? `imported from ${source}`});
    return target;
}

async function mayReplace(exists: HearthError): Promise<boolean> {
    const replace = "Replace";
    return await vscode.window.showWarningMessage(exists.message, {modal: true}, replace) === replace;
}

async function offerUse(id: string): Promise<void> {
    const [everywhere, here] = ["Use Everywhere", "Use in This Workspace"];
    const choices = vscode.workspace.workspaceFolders === undefined ? [everywhere] : [here, everywhere];
    const chosen = await vscode.window.showInformationMessage(`The adapter “${id}” is imported.`, ...choices);
    if (chosen !== undefined)
        await changeSetting("hearth.adapter", id, chosen === here ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
