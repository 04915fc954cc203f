/** The embedding model as the rest of Hearth sees it: one process, supervised, which is there only while vectors are wanted. */
import type {HearthError} from "../../core/errors.js";
import {embeddingErrors} from "../../core/index/vectors/embeddingErrors.js";
import type {TextRole} from "../../core/index/vectors/prefixes.js";
import type {EmbedderState} from "../../core/index/vectors/state.js";
import type {SandboxStatus} from "../../core/privacy/sandbox.js";
import {ask} from "../../protocol/connection.js";
import {type EmbedderInfo, embedRequest, loadEmbedderRequest} from "../../protocol/embedMessages.js";
import type {LogEntry} from "../../protocol/messages.js";
import {readModelRecord} from "../models/record.js";
import type {RpcProcess} from "../process/rpcProcess.js";
import {type Containment, Supervisor} from "../process/supervisor.js";

export interface EmbedderOptions {
    /** Path of the bundled embedding process (dist/embedder.mjs). */
    readonly script: string;
    /** Absolute path of the file by which model processes take turns; absent: documents wait for nobody. */
    readonly lockFile?: string;
    /** What keeps the process from the network; absent: nothing does. */
    readonly containment?: Containment;
    readonly log: (entry: LogEntry) => void;
    readonly onState: (state: EmbedderState) => void;
}

export class Embedder {
    readonly #options: EmbedderOptions;
    readonly #supervisor: Supervisor;
    #state: EmbedderState = {kind: "off"};
    #file = "";
    #info: EmbedderInfo | undefined;
    #disposed = false;

    constructor(options: EmbedderOptions) {
        this.#options = options;
        this.#supervisor = new Supervisor({
            who: "embedding", script: options.script, nodeOptions: [], containment: options.containment, log: options.log,
            wire: () => this.#setState({kind: "loading"}), begin: (rpc) => this.#load(rpc), onRefused: (error) => this.#fail(error), mayRestart: () => true,
            onRestarting: () => this.#setState({kind: "loading"}), onGivenUp: (crashes, tail) => this.#fail(embeddingErrors.embeddingCrashLoop(crashes, tail))
        });
    }

    get state(): EmbedderState {
        return this.#state;
    }

    /** The model in force, once it is loaded. */
    get info(): EmbedderInfo | undefined {
        return this.#state.kind === "ready" ? this.#info : undefined;
    }

    /** Process id, for the privacy report and tests. */
    get pid(): number | undefined {
        return this.#supervisor.process?.pid;
    }

    /** Whether the process is kept from the network, once that was tested. */
    get sandbox(): SandboxStatus | undefined {
        return this.#supervisor.sandbox;
    }

    /** Puts a model in force, by its file's absolute path, or none: empty. The same again changes nothing, unless it has failed. Never rejects: failures become the state. */
    async use(file: string): Promise<void> {
        if (file === this.#file && this.#state.kind !== "failed")
            return;
        this.#file = file;
        await this.restart();
    }

    /** Starts the process afresh, for what only a start can change. */
    async restart(): Promise<void> {
        if (this.#file !== "")
            await this.#supervisor.restart();
        else if (await this.#supervisor.stop())
            this.#setState({kind: "off"});
    }

    /**
     * Embeds texts; each comes back as a byte per dimension, in base64.
     * @throws HearthError `embedding.notReady`, `embedding.busy`, `embedding.noVector`, `request.cancelled`, `engine.crashed`
     */
    async embed(texts: readonly string[], role: TextRole, signal?: AbortSignal): Promise<readonly string[]> {
        const rpc = this.#supervisor.process;
        if (rpc === undefined || this.#state.kind !== "ready")
            throw embeddingErrors.embeddingNotReady();
        return (await ask(signal, (token) => rpc.connection.sendRequest(embedRequest, {texts, role}, token))).vectors;
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

    async #load(rpc: RpcProcess): Promise<void> {
        const file = this.#file;
        const record = await readModelRecord(file, (sentence) => this.#options.log({level: "warn", message: sentence}));
        const info = await ask(undefined, (token) => rpc.connection.sendRequest(loadEmbedderRequest,
            {path: file, expectedSha256: record?.sha256, lockFile: this.#options.lockFile}, token));
        if (this.#supervisor.process !== rpc)
            return;
        this.#info = info;
        this.#options.log({level: "info", message: `Embedding model: ${info.name} (${info.architecture}), vectors of ${String(info.dimensions)} numbers; threads: ${String(info.threads)}.`});
        this.#setState({kind: "ready", name: info.name});
    }

    #fail(error: HearthError): void {
        this.#options.log({level: "error", message: error.inFull});
        this.#setState({kind: "failed", error: error.toData()});
    }

    #setState(state: EmbedderState): void {
        this.#state = state;
        if (!this.#disposed)
            this.#options.onState(state);
    }
}
