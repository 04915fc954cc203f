/** Which way of starting a process without a network works on this machine: tried once with a throwaway process, and remembered for the session. */
import {randomUUID} from "node:crypto";
import {stat} from "node:fs/promises";
import path from "node:path";

import {describeSandbox, judge, type SandboxMethod, type SandboxStatus} from "../../core/privacy/sandbox.js";
import {relaySockets, secretPaths} from "../../core/privacy/secrets.js";
import {methodsOf, type SandboxPlaces, whyNone, wrapCommand} from "../../core/privacy/wrap.js";
import {asHearthError} from "../../core/errors.js";
import {ask} from "../../protocol/connection.js";
import {networkProofRequest} from "../../protocol/messages.js";
import type {RpcProcess} from "../process/rpcProcess.js";
import {childEnvironment} from "../process/environment.js";
import {networkNamespace, runProbe} from "./prove.js";

export interface SandboxOptions {
    /** Folder of the bundles, with networkProbe.mjs. */
    readonly folder: string;
    /** Folders that the processes write to. */
    readonly writable: readonly string[];
    /** The user's home folder. */
    readonly home: string;
    readonly log: (message: string) => void;
    /** For tests: only these methods. */
    readonly methods?: readonly SandboxMethod[];
}

/** How to start a process, and why not otherwise. */
export interface SandboxChoice {
    readonly method: SandboxMethod | undefined;
    /** What was tried before, with the reason why it does not work here. */
    readonly failed: readonly {readonly method: SandboxMethod; readonly why: string}[];
    /** Why there is none, when there is none: the end of a sentence. */
    readonly why: string;
    /** The command line that runs another one so. */
    wrap(command: readonly string[], env: Readonly<Record<string, string | undefined>>): string[];
}

export class Sandbox {
    readonly #options: SandboxOptions;
    #choice: Promise<SandboxChoice> | undefined;

    constructor(options: SandboxOptions) {
        this.#options = options;
    }

    /** The first method that works here; none, when none does. Never rejects. */
    choose(): Promise<SandboxChoice> {
        return this.#choice ??= this.#find();
    }

    /**
     * Forgets the choice when a process did not even begin to speak: perhaps the method has stopped working. It is tried anew, not given up, or a process that
     * crashes could talk Hearth out of its sandbox.
     */
    recheck(): void {
        this.#choice = undefined;
    }

    /** Has a process prove itself: what can't be proven is not enforced. @throws HearthError `engine.crashed` where the process is gone, which says nothing of it */
    async check(process: RpcProcess): Promise<SandboxStatus> {
        const {method, why} = await this.choose();
        try {
            const proof = await ask(undefined, (token) => process.connection.sendRequest(networkProofRequest, token));
            const status = judge(method, proof, await networkNamespace());
            return status.kind === "notEnforced" && method === undefined ? {...status, why} : status;
        } catch (error) {
            if (asHearthError(error).code === "engine.crashed")
                throw error;
            return {kind: "notEnforced", why: `it could not be tested (${asHearthError(error).message})`, proof: undefined};
        }
    }

    async #find(): Promise<SandboxChoice> {
        const places = await this.#places();
        const failed: {method: SandboxMethod; why: string}[] = [];
        const make = (method: SandboxMethod | undefined, why: string): SandboxChoice => ({
            method, why, failed,
            wrap: (command, env) => method === undefined ? [...command] : wrapCommand(method, command, places, `hearth-${randomUUID()}`, Object.keys(env))
        });
        const methods = (this.#options.methods ?? methodsOf(process.platform));
        for (const method of methods) {
            const choice = make(method, "");
            const why = await this.#whyNot(choice, method);
            if (why === undefined) {
                this.#options.log(`Processes are started without a network (${method}).${failed.map((other) => ` ${other.method} does not work here: ${other.why}.`).join("")}`);
                return choice;
            }
            failed.push({method, why});
        }
        const why = methods.length === 0 ? whyNone(process.platform) : `no way to take its network works here (${failed.map((other) => `${other.method}: ${other.why}`).join("; ")})`;
        this.#options.log(`Processes can't be started without a network: ${why}.`);
        return make(undefined, why);
    }

    /** Why a method does not work here; undefined when it does. */
    async #whyNot(choice: SandboxChoice, method: SandboxMethod): Promise<string | undefined> {
        const env = childEnvironment();
        try {
            const attempts = await runProbe(choice.wrap([process.execPath, path.join(this.#options.folder, "networkProbe.mjs")], env), env);
            // The probe says no more than what it met; which namespace it was in the real process tells.
            const status = judge(method, {attempts, namespace: "its own", interfaces: undefined, filtered: undefined}, "the host's");
            return status.kind === "enforced" ? undefined : describeSandbox(status);
        } catch (error) {
            return firstLine(error);
        }
    }

    async #places(): Promise<SandboxPlaces> {
        const {home, writable} = this.#options;
        const runtime = process.env["XDG_RUNTIME_DIR"];
        const candidates = [...secretPaths.map((name) => path.join(home, name)), ...process.platform === "linux" ? [...runtime === undefined ? [] : [runtime], ...relaySockets] : []];
        const found = await Promise.all(candidates.map(async (file) => ({path: file, isFolder: await folderOrFile(file)})));
        return {
            writable,
            // What Hearth itself keeps must stay in sight, wherever someone has put it.
            hidden: found.flatMap(({path: file, isFolder}) => isFolder === undefined || writable.some((folder) => isWithin(folder, file)) ? [] : [{path: file, isFolder}])
        };
    }
}

/** Whether a path is a folder; undefined when nothing is there, or nobody may look. */
async function folderOrFile(file: string): Promise<boolean | undefined> {
    try {
        return (await stat(file)).isDirectory();
    } catch {
        return undefined; // what can't be looked at can't be read either
    }
}

function isWithin(file: string, folder: string): boolean {
    const relative = path.relative(folder, file);
    return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

/** What a command printed when it failed, in a line. */
function firstLine(error: unknown): string {
    const {stderr, message, code} = error as Error & {stderr?: string; code?: unknown};
    if (code === "ENOENT")
        return "it is not installed";
    return (stderr?.split("\n").find((line) => line.trim() !== "") ?? message.split("\n")[0] ?? "it failed").trim().slice(0, 200);
}
