/** A child process that talks JSON-RPC on stdio: started, watched, and certainly ended. Knows nothing of models. */
import {type ChildProcess, spawn} from "node:child_process";

import type {MessageConnection} from "vscode-jsonrpc";

import {connectStreams} from "../../protocol/connection.js";
import {shutdownRequest} from "../../protocol/messages.js";

export interface RpcProcessOptions {
    /** JavaScript file to run with this very Node (inside VS Code: Electron as Node). */
    readonly script: string;
    readonly args?: readonly string[];
    /** Options of Node itself, before the script. */
    readonly nodeOptions?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** A line the child wrote to stderr. */
    readonly onStderr: (line: string) => void;
}

export interface ExitInfo {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    /** The last lines of stderr, for the log. */
    readonly stderrTail: string;
}

const stderrLinesKept = 40;

export class RpcProcess {
    readonly connection: MessageConnection;
    /** Settles once the process is gone, however it went. */
    readonly exited: Promise<ExitInfo>;
    readonly #child: ChildProcess;
    #gone = false;

    constructor(options: RpcProcessOptions) {
        const child = spawn(process.execPath, [...options.nodeOptions ?? [], options.script, ...options.args ?? []], {
            env: childEnvironment(options.env), stdio: ["pipe", "pipe", "pipe"], windowsHide: true
        });
        this.#child = child;
        const tail = collectLines(child.stderr, options.onStderr);
        this.connection = connectStreams(child.stdout, child.stdin);
        // A write to a process that has just died must not become an unhandled error of the host.
        child.stdin.on("error", (error) => options.onStderr(`stdin: ${error.message}`));
        this.exited = new Promise((resolve) => {
            const done = (code: number | null, signal: NodeJS.Signals | null, extra = "") => {
                if (this.#gone)
                    return;
                this.#gone = true;
                this.connection.dispose(); // rejects every pending request
                resolve({code, signal, stderrTail: [...tail, extra].filter(Boolean).join("\n")});
            };
            child.on("exit", done);
            child.on("error", (error) => done(null, null, error.message));
        });
        // Bytes that are no protocol: the stream can't be trusted any more, so the process ends and the supervisor decides.
        this.connection.onError(([error]) => {
            options.onStderr(`protocol: ${error.message}`);
            this.kill();
        });
        this.connection.onClose(() => this.kill());
    }

    get pid(): number | undefined {
        return this.#child.pid;
    }

    /** Asks the process to end; kills it when it has not within `graceMs`. Resolves when it is gone. */
    async stop(graceMs = 1_500): Promise<void> {
        if (this.#gone)
            return;
        const timer = setTimeout(() => this.kill(), graceMs);
        this.connection.sendRequest(shutdownRequest).then(() => this.#child.stdin?.end(), () => this.kill());
        await this.exited;
        clearTimeout(timer);
    }

    /** Ends the process at once. Safe to call at any time, also from a synchronous exit handler. */
    kill(): void {
        if (!this.#gone)
            this.#child.kill("SIGKILL");
    }
}

/** The parent's environment without what would change how the child's Node behaves. */
function childEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    const env = Object.fromEntries(Object.entries(process.env)
        .filter(([name]) => !/^(NODE_OPTIONS|NODE_LLAMA_CPP_.*|VSCODE_INSPECTOR_OPTIONS)$/.test(name)));
    return {...env, ELECTRON_RUN_AS_NODE: "1", ...extra};
}

function collectLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): string[] {
    const tail: string[] = [];
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => {
        const lines = (rest + chunk).split("\n");
        rest = (lines.pop() ?? "").slice(-10_000);
        for (const line of lines) {
            tail.push(line);
            if (tail.length > stderrLinesKept)
                tail.shift();
            onLine(line);
        }
    });
    return tail;
}
