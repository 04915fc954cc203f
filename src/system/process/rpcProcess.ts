/** A child process that talks JSON-RPC on stdio: started, watched, and certainly ended. Knows nothing of models. */
import {type ChildProcess, spawn} from "node:child_process";

import type {MessageConnection} from "vscode-jsonrpc";

import {pidAnnouncement} from "../../core/privacy/wrap.js";
import {ask} from "../../protocol/connection.js";
import {shutdownRequest} from "../../protocol/messages.js";
import {childEnvironment} from "./environment.js";
import {connectWatched} from "./watchedConnection.js";

export interface RpcProcessOptions {
    /** JavaScript file to run with this very Node (inside VS Code: Electron as Node). */
    readonly script: string;
    readonly args?: readonly string[];
    /** Options of Node itself, before the script. */
    readonly nodeOptions?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** The command line that runs a command in a sandbox; absent: none. */
    readonly wrap?: (command: readonly string[], env: Readonly<Record<string, string>>) => readonly string[];
    /** The wrapped process is another than the one started here, and announces its number. */
    readonly announcesPid?: boolean;
    /** Half of a message may stand so long before the process counts as broken, in milliseconds. */
    readonly partialMessageMs?: number;
    /** A line the child wrote to stderr. */
    readonly onStderr: (line: string) => void;
}

export interface ExitInfo {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    /** The last lines of stderr, for the log. */
    readonly stderrTail: string;
    /** Whether the process had said anything before: one that has not may not have been started at all. */
    readonly spoke: boolean;
}

const stderrLinesKept = 40;
const defaultPartialMessageMs = 10_000;
/** How long the last output of an ended process is waited for, and how many messages it may hold. */
const lastWordsMs = 500;
const lastMessages = 32;

export class RpcProcess {
    readonly connection: MessageConnection;
    /** Settles once the process is gone, however it went. */
    readonly exited: Promise<ExitInfo>;
    readonly #child: ChildProcess;
    /** Of the process itself, where {@link RpcProcessOptions.announcesPid}. */
    #announced: number | undefined;
    /** It has ended; what it wrote last may still be on its way. */
    #ended = false;
    /** It has ended, and all that it wrote was heard. */
    #gone = false;
    #spoke = false;
    #stopping = false;

    constructor(options: RpcProcessOptions) {
        const env = childEnvironment(options.env);
        const bare = [process.execPath, ...options.nodeOptions ?? [], options.script, ...options.args ?? []];
        const [file = "", ...args] = options.wrap?.(bare, env) ?? bare;
        const child = spawn(file, args, {env, stdio: ["pipe", "pipe", "pipe"], windowsHide: true});
        this.#child = child;
        // Before anything else: without files left to open there are no pipes, and an error that nobody listens to would end the host.
        child.on("error", (error) => options.onStderr(error.message));
        if ((child.stdout as unknown) === undefined)
            throw new Error("the system has no files left to open");
        const tail = collectLines(child.stderr, (line) => {
            if (options.announcesPid === true && this.#announced === undefined && line.startsWith(pidAnnouncement))
                this.#announced = Number(line.slice(pidAnnouncement.length));
            options.onStderr(line);
        });
        // Bytes that are no protocol: the stream can't be trusted any more, so the process ends and the supervisor decides.
        const fault = (what: string) => {
            if (this.#gone)
                return;
            tail.push(`protocol: ${what}`);
            options.onStderr(`protocol: ${what}`);
            this.kill();
        };
        this.connection = connectWatched(child.stdout, child.stdin, {
            partialMessageMs: options.partialMessageMs ?? defaultPartialMessageMs, onFault: fault, onFirstByte: () => this.#spoke = true
        });
        // A write to a process that has just died must not become an unhandled error of the host.
        child.stdin.on("error", (error) => options.onStderr(`stdin: ${error.message}`));
        this.exited = new Promise((resolve) => {
            const done = (code: number | null, signal: NodeJS.Signals | null, extra = "") => {
                if (this.#gone)
                    return;
                this.#gone = true;
                this.connection.dispose(); // rejects every pending request
                resolve({code, signal, stderrTail: [...tail, extra].filter(Boolean).join("\n"), spoke: this.#spoke});
            };
            child.on("exit", (code, signal) => {
                this.#ended = true;
                void lastWords(child).then(() => done(code, signal));
            });
            child.on("error", (error) => {
                this.#ended = true;
                done(null, null, error.message);
            });
        });
        this.connection.onError(([error]) => fault(error.message));
        // Closing stdin is part of a polite end, which has a limit of its own.
        this.connection.onClose(() => {
            if (!this.#stopping)
                this.kill();
        });
    }

    /** Of the process itself, not of what keeps it in its sandbox; undefined when it did not start. */
    get pid(): number | undefined {
        return this.#announced ?? this.#child.pid;
    }

    /** Asks the process to end; kills it when it has not within `graceMs`. Resolves when it is gone. */
    async stop(graceMs = 1_500): Promise<void> {
        if (this.#gone)
            return;
        this.#stopping = true;
        const timer = setTimeout(() => this.kill(), graceMs);
        ask(undefined, () => this.connection.sendRequest(shutdownRequest)).then(() => this.#child.stdin?.end(), () => this.kill());
        await this.exited;
        clearTimeout(timer);
    }

    /** Ends the process at once. Safe to call at any time, also from a synchronous exit handler. */
    kill(): void {
        if (this.#ended)
            return;
        if (this.#announced !== undefined)
            killQuietly(this.#announced);
        this.#child.kill("SIGKILL");
    }
}

/**
 * Waits until what a process wrote before it ended has been heard: Node may tell of the end first, and the last message can be the one that says why. Not for
 * long, since a grandchild may hold the pipes.
 */
async function lastWords(child: ChildProcess): Promise<void> {
    await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lastWordsMs);
        child.once("close", () => {
            clearTimeout(timer);
            resolve();
        });
    });
    // The connection hands on one message in each turn of the event loop.
    for (let turn = 0; turn < lastMessages; turn++)
        await new Promise((resolve) => setImmediate(resolve));
}

function killQuietly(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") // ended meanwhile
            throw error;
    }
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
