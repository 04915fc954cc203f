/** The workspace's index in VS Code: which folders, what changes in them, what state it is in. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";
import {gitPatternsOf} from "../../core/index/ignoreRules.js";
import {describeIndex, type IndexState, type OffReason} from "../../core/index/state.js";
import type {OpenIndexParams, SearchHit, SearchParams} from "../../protocol/indexMessages.js";
import type {LogEntry} from "../../protocol/messages.js";
import {Embedder} from "../../system/index/embedder.js";
import {Indexer} from "../../system/index/indexer.js";
import {Vectors} from "../../system/index/vectors.js";
import type {Containment} from "../../system/process/supervisor.js";
import {setting} from "../settings.js";
import {FollowedDocuments} from "./followedDocuments.js";
import {IndexNotices} from "./indexNotices.js";

/** VS Code's own start goes first. */
const startDelayMs = 1_500;
/** Changes of files that come together are told together. */
const gatherMs = 40;

export interface IndexHostOptions {
    readonly script: string;
    /** Of the embedding process, and the file by which model processes take turns; absolute paths. */
    readonly embedding: {readonly script: string; readonly lockFile: string};
    /** Where the index of this workspace is kept; undefined without a workspace. */
    readonly storage: vscode.Uri | undefined;
    readonly containment: Containment;
    readonly log: vscode.LogOutputChannel;
}

export class IndexHost implements vscode.Disposable {
    readonly indexer: Indexer;
    /** There is a process of it only while `hearth.index.embeddings` names a model. */
    readonly embedder: Embedder;
    readonly #vectors: Vectors;
    readonly #options: IndexHostOptions;
    readonly #notices: IndexNotices;
    readonly #changed = new vscode.EventEmitter<IndexState>();
    readonly onDidChange = this.#changed.event;
    readonly #subscriptions: {dispose(): unknown}[];
    #watchers: vscode.Disposable[] = [];
    #gathered = new Set<string>();
    #gatherTimer: NodeJS.Timeout | undefined;
    readonly #startTimer: NodeJS.Timeout;

    constructor(options: IndexHostOptions) {
        this.#options = options;
        this.#notices = new IndexNotices(options.log);
        const {script, embedding, containment} = options;
        const log = ({level, message}: LogEntry) => options.log[level](message);
        this.indexer = new Indexer({
            script, containment, log, onNotice: (message) => this.#notices.tell(message),
            onState: (state) => {
                this.#notices.follow(state);
                this.#stateChanged();
            }
        });
        this.embedder = new Embedder({
            ...embedding, containment, log,
            onState: (state) => {
                this.#notices.followEmbedder(state);
                this.#stateChanged();
            }
        });
        this.#vectors = new Vectors({indexer: this.indexer, embedder: this.embedder, log});
        this.#startTimer = setTimeout(() => this.#apply(), startDelayMs);
        this.#subscriptions = [
            new FollowedDocuments(this.indexer, (file) => this.#note(file)),
            vscode.workspace.onDidChangeWorkspaceFolders(() => this.#apply()), vscode.workspace.onDidGrantWorkspaceTrust(() => this.#apply()),
            vscode.workspace.onDidChangeConfiguration((event) => {
                if (event.affectsConfiguration("hearth.index") || event.affectsConfiguration("files.exclude"))
                    this.#apply();
            })
        ];
    }

    get state(): IndexState {
        return this.indexer.state;
    }

    /** One line about index and vectors, for the menu and the tooltip. */
    describe(): string {
        return describeIndex(this.state, Date.now(), this.embedder.state);
    }

    /**
     * Finds code for a question. @param patienceMs how long an embedding model may take for it
     * @throws HearthError `index.notReady`, `request.cancelled`, `engine.crashed`
     */
    search(params: SearchParams, patienceMs: number, signal?: AbortSignal): Promise<readonly SearchHit[]> {
        return this.#vectors.search(params, patienceMs, signal);
    }

    /** Starts the processes afresh, for what only a start can change. */
    restart(): void {
        this.indexer.restart();
        void this.embedder.restart();
    }

    /** Ends the processes, for a synchronous exit handler. */
    killNow(): void {
        this.indexer.killNow();
        this.embedder.killNow();
    }

    /** Makes the index anew, and says so when it can't. */
    async rebuild(): Promise<void> {
        await this.#run(() => this.indexer.rebuild());
    }

    /** Stops the run under way. */
    async pause(): Promise<void> {
        await this.#run(() => this.indexer.pause());
    }

    /** Deletes this workspace's index, and makes it anew unless it is turned off. */
    async forget(): Promise<void> {
        await this.#turnOff();
        this.#apply();
    }

    dispose(): void {
        clearTimeout(this.#startTimer);
        clearTimeout(this.#gatherTimer);
        for (const subscription of [...this.#subscriptions, ...this.#watchers, this.#changed, this.#notices, this.#vectors])
            subscription.dispose();
        void this.indexer.dispose();
        void this.embedder.dispose();
    }

    #stateChanged(): void {
        this.#changed.fire(this.state);
        this.#vectors.wake();
    }

    #apply(): void {
        for (const watcher of this.#watchers.splice(0))
            watcher.dispose();
        const wanted = this.#wanted();
        const isOff = "off" in wanted;
        void this.embedder.use(isOff ? "" : setting("hearth.index.embeddings"));
        if (isOff && wanted.off === "disabled")
            void this.#turnOff(() => "off" in this.#wanted());
        else {
            this.#watchers = isOff ? [] : localFolders().map((folder) => this.#watch(folder));
            void this.indexer.use(wanted);
        }
    }

    /** What is to be indexed now, or why nothing is. */
    #wanted(): OpenIndexParams | {readonly off: OffReason} {
        const folders = localFolders(), {storage} = this.#options;
        if (!setting("hearth.index.enabled"))
            return {off: "disabled"};
        // Nobody has vouched for what the parsers would read; open files are completed all the same.
        if (!vscode.workspace.isTrusted)
            return {off: "untrusted"};
        if (folders.length === 0 || storage === undefined)
            return {off: "noFolder"};
        return {
            storage: vscode.Uri.joinPath(storage, "index").fsPath, folders: folders.map(({uri, name}) => ({path: uri.fsPath, name})), exclude: excluded(),
            vectors: setting("hearth.index.embeddings") !== ""
        };
    }

    /** Who turns the index off does not want it kept either, unless it was turned on again meanwhile. */
    async #turnOff(isStillWanted: () => boolean = () => true): Promise<void> {
        await this.indexer.use({off: "disabled"});
        const {storage} = this.#options;
        if (storage === undefined || !isStillWanted())
            return;
        try {
            await vscode.workspace.fs.delete(vscode.Uri.joinPath(storage, "index"), {recursive: true, useTrash: false});
        } catch (error) {
            if (!(error instanceof vscode.FileSystemError && error.code === "FileNotFound"))
                this.#options.log.warn(`The index could not be deleted: ${asHearthError(error).message}`);
        }
    }

    #watch(folder: vscode.WorkspaceFolder): vscode.Disposable {
        const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "**/*"));
        for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
            event((uri) => this.#note(uri.fsPath));
        return watcher;
    }

    #note(file: string): void {
        this.#gathered.add(file);
        this.#gatherTimer ??= setTimeout(() => {
            this.#gatherTimer = undefined;
            this.indexer.filesChanged([...this.#gathered]);
            this.#gathered = new Set();
        }, gatherMs);
    }

    async #run(work: () => Promise<void>): Promise<void> {
        try {
            await work();
        } catch (error) {
            void vscode.window.showWarningMessage(asHearthError(error).message);
        }
    }
}

/** The folders that have files on this machine. */
function localFolders(): vscode.WorkspaceFolder[] {
    return (vscode.workspace.workspaceFolders ?? []).filter(({uri}) => uri.scheme === "file");
}

/** The user's exclusions and VS Code's, in the syntax of git's ignore files. */
function excluded(): string[] {
    const own = setting("hearth.index.exclude");
    const files = vscode.workspace.getConfiguration("files").get<Record<string, unknown>>("exclude", {});
    return [...own, ...Object.entries(files).filter(([, on]) => on === true).map(([glob]) => glob)].flatMap(gitPatternsOf);
}
