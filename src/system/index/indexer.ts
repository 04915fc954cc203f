/** The index as the rest of Hearth sees it: one process, supervised. No VS Code here, so that the extension, tests and benchmarks drive the very same thing. */
import {asHearthError, type HearthError} from "../../core/errors.js";
import {indexErrors} from "../../core/index/indexErrors.js";
import type {RelatedAnswer, RelatedQuery} from "../../core/index/related/types.js";
import type {IndexState, IndexStats, OffReason} from "../../core/index/state.js";
import {ask, tell} from "../../protocol/connection.js";
import {
    documentNotification, filesChangedNotification, indexNoticeNotification, indexStateNotification, openIndexRequest, type OpenIndexParams, pauseIndexRequest, putVectorsRequest,
    type PutVectorsParams, rebuildIndexRequest, relatedRequest, type SearchHit, searchIndexRequest, type SearchParams, settledRequest, vectorlessRequest, type VectorlessParams, type VectorlessResult
} from "../../protocol/indexMessages.js";
import type {SandboxStatus} from "../../core/privacy/sandbox.js";
import type {LogEntry} from "../../protocol/messages.js";
import {changeableFlags} from "../process/changeableFlags.js";
import type {RpcProcess} from "../process/rpcProcess.js";
import {type Containment, Supervisor} from "../process/supervisor.js";

export interface IndexerOptions {
    /** Path of the bundled index process (dist/indexer.mjs). */
    readonly script: string;
    /** What keeps the process from the network; absent: nothing does. */
    readonly containment?: Containment;
    readonly log: (entry: LogEntry) => void;
    readonly onState: (state: IndexState) => void;
    /** A sentence that the user should see. */
    readonly onNotice: (message: string) => void;
}

/**
 * SQLite is experimental by its own account in the Node of some VS Codes, and says so on every start. The last one lets src/syntax/grammar.ts keep V8's optimizing
 * compiler from grammars for which it would take up to 2 GB.
 */
const nodeOptions = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=4", changeableFlags];

export class Indexer {
    readonly #options: IndexerOptions;
    #state: IndexState = {kind: "off", why: "noFolder"};
    #params: OpenIndexParams | undefined;
    readonly #supervisor: Supervisor;
    /** Settles when the process that is being started, or told of another workspace, has opened it. */
    #opened: Promise<void> = Promise.resolve();
    /** Texts of open documents that differ from their files: a process that starts again is told them again. */
    readonly #documents = new Map<string, string>();
    #disposed = false;

    constructor(options: IndexerOptions) {
        this.#options = options;
        this.#supervisor = new Supervisor({
            who: "index", script: options.script, nodeOptions, containment: options.containment, log: options.log,
            wire: (rpc) => this.#wire(rpc), begin: (rpc) => this.#open(rpc), onRefused: (error) => this.#fail(error), mayRestart: () => true,
            onRestarting: ({attempt, reason}) => this.#setState({kind: "restarting", attempt, reason}),
            onGivenUp: (crashes, tail) => this.#fail(indexErrors.crashLoop(crashes, tail))
        });
    }

    get state(): IndexState {
        return this.#state;
    }

    /** Process id, for diagnostics and tests. */
    get pid(): number | undefined {
        return this.#supervisor.process?.pid;
    }

    /** Whether the process is kept from the network, once that was tested. */
    get sandbox(): SandboxStatus | undefined {
        return this.#supervisor.sandbox;
    }

    /** Puts a workspace in force, or none, and says why. Forgets earlier crashes. Resolves at once, or, for none, when the process is gone. */
    async use(params: OpenIndexParams | {readonly off: OffReason}): Promise<void> {
        if ("off" in params) {
            this.#params = undefined;
            this.#setState({kind: "off", why: params.off});
            await this.#supervisor.stop();
            return;
        }
        this.#params = params;
        const rpc = this.#supervisor.process;
        this.#supervisor.forgetCrashes();
        // A process that is there is told of the other workspace.
        if (rpc !== undefined)
            void this.#open(rpc).catch((error: unknown) => this.#openFailed(rpc, asHearthError(error)));
        else
            this.#start();
    }

    /** Starts the process afresh, for what only a start can change. */
    restart(): void {
        if (this.#params !== undefined)
            this.#start();
    }

    /** Files or folders that came, changed or went, by their absolute paths. */
    filesChanged(paths: readonly string[]): void {
        if (paths.length > 0)
            this.#tell(this.#supervisor.process, ({connection}) => connection.sendNotification(filesChangedNotification, {paths}));
    }

    /** The text (LF only) of an open document that differs from its file; undefined when it no longer does. */
    documentChanged(path: string, text: string | undefined): void {
        if (text === undefined)
            this.#documents.delete(path);
        else
            this.#documents.set(path, text);
        this.#tell(this.#supervisor.process, ({connection}) => connection.sendNotification(documentNotification, text === undefined ? {path} : {path, text}));
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

    /** Chunks that have no vector of a model yet. @throws HearthError `index.notReady`, `engine.crashed` */
    vectorless(params: VectorlessParams): Promise<VectorlessResult> {
        return this.#ask(undefined, (rpc, token) => rpc.connection.sendRequest(vectorlessRequest, params, token));
    }

    /** @throws HearthError `index.notReady`, `embedding.otherSize`, `engine.crashed` */
    async putVectors(params: PutVectorsParams): Promise<void> {
        await this.#ask(undefined, (rpc, token) => rpc.connection.sendRequest(putVectorsRequest, params, token));
    }

    /** Throws the index away and makes it anew; starts a process that was given up. @throws HearthError `index.notReady`, `engine.crashed` */
    async rebuild(): Promise<void> {
        if (this.#supervisor.process === undefined && this.#params !== undefined)
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
        await this.#supervisor.dispose();
    }

    /** For a synchronous exit handler. */
    killNow(): void {
        this.#disposed = true;
        this.#supervisor.killNow();
    }

    async #ask<R>(signal: AbortSignal | undefined, send: (rpc: RpcProcess, token: Parameters<Parameters<typeof ask<R>>[1]>[0]) => Promise<R>): Promise<R> {
        await this.#opened;
        const rpc = this.#supervisor.process;
        if (rpc === undefined)
            throw indexErrors.notReady();
        return await ask(signal, (token) => send(rpc, token));
    }

    /** A process that is just ending hears nothing more; the next one walks all files and is told all documents. */
    #tell(rpc: RpcProcess | undefined, send: (rpc: RpcProcess) => Promise<void>): void {
        if (rpc !== undefined)
            void tell(() => send(rpc), (what) => this.#options.log({level: "debug", message: `indexer: ${what}`}));
    }

    #start(): void {
        this.#setState({kind: "starting"});
        this.#opened = this.#supervisor.restart();
    }

    /** Opens the workspace in force. @throws HearthError what the process reports, or `engine.crashed` */
    #open(rpc: RpcProcess): Promise<void> {
        const params = this.#params;
        const opening = params === undefined ? Promise.resolve() : ask(undefined, (token) => rpc.connection.sendRequest(openIndexRequest, params, token)).then(() => {
            for (const [path, text] of this.#documents)
                this.#tell(rpc, ({connection}) => connection.sendNotification(documentNotification, {path, text}));
        });
        // Who asks meanwhile waits for it; how it failed is told elsewhere.
        this.#opened = opening.catch(() => undefined);
        return opening;
    }

    /** A vanished process is the supervisor's matter. */
    #openFailed(rpc: RpcProcess, error: HearthError): void {
        if (this.#supervisor.process === rpc && error.code !== "engine.crashed")
            this.#fail(error);
    }

    #wire(rpc: RpcProcess): void {
        this.#setState({kind: "starting"});
        rpc.connection.onNotification(indexNoticeNotification, ({message}) => this.#options.onNotice(message));
        rpc.connection.onNotification(indexStateNotification, (state) => {
            if (this.#supervisor.process === rpc)
                this.#setState(state);
        });
    }

    #fail(error: HearthError): void {
        this.#options.log({level: "error", message: error.inFull});
        this.#setState({kind: "failed", error: error.toData()});
    }

    #setState(state: IndexState): void {
        this.#state = state;
        if (!this.#disposed)
            this.#options.onState(state);
    }
}
