/**
 * Which adapters are in force where: the setting of a document's folder, looked up, checked and allowed. A change of editor switches by itself, since each
 * request names its adapters.
 */
import path from "node:path";
import * as vscode from "vscode";

import {adapterErrors} from "../../core/adapters/adapterErrors.js";
import {layoutAsked} from "../../core/adapters/adapterRecord.js";
import type {KnownAdapter, Resolved} from "../../core/adapters/resolve.js";
import {resolveAdapters} from "../../core/adapters/resolve.js";
import {adapterKey, type AdapterUse} from "../../core/adapters/use.js";
import {parseAdapterSetting} from "../../core/adapters/wish.js";
import {asHearthError, type HearthError} from "../../core/errors.js";
import {readAdapterRecord} from "../../system/adapters/record.js";
import type {AdapterShelf} from "../../system/adapters/shelf.js";
import type {AllowedAdapters} from "./allowedAdapters.js";
import {setting} from "../settings.js";

/** What the setting of one folder comes to. */
export interface AdaptersInForce {
    readonly uses: readonly AdapterUse[];
    /** Their names, for people. */
    readonly names: readonly string[];
    /** Why what was wished for is not in force. */
    readonly problem: HearthError | undefined;
    /** The file that the problem is with, where it is one file's. */
    readonly file?: string;
}

const none: AdaptersInForce = {uses: [], names: [], problem: undefined};

export interface AdapterChoiceOptions {
    /** The setting that chooses. */
    readonly id: "hearth.adapter" | "hearth.chat.adapter";
    readonly shelf: AdapterShelf;
    readonly allowed: AllowedAdapters;
    /** SHA-256 of the model in force, where its record says it. */
    readonly baseSha256: () => Promise<string | undefined>;
    readonly log: vscode.LogOutputChannel;
}

export class AdapterChoice implements vscode.Disposable {
    readonly shelf: AdapterShelf;
    readonly allowed: AllowedAdapters;
    readonly #options: AdapterChoiceOptions;
    /** A newly trained adapter takes the place of the old one while VS Code runs. */
    readonly #watcher: vscode.FileSystemWatcher;
    readonly #consent: vscode.Disposable;
    readonly #changed = new vscode.EventEmitter<void>();
    /** By folder and setting, until something changes. */
    #inForce = new Map<string, AdaptersInForce | Promise<void>>();
    /** Sets that the engine refused. */
    readonly #refused = new Map<string, HearthError>();
    /** Grows with each change: what was looked up before is no longer taken. */
    #round = 0;

    constructor(options: AdapterChoiceOptions) {
        this.#options = options;
        this.shelf = options.shelf;
        this.allowed = options.allowed;
        this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(options.shelf.folder), "*.gguf"));
        for (const event of [this.#watcher.onDidChange, this.#watcher.onDidCreate, this.#watcher.onDidDelete])
            event(() => this.refresh());
        this.#consent = options.allowed.onDidChange(() => this.refresh());
    }

    /** Fires when adapters in force may have changed. */
    get onDidChange(): vscode.Event<void> {
        return this.#changed.event;
    }

    /** The adapters in force for a document; none while they are being looked up, which takes milliseconds. */
    of(document: vscode.TextDocument | undefined): AdaptersInForce {
        // Without a document the first folder speaks for the window.
        const folder = document === undefined ? vscode.workspace.workspaceFolders?.[0] : vscode.workspace.getWorkspaceFolder(document.uri);
        const wished = setting(this.#options.id, document ?? folder);
        const key = `${folder?.uri.toString() ?? ""} ${JSON.stringify(wished)}`;
        const known = this.#inForce.get(key);
        if (known === undefined)
            this.#inForce.set(key, this.#lookUp(key, wished, folder));
        return known === undefined || known instanceof Promise ? none : known;
    }

    /** Looks everything up anew: a setting, the model, a file or what is allowed has changed. */
    refresh(): void {
        this.#round++;
        this.#inForce = new Map();
        this.#refused.clear();
        this.#changed.fire();
    }

    /** The engine has refused a set: until something changes the model goes on without it. */
    refuse(uses: readonly AdapterUse[], error: HearthError): void {
        this.#round++;
        this.#refused.set(adapterKey(uses), error);
        this.#inForce = new Map();
        this.#changed.fire();
    }

    /** All adapters there are to choose from. */
    list(): Promise<KnownAdapter[]> {
        return this.shelf.list();
    }

    async #lookUp(key: string, wished: unknown, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
        const round = this.#round;
        let found: AdaptersInForce;
        try {
            found = await this.#resolve(wished, folder);
        } catch (error) {
            found = {...none, problem: asHearthError(error)};
        }
        if (round !== this.#round)
            return;
        if (found.problem !== undefined)
            this.#options.log.warn(found.problem.message);
        this.#inForce.set(key, found);
        this.#changed.fire();
    }

    async #resolve(wished: unknown, folder: vscode.WorkspaceFolder | undefined): Promise<AdaptersInForce> {
        const parsed = parseAdapterSetting(wished);
        if (parsed.kind === "invalid")
            throw adapterErrors.badSetting(parsed.why);
        const base = parsed.kind === "auto" ? await this.#options.baseSha256() : undefined;
        const resolved = resolveAdapters(parsed, await this.shelf.list(), base);
        const uses: AdapterUse[] = [];
        for (const each of resolved) {
            const file = each.kind === "known" ? each.adapter.path : absolute(each.path, folder);
            try {
                uses.push(await this.#use(each, file));
            } catch (error) {
                return {...none, problem: asHearthError(error), file};
            }
        }
        const refused = this.#refused.get(adapterKey(uses));
        if (refused !== undefined)
            return {...none, problem: refused};
        return {uses, names: resolved.map(nameOf), problem: undefined};
    }

    /** @throws HearthError `adapter.*` */
    async #use(resolved: Resolved, file: string): Promise<AdapterUse> {
        const {sha256} = await this.shelf.inspect(file);
        const record = resolved.kind === "known" ? resolved.adapter.record : await readAdapterRecord(file, (sentence) => this.#options.log.warn(sentence));
        if (resolved.kind === "known") {
            if (record !== undefined && record.sha256 !== sha256)
                throw adapterErrors.changed(file, record.sha256, sha256);
        } else if (isInWorkspace(file) && !this.allowed.has(sha256))
            throw adapterErrors.notAllowed(file);
        return {path: file, sha256, scale: resolved.scale, ...layoutAsked(record, file)};
    }

    dispose(): void {
        this.#watcher.dispose();
        this.#consent.dispose();
        this.#changed.dispose();
    }
}

function nameOf(resolved: Resolved): string {
    return resolved.kind === "known" ? resolved.adapter.record?.name ?? resolved.adapter.id : path.basename(resolved.path, ".gguf");
}

/** A path of the setting on this machine. @throws HearthError `adapter.notFound` for a relative one outside of any folder */
export function absolute(file: string, folder: vscode.WorkspaceFolder | undefined): string {
    if (path.isAbsolute(file))
        return path.normalize(file);
    if (folder === undefined)
        throw adapterErrors.unknownName(file);
    return path.join(folder.uri.fsPath, file);
}

/** Whether a file belongs to what is open, and so came with somebody's repository. */
export function isInWorkspace(file: string): boolean {
    return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) !== undefined;
}
