/**
 * The engine as the rest of Hearth sees it: one model process, supervised, with one model. No VS Code here, so that
 * the extension, tests and benchmarks drive the very same thing.
 */
import type {Disposable, MessageConnection} from "vscode-jsonrpc";

import type {FimLayout} from "../../core/completion/fim.js";
import type {CompletionOutcome, CompletionQuery} from "../../core/completion/types.js";
import {engineErrors} from "../../core/engine/engineErrors.js";
import {type Calibration, leastContextTokens, type Tuning} from "../../core/engine/tuning.js";
import {type EngineState, modelOf} from "../../core/engine/state.js";
import type {HearthError} from "../../core/errors.js";
import type {LoadedModel} from "../../core/models/modelInfo.js";
import type {SandboxStatus} from "../../core/privacy/sandbox.js";
import {ask} from "../../protocol/connection.js";
import {
    calibrateProgressNotification, calibrateRequest, completeRequest, type GpuChoice, initializeRequest, type InitializeResult, loadModelRequest, loadProgressNotification, type LogEntry,
    type ModelFile, openingContextNotification, partialNotification, prepareRequest
} from "../../protocol/messages.js";
import {changeableFlags} from "../process/changeableFlags.js";
import type {ExitInfo, RpcProcess} from "../process/rpcProcess.js";
import {type Containment, Supervisor} from "../process/supervisor.js";

export interface ModelSpec {
    /** Absolute path of a GGUF file. */
    readonly path: string;
    readonly expectedSha256: string | undefined;
    readonly contextSize: number;
    readonly gpu: GpuChoice;
    readonly threads: number;
    /** What an earlier calibration found. */
    readonly tuning?: Tuning | undefined;
    /** The order of a completion prompt's parts, where the model's record asks for one. */
    readonly layout?: FimLayout | undefined;
    /** A small model of the same vocabulary that guesses what this one writes. */
    readonly draft?: ModelFile | undefined;
}

export interface EngineOptions {
    /** Path of the bundled worker (dist/worker.mjs). */
    readonly workerScript: string;
    /** Absolute path of the file by which engines on one machine take turns; absent: they don't. */
    readonly lockFile?: string;
    /** What keeps the worker from the network; absent: nothing does. */
    readonly containment?: Containment;
    readonly log: (entry: LogEntry) => void;
    readonly onState: (state: EngineState) => void;
}

/**
 * The engine's library makes a sampler of 1.8 MB for each token and leaves it to the garbage collector, which does not see that size: a small young generation
 * is collected sooner (measured after 200 tokens: 330 MB of private memory instead of 709). The other lets src/syntax/grammar.ts keep V8's optimizing compiler from
 * grammars for which it would take up to 2 GB.
 */
const workerNodeOptions = ["--max-semi-space-size=1", changeableFlags];

export class Engine {
    readonly #options: EngineOptions;
    #state: EngineState = {kind: "noModel"};
    #spec: ModelSpec | undefined;
    readonly #supervisor: Supervisor;
    #pending = 0;
    #lastTicket = 0;
    readonly #partials = new Map<number, (text: string) => void>();
    #crashesWhileLoading = 0;
    /** A GPU driver that took the process down once is not tried again in this session. */
    #gpuFailed = false;
    /** Tokens of the context that the process is just opening, or 0. */
    #opening = 0;
    /** A context that took the process down is not tried again with this model. */
    #mostContext = Infinity;
    #disposed = false;
    #info: InitializeResult | undefined;

    constructor(options: EngineOptions) {
        this.#options = options;
        this.#supervisor = new Supervisor({
            who: "engine", script: options.workerScript, nodeOptions: workerNodeOptions, containment: options.containment, log: options.log,
            wire: (rpc) => this.#wire(rpc), begin: (rpc) => this.#begin(rpc), onRefused: (error) => this.#fail(error),
            mayRestart: (reason, info) => {
                this.#learnFromCrash();
                return modelOf(this.#state) !== undefined || this.#mayLoadAgain(reason, info);
            },
            onRestarting: (state) => this.#setState({kind: "restarting", ...state}),
            onGivenUp: (crashes, tail) => this.#fail(engineErrors.crashLoop(crashes, tail))
        });
    }

    get state(): EngineState {
        return this.#state;
    }

    /** What the engine runs on, once it has started. */
    get info(): InitializeResult | undefined {
        return this.#info;
    }

    /** Process id of the worker, for diagnostics and tests. */
    get pid(): number | undefined {
        return this.#supervisor.process?.pid;
    }

    /** Whether the worker is kept from the network, once that was tested. */
    get sandbox(): SandboxStatus | undefined {
        return this.#supervisor.sandbox;
    }

    /** Puts a model in force (or none). Ends the process that holds another one: that frees its memory for certain. */
    async use(spec: ModelSpec | undefined): Promise<void> {
        if (spec?.path !== this.#spec?.path)
            this.#mostContext = Infinity;
        this.#spec = spec;
        await this.restart();
    }

    /** Starts afresh with the model in force; forgets earlier crashes. Never rejects: failures become the state. */
    async restart(): Promise<void> {
        this.#crashesWhileLoading = 0;
        if (this.#spec !== undefined)
            await this.#supervisor.restart();
        else if (await this.#supervisor.stop())
            this.#setState({kind: "noModel"});
    }

    /**
     * Completes at a position. `onPartial` gets the text written so far, as it grows.
     * @throws HearthError `engine.notReady`, `request.cancelled`, `engine.crashed`, or what the worker reports.
     */
    async complete(query: CompletionQuery, signal?: AbortSignal, onPartial?: (text: string) => void): Promise<CompletionOutcome> {
        const rpc = this.#readyProcess();
        const ticket = ++this.#lastTicket;
        if (onPartial !== undefined)
            this.#partials.set(ticket, onPartial);
        this.#pending++;
        this.#showBusy();
        try {
            return await ask(signal, (token) => rpc.connection.sendRequest(completeRequest, {query, ticket}, token));
        } finally {
            this.#partials.delete(ticket);
            this.#pending--;
            this.#showBusy();
        }
    }

    /**
     * Reads the prompt of a position, so that a completion there starts at once.
     * @throws HearthError `engine.notReady`, or `request.cancelled` when a completion goes first
     */
    async prepare(query: CompletionQuery, signal?: AbortSignal): Promise<void> {
        const rpc = this.#readyProcess();
        await ask(signal, (token) => rpc.connection.sendRequest(prepareRequest, query, token));
    }

    /**
     * The way to the process that holds the model, for features in files of their own.
     * @throws HearthError `engine.notReady`
     */
    connection(): MessageConnection {
        return this.#readyProcess().connection;
    }

    /** Ends the process and waits until it is gone. */
    async dispose(): Promise<void> {
        this.#disposed = true;
        await this.#supervisor.dispose();
    }

    /** For a synchronous exit handler: no time left to be polite. */
    killNow(): void {
        this.#disposed = true;
        this.#supervisor.killNow();
    }

    /**
     * Measures how the model in force runs best on this machine: some ten seconds, ended by any completion.
     * @throws HearthError `engine.notReady` or `request.cancelled`
     */
    async calibrate(signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<Calibration> {
        const rpc = this.#readyProcess();
        let subscription: Disposable | undefined;
        try {
            return await ask(signal, (token) => {
                subscription = rpc.connection.onNotification(calibrateProgressNotification, ({fraction}) => onProgress?.(fraction));
                return rpc.connection.sendRequest(calibrateRequest, token);
            });
        } finally {
            subscription?.dispose();
        }
    }

    #readyProcess(): RpcProcess {
        const rpc = this.#supervisor.process;
        if (rpc === undefined || modelOf(this.#state) === undefined)
            throw engineErrors.notReady();
        return rpc;
    }

    #wire(rpc: RpcProcess): void {
        const path = this.#spec?.path ?? "";
        this.#opening = 0;
        this.#setState({kind: "verifying", modelPath: path, fraction: 0});
        rpc.connection.onNotification(openingContextNotification, ({tokens}) => {
            if (this.#isCurrent(rpc))
                this.#opening = tokens;
        });
        rpc.connection.onNotification(partialNotification, ({ticket, text}) => this.#partials.get(ticket)?.(text));
        rpc.connection.onNotification(loadProgressNotification, ({phase, fraction}) => {
            if (this.#isCurrent(rpc) && modelOf(this.#state) === undefined)
                this.#setState({kind: phase, modelPath: path, fraction});
        });
    }

    async #begin(rpc: RpcProcess): Promise<void> {
        const spec = this.#spec;
        if (spec === undefined)
            return;
        this.#info = await ask(undefined, (token) => rpc.connection.sendRequest(initializeRequest,
            {gpu: this.#gpuFailed ? "off" : spec.gpu, threads: spec.threads, lockFile: this.#options.lockFile}, token));
        const model = await ask(undefined, (token) => rpc.connection.sendRequest(loadModelRequest,
            {path: spec.path, expectedSha256: spec.expectedSha256, contextSize: Math.min(spec.contextSize, this.#mostContext), tuning: spec.tuning, layout: spec.layout, draft: spec.draft}, token));
        if (this.#isCurrent(rpc))
            this.#loaded(model);
    }

    /** False for a process that was replaced or given up meanwhile: what it says no longer counts. */
    #isCurrent(rpc: RpcProcess): boolean {
        return this.#supervisor.process === rpc;
    }

    #loaded(model: LoadedModel): void {
        this.#crashesWhileLoading = 0;
        this.#setState({kind: "ready", model});
    }

    /** Memory that the system promised and then had not ends a process without a word, most likely while it opens a large context. */
    #learnFromCrash(): void {
        if (this.#opening <= leastContextTokens.chat)
            return;
        this.#mostContext = Math.floor(this.#opening / 2);
        this.#opening = 0;
        this.#log("warn", `The engine ended while it opened a context of ${this.#mostContext * 2} tokens, probably for want of memory: contexts have at most ${this.#mostContext} from now on.`);
    }

    /** A crash before the model was ready: once without the GPU, once more as it was, then it is the model's fault. */
    #mayLoadAgain(reason: string, info: ExitInfo): boolean {
        const spec = this.#spec;
        if (spec?.gpu === "auto" && !this.#gpuFailed) {
            this.#gpuFailed = true;
            this.#log("warn", `The engine ended while starting (${reason}); trying again without a GPU.`);
            return true;
        }
        this.#crashesWhileLoading++;
        if (spec === undefined || this.#crashesWhileLoading < 2)
            return true;
        this.#fail(engineErrors.crashedWhileLoading(spec.path, info.stderrTail));
        return false;
    }

    #fail(error: HearthError): void {
        this.#log("error", error.inFull);
        this.#setState({kind: "failed", error: error.toData()});
    }

    #showBusy(): void {
        const model = modelOf(this.#state);
        const kind = this.#pending > 0 ? "busy" : "ready";
        if (model !== undefined && this.#state.kind !== kind)
            this.#setState({kind, model});
    }

    #setState(state: EngineState): void {
        this.#state = state;
        if (!this.#disposed)
            this.#options.onState(state);
    }

    #log(level: LogEntry["level"], message: string): void {
        this.#options.log({level, message});
    }
}
