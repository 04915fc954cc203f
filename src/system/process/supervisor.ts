/** Keeps one process of Hearth's running: starts it without a network, watches it, starts it again after a crash, gives up after too many, and ends it for certain. */
import {restartPolicy, type RestartPolicy} from "../../core/engine/restartPolicy.js";
import {engineErrors} from "../../core/engine/engineErrors.js";
import {describeSandbox, type SandboxStatus} from "../../core/privacy/sandbox.js";
import {type ContainedProcess, privacyErrors} from "../../core/privacy/privacyErrors.js";
import {asHearthError, type HearthError} from "../../core/errors.js";
import {type LogEntry, logNotification} from "../../protocol/messages.js";
import type {Sandbox} from "../privacy/sandbox.js";
import {announcesPid} from "../../core/privacy/wrap.js";
import {type ExitInfo, RpcProcess, type RpcProcessOptions} from "./rpcProcess.js";

/** What keeps the processes from the network; absent in tests and benchmarks that are about something else. */
export interface Containment {
    readonly sandbox: Sandbox;
    /** Whether a process that is not kept from the network may run. */
    readonly isRequired: () => boolean;
    readonly onStatus: (status: SandboxStatus) => void;
}

/** How the log calls the processes, and the programs that they run. */
const names: Readonly<Record<ContainedProcess, {readonly process: string; readonly program: string}>> = {
    engine: {process: "model", program: "worker"}, index: {process: "index", program: "indexer"}, embedding: {process: "embedding", program: "embedder"}
};

export interface SupervisorOptions {
    readonly who: ContainedProcess;
    readonly script: string;
    readonly nodeOptions: readonly string[];
    readonly containment: Containment | undefined;
    readonly log: (entry: LogEntry) => void;
    /** Before the process says anything: what to listen to. */
    readonly wire: (process: RpcProcess) => void;
    /** Brings a fresh process into service. */
    readonly begin: (process: RpcProcess) => Promise<void>;
    /** What `begin` rejects with, unless the process is gone. It has been ended. */
    readonly onRefused: (error: HearthError) => void;
    /** Whether a process that ended so may be started again, beside the policy's own limits; may have said already why not. */
    readonly mayRestart: (reason: string, info: ExitInfo) => boolean;
    readonly onRestarting: (state: {readonly attempt: number; readonly delayMs: number; readonly reason: string}) => void;
    readonly onGivenUp: (crashes: number, stderrTail: string) => void;
}

type Wrapping = Pick<RpcProcessOptions, "wrap" | "announcesPid">;

export class Supervisor {
    readonly #options: SupervisorOptions;
    #process: RpcProcess | undefined;
    /** Those that were asked to end and are not gone yet: their memory and their locks are not free. */
    readonly #ending = new Set<RpcProcess>();
    #policy: RestartPolicy = restartPolicy();
    #timer: NodeJS.Timeout | undefined;
    /** Counts what began; who began earlier and comes back finds another number, and gives way. */
    #run = 0;
    #disposed = false;
    #status: SandboxStatus | undefined;

    constructor(options: SupervisorOptions) {
        this.#options = options;
    }

    get process(): RpcProcess | undefined {
        return this.#process;
    }

    /** Whether the process is kept from the network, once that was tested. */
    get sandbox(): SandboxStatus | undefined {
        return this.#status;
    }

    /** Ends the process, forgets earlier crashes, and starts anew. Resolves when the new one is in service, or is not going to be. Never rejects. */
    async restart(): Promise<void> {
        const run = await this.#stop();
        if (run === this.#run)
            await this.#start();
    }

    forgetCrashes(): void {
        this.#policy = restartPolicy();
    }

    /** Ends the process and waits until it is gone. False when another has been asked for meanwhile. */
    async stop(): Promise<boolean> {
        return await this.#stop() === this.#run;
    }

    async dispose(): Promise<void> {
        this.#disposed = true;
        await this.#stop();
    }

    /** For a synchronous exit handler: no time left to be polite. */
    killNow(): void {
        this.#disposed = true;
        for (const process of [this.#process, ...this.#ending])
            process?.kill();
    }

    async #stop(): Promise<number> {
        const run = ++this.#run;
        this.#policy = restartPolicy();
        clearTimeout(this.#timer);
        this.#end(this.#process);
        this.#process = undefined;
        await Promise.all([...this.#ending].map(({exited}) => exited));
        return run;
    }

    #end(process: RpcProcess | undefined): void {
        if (process === undefined)
            return;
        this.#ending.add(process);
        void process.exited.then(() => this.#ending.delete(process));
        void process.stop();
    }

    async #start(): Promise<void> {
        const run = ++this.#run;
        const {containment} = this.#options;
        const choice = await containment?.sandbox.choose();
        if (run !== this.#run || this.#disposed)
            return;
        if (choice !== undefined && choice.method === undefined && containment?.isRequired() === true) {
            this.#tested({kind: "notEnforced", why: choice.why, proof: undefined});
            this.#options.onRefused(this.#refusal(choice.why));
            return;
        }
        const process = this.#spawned(choice === undefined ? {} : {wrap: (command, env) => choice.wrap(command, env), announcesPid: announcesPid(choice.method)});
        if (process === undefined)
            return;
        try {
            const tested = this.#test(process);
            if (containment?.isRequired() === true)
                await tested;
            else
                tested.catch((error: unknown) => this.#beginFailed(process, asHearthError(error)));
            if (this.#process === process)
                await this.#options.begin(process);
        } catch (error) {
            this.#beginFailed(process, asHearthError(error));
        }
    }

    /** Undefined where the system starts no process at all: it has no memory or no files left. */
    #spawned(how: Wrapping): RpcProcess | undefined {
        try {
            return this.#spawn(how);
        } catch (error) {
            this.#options.onRefused(engineErrors.notStarted(names[this.#options.who].process, error));
            return undefined;
        }
    }

    #spawn(how: Wrapping): RpcProcess {
        const {script, nodeOptions, log, who} = this.#options;
        const process = new RpcProcess({script, nodeOptions, ...how, onStderr: (line) => log({level: "debug", message: `${names[who].program}: ${line}`})});
        this.#process = process;
        process.connection.onNotification(logNotification, (entry) => log(entry));
        this.#options.wire(process);
        process.connection.listen();
        void process.exited.then((info) => this.#exited(process, info));
        return process;
    }

    /** Has the process prove itself. @throws HearthError `WHO.notSandboxed` where it must be kept from the network and is not */
    async #test(process: RpcProcess): Promise<void> {
        const {containment} = this.#options;
        if (containment === undefined)
            return;
        const status = await containment.sandbox.check(process);
        if (this.#process !== process)
            return;
        this.#tested(status);
        if (containment.isRequired() && status.kind !== "enforced")
            throw this.#refusal(describeSandbox(status));
    }

    #tested(status: SandboxStatus): void {
        const {who, log, containment} = this.#options;
        this.#status = status;
        log({level: status.kind === "enforced" ? "info" : "warn", message: `The ${names[who].process} process ${describeSandbox(status)}.`});
        containment?.onStatus(status);
    }

    #refusal(why: string): HearthError {
        return privacyErrors.sandboxRequired(this.#options.who, why);
    }

    /** A refusal is final until the user changes something; a vanished process is the exit handler's. */
    #beginFailed(process: RpcProcess, error: HearthError): void {
        if (this.#process !== process || error.code === "engine.crashed" || error.code === "engine.protocol")
            return;
        this.#process = undefined;
        this.#options.onRefused(error);
        this.#end(process);
    }

    #exited(process: RpcProcess, info: ExitInfo): void {
        if (this.#process !== process || this.#disposed)
            return;
        this.#process = undefined;
        if (!info.spoke)
            this.#options.containment?.sandbox.recheck();
        const reason = info.signal !== null ? `signal ${info.signal}` : `exit code ${String(info.code)}`;
        this.#options.log({level: "error", message: `The ${this.#options.who} process ended unexpectedly (${reason}). ${info.stderrTail}`});
        if (!this.#options.mayRestart(reason, info))
            return;
        const {next, decision} = this.#policy.crashed(Date.now());
        this.#policy = next;
        if (decision.kind === "stop") {
            this.#options.onGivenUp(decision.crashes, info.stderrTail);
            return;
        }
        this.#options.onRestarting({attempt: decision.attempt, delayMs: decision.delayMs, reason});
        this.#timer = setTimeout(() => void this.#start(), decision.delayMs);
    }
}
