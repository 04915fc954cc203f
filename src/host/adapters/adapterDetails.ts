/** “Hearth: Adapter Details”: all that is known of an adapter, and the place where one from a workspace is allowed. */
import path from "node:path";
import * as vscode from "vscode";

import type {AdapterRecord} from "../../core/adapters/adapterInfo.js";
import {parseAdapterSetting} from "../../core/adapters/wish.js";
import {asHearthError} from "../../core/errors.js";
import {escaped, inlineCode} from "../../core/text/markdown.js";
import type {InspectedAdapter} from "../../system/adapters/inspect.js";
import {readAdapterRecord} from "../../system/adapters/record.js";
import type {HearthContext} from "../context.js";
import {setting} from "../settings.js";
import {absolute, isInWorkspace} from "./adapterChoice.js";

/** Shows the page of one adapter; asks which when none is given and there are several. */
export async function showAdapterDetails(context: HearthContext, given?: string): Promise<void> {
    const file = given ?? await pickFile(context);
    if (file === undefined)
        return;
    try {
        const inspected = await context.adapters.shelf.inspect(file);
        const record = await readAdapterRecord(file, (sentence) => context.log.warn(sentence));
        await context.pages.show(`Adapter ${path.basename(file, ".gguf")}`, page(file, inspected, record));
        await offerConsent(context, file, inspected);
    } catch (error) {
        void vscode.window.showErrorMessage(asHearthError(error).message);
    }
}

/** The adapters of the folders, and those that the setting of the active editor names by path. */
async function pickFile({adapters}: HearthContext): Promise<string | undefined> {
    const document = vscode.window.activeTextEditor?.document;
    const folder = document === undefined ? vscode.workspace.workspaceFolders?.[0] : vscode.workspace.getWorkspaceFolder(document.uri);
    const known = await adapters.list();
    const parsed = parseAdapterSetting(setting("hearth.adapter", document ?? folder));
    const named = parsed.kind === "named" ? parsed.wishes.map(({adapter}) => adapter).filter((name) => !known.some(({id}) => id === name)) : [];
    const items = [
        ...named.filter((name) => path.isAbsolute(name) || folder !== undefined).map((name) => ({label: path.basename(name), description: name, file: absolute(name, folder)})),
        ...known.map(({id, record, path: file}) => ({label: record?.name ?? id, description: record?.name === undefined ? "" : id, file}))
    ];
    if (items.length === 0)
        void vscode.window.showInformationMessage("There is no adapter yet: bring one in with “Hearth: Import Adapter”.");
    if (items.length <= 1)
        return items[0]?.file;
    return (await vscode.window.showQuickPick(items, {title: "Hearth: Adapter Details", placeHolder: "Which adapter?"}))?.file;
}

async function offerConsent({adapters}: HearthContext, file: string, {sha256}: InspectedAdapter): Promise<void> {
    if (!isInWorkspace(file))
        return;
    const [allow, forbid] = ["Allow This File", "Forbid It Again"];
    const isAllowed = adapters.allowed.has(sha256);
    const chosen = await vscode.window.showInformationMessage(isAllowed
        ? `The adapter ${path.basename(file)} of this workspace is allowed (SHA-256 ${sha256.slice(0, 12)}…).`
        : `The adapter ${path.basename(file)} comes with this workspace. Allow this very file (SHA-256 ${sha256.slice(0, 12)}…) to be loaded?`, isAllowed ? forbid : allow);
    if (chosen === allow)
        await adapters.allowed.allow(sha256);
    else if (chosen === forbid)
        await adapters.allowed.forget(sha256);
}

function page(file: string, {architecture, alpha, ranks: [least, greatest], pairs, layers, parameterCount, fileBytes, sha256}: InspectedAdapter, record: AdapterRecord | undefined): string {
    const targets = [...new Set(pairs.map(({target}) => target.replace(/^blk\.\d+\./, "").replace(/\.weight$/, "")))].sort();
    const rows: readonly (readonly [string, string | undefined])[] = [
        ["File", inlineCode(file)],
        ["SHA-256", inlineCode(sha256)],
        ["Size", `${(fileBytes / 1e6).toFixed(1)} MB, ${parameterCount.toLocaleString("en")} parameters`],
        ["Rank and alpha", `${least === greatest ? String(least) : `${least} to ${greatest}`}; alpha ${alpha ?? "as trained"}`],
        ["Changes", `${targets.map(inlineCode).join(", ")} in ${layers} layers of ${inlineCode(architecture)}`],
        ["Base", record?.base?.name === undefined ? undefined : escaped(record.base.name)],
        ["Base's SHA-256", record?.base?.sha256 === undefined ? undefined : inlineCode(record.base.sha256)],
        ["Prompt layout", record?.layout === undefined ? undefined : escaped(record.layout)],
        ["License", record?.license === undefined ? undefined : escaped(record.license)],
        ["Source", record?.source === undefined ? undefined : escaped(record.source)],
        ["Training data", record?.trainingData === undefined ? undefined : escaped(record.trainingData)]
    ];
    const scores = Object.entries(record?.evaluation ?? {}).map(([name, value]) => `| ${escaped(name)} | ${escaped(String(value))} |`);
    return [
        `# ${escaped(record?.name ?? path.basename(file, ".gguf"))}`, "",
        "| | |", "|---|---|", ...rows.filter(([, value]) => value !== undefined).map(([name, value]) => `| ${name} | ${value ?? ""} |`), "",
        ...record === undefined ? ["There is no record beside the file: who made it, and from what, is not known.", ""] : [],
        ...scores.length === 0 ? [] : ["## Evaluation", "", "| | |", "|---|---|", ...scores, ""],
        "Every weight was read and is a number; the engine loads only the file with this SHA-256."
    ].join("\n");
}
