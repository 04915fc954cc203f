/** The index as the rest of Hearth sees it: one process, supervised. No VS Code here, so that the extension, tests and benchmarks drive the very same thing. */
import {restartPolicy, type RestartPolicy} from "../../core/engine/restartPolicy.js";
import {asHearthError, type HearthError} from "../../core/errors.js";
import {indexErrors} from "../../core/index/indexErrors.js";
import type {RelatedAnswer, RelatedQuery} from "../../core/index/related/types.js";
import type {IndexState, IndexStats} from "../../core/index/state.js";
import {ask} from "../../protocol/connection.js";
import {
    documentNotification, filesChangedNotification, indexNoticeNotification, indexStateNotification, openIndexRequest, type OpenIndexParams, pauseIndexRequest, rebuildIndexRequest,
    relatedRequest, type SearchHit, searchIndexRequest, type SearchParams, settledRequest
} from "../../protocol/indexMessages.js";
import {type LogEntry, logNotification} from "../../protocol/messages.js";
import {type ExitInfo, RpcProcess} from "../process/rpcProcess.js";

export interface IndexerOptions {
    /** Path of the bundled index process (dist/indexer.mjs). */
    readonly script: string;
    readonly log: (entry: LogEntry) => void;
    readonly onState: (state: IndexState) => void;
    /** A sentence that the user should see. */
    readonly onNotice: (message: string) => void;
}

/**
 * SQLite is experimental by its own account in the Node of some VS Codes, and says so on every start. V8's optimizing compiler takes up to 2 GB for the one huge
 * function that some grammars' lexers are (measured over 15,000 files of many languages: 2.5 GB at most with it); without it a large language is parsed up to
 * 1.6 times as slowly, several small ones faster.
 */
const nodeOptions = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", "--liftoff-only"];

export class Indexer {
    readonly #options: IndexerOptions;
    #state: IndexState = {kind: "off", why: "noFolder"};
    #params: OpenIndexParams | undefined;
    #process: RpcProcess | undefined;
    #opened: Promise<void> = Promise.resolve();
    #policy: RestartPolicy = restartPolicy();
    #restartTimer: NodeJS.Timeout | undefined;
    /** Texts of open documents that differ from their files: a process that starts again is told them again. */
    readonly #documents = new Map<string, string>();
    #disposed = false;

    constructor(options: IndexerOptions) {
        this.#options = options;
    }

    get state(): IndexState {
        return this.#state;
    }

    /** Process id, for diagnostics and tests. */
    get pid(): number | undefined {
        return this.#process?.pid;
    }

    /** Puts a workspace in force, or none, and says why. Forgets earlier crashes. Resolves at once, or, for none, when the process is gone. */
    async use(params: OpenIndexParams | {readonly off: "disabled" | "noFolder"}): Promise<void> {
        this.#policy = restartPolicy();
        clearTimeout(this.#restartTimer);
        if ("off" in params) {
            this.#params = undefined;
            const old = this.#process;
            this.#process = undefined;
            this.#setState({kind: "off", why: params.off});
            await old?.stop();
            return;
        }
        this.#params = params;
        this.#open();
    }

    /** Files or folders that came, changed or went, by their absolute paths. */
    filesChanged(paths: readonly string[]): void {
        if (paths.length > 0)
            void this.#process?.connection.sendNotification(filesChangedNotification, {paths});
    }

    /** The text (LF only) of an open document that differs from its file; undefined when it no longer does. */
    documentChanged(path: string, text: string | undefined): void {
        if (text === undefined)
            this.#documents.delete(path);
        else
            this.#documents.set(path, text);
        void this.#process?.connection.sendNotification(documentNotification, text === undefined ? {path} : {path, text});
    }

    /** Resolves when all that was told before is in the index. @throws HearthError `index.notReady`, `engine.crashed` */
    settled(): Promise<IndexStats> {
        return this.#ask(undefined, (rpc, token) => rpc.connection.sendRequest(settledRequest, token));
    }

    /** @throws HearthError `index.notReady`, `request.cancelled`, `engine.crashed` */
    search(params: SearchParams, signal?: AbortSignal): Promise<readonly SearchHit[]> {
        return this.#ask(signal, (rpc, token) => rpc.connection.sendRequest(searchIndexRequest, params, token));
    }

    /** @throws HearthError `index.notReady`, `request.cancelled`, `engine.crashed` */
    related(query: RelatedQuery, signal?: AbortSignal): Promise<RelatedAnswer> {
        return this.#ask(signal, (rpc, token) => rpc.connection.sendRequest(relatedRequest, query, token));
    }

    /** Throws the index away and makes it anew; starts a process that was given up. @throws HearthError `index.notReady`, `engine.crashed` */
    async rebuild(): Promise<void> {
        if (this.#process === undefined && this.#params !== undefined)
            await this.use(this.#params);
        await this.#ask(undefined, (rpc, token) => rpc.connection.sendRequest(rebuildIndexRequest, token));
    }

    /** Stops the run under way. @throws HearthError `index.notReady`, `engine.crashed` */
    async pause(): Promise<void> {
        await this.#ask(undefined, (rpc, token) => rpc.connection.sendRequest(pauseIndexRequest, token));
    }

    /** Ends the process and waits until it is gone. */
    async dispose(): Promise<void> {
        this.#disposed = true;
        clearTimeout(this.#restartTimer);
        const rpc = this.#process;
        this.#process = undefined;
        await rpc?.stop();
    }

    /** For a synchronous exit handler. */
    killNow(): void {
        this.#disposed = true;
        this.#process?.kill();
    }

    async #ask<R>(signal: AbortSignal | undefined, send: (rpc: RpcProcess, token: Parameters<Parameters<typeof ask<R>>[1]>[0]) => Promise<R>): Promise<R> {
        const rpc = this.#process;
        if (rpc === undefined)
            throw indexErrors.notReady();
        await this.#opened;
        return await ask(signal, (token) => send(rpc, token));
    }

    #open(): void {
        const params = this.#params;
        if (this.#disposed || params === undefined)
            return;
        const rpc = this.#process ?? this.#spawn();
        this.#opened = ask(undefined, (token) => rpc.connection.sendRequest(openIndexRequest, params, token)).then(() => {
            for (const [path, text] of this.#documents)
                void rpc.connection.sendNotification(documentNotification, {path, text});
        }).catch((error: unknown) => {
            const known = asHearthError(error);
            // A vanished process is the exit handler's matter.
            if (this.#process === rpc && known.code !== "engine.crashed")
                this.#fail(known);
        });
    }

    #spawn(): RpcProcess {
        this.#setState({kind: "starting"});
        const rpc = new RpcProcess({script: this.#options.script, nodeOptions, onStderr: (line) => this.#options.log({level: "debug", message: `indexer: ${line}`})});
        this.#process = rpc;
        rpc.connection.onNotification(logNotification, (entry) => this.#options.log(entry));
        rpc.connection.onNotification(indexNoticeNotification, ({message}) => this.#options.onNotice(message));
        rpc.connection.onNotification(indexStateNotification, (state) => {
            if (this.#process === rpc)
                this.#setState(state);
        });
        rpc.connection.listen();
        void rpc.exited.then((info) => this.#exited(rpc, info));
        return rpc;
    }

    #exited(rpc: RpcProcess, {code, signal, stderrTail}: ExitInfo): void {
        if (this.#process !== rpc || this.#disposed)
            return;
        this.#process = undefined;
        const reason = signal !== null ? `signal ${signal}` : `exit code ${String(code)}`;
        this.#options.log({level: "error", message: `The index process ended unexpectedly (${reason}). ${stderrTail}`});
        const {next, decision} = this.#policy.crashed(Date.now());
        this.#policy = next;
        if (decision.kind === "stop") {
            this.#fail(indexErrors.crashLoop(decision.crashes, stderrTail));
            return;
        }
        this.#setState({kind: "restarting", attempt: decision.attempt, reason});
        this.#restartTimer = setTimeout(() => this.#open(), decision.delayMs);
    }

    #fail(error: HearthError): void {
        this.#options.log({level: "error", message: `${error.message}${error.detail === undefined ? "" : ` (${error.detail})`}`});
        this.#setState({kind: "failed", error: error.toData()});
    }

    #setState(state: IndexState): void {
        this.#state = state;
        if (!this.#disposed)
            this.#options.onState(state);
    }
}
