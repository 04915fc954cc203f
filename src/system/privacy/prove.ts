/** What a process of Hearth's can say of its own network: facts of the kernel about itself, and what a child met that has all its restrictions. */
import {execFile} from "node:child_process";
import {readFile, readlink} from "node:fs/promises";
import path from "node:path";
import {promisify} from "node:util";

import type {Attempt, NetworkProof} from "../../core/privacy/sandbox.js";

const probePatienceMs = 10_000;

/**
 * @param folder where the bundles lie
 * @throws Error when the probe can't be run, or says nothing that can be understood
 */
export async function proveNetwork(folder: string): Promise<NetworkProof> {
    const [facts, attempts] = await Promise.all([ownFacts(), runProbe([process.execPath, path.join(folder, "networkProbe.mjs")], process.env)]);
    return {...facts, attempts};
}

/** The network namespace of this process; undefined where there are none. */
export async function networkNamespace(): Promise<string | undefined> {
    return await whereThere(readlink("/proc/self/ns/net"));
}

/** Runs the probe, however it is started. @throws Error with what the command printed, when it fails */
export async function runProbe(command: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly Attempt[]> {
    const [file = "", ...args] = command;
    const {stdout} = await promisify(execFile)(file, args, {
        timeout: probePatienceMs, killSignal: "SIGKILL", maxBuffer: 65_536, windowsHide: true, env: {...env, ELECTRON_RUN_AS_NODE: "1"}
    });
    return readAttempts(stdout);
}

/** What the probe printed. @throws Error when it is something else */
export function readAttempts(text: string): readonly Attempt[] {
    const said: unknown = JSON.parse(text);
    if (!Array.isArray(said) || said.length === 0)
        throw new Error("the probe told of no attempt");
    return said.map((item: unknown) => {
        const {what, outside, error} = item as Record<string, unknown>;
        if (typeof what !== "string" || typeof outside !== "boolean" || (error !== undefined && typeof error !== "string"))
            throw new Error("the probe's answer can't be understood");
        return {what, outside, error};
    });
}

async function ownFacts(): Promise<Omit<NetworkProof, "attempts">> {
    const [namespace, devices, status] = await Promise.all([
        networkNamespace(), whereThere(readFile("/proc/self/net/dev", "utf8")), whereThere(readFile("/proc/self/status", "utf8"))
    ]);
    return {
        namespace,
        interfaces: devices === undefined ? undefined : [...devices.matchAll(/^\s*([^\s:]+):/gm)].map(([, name = ""]) => name),
        filtered: status === undefined ? undefined : /^Seccomp:\s+2$/m.test(status)
    };
}

/** What /proc says; undefined where there is none, or it does not say this. */
async function whereThere(reading: Promise<string>): Promise<string | undefined> {
    try {
        return await reading;
    } catch (error) {
        if (["ENOENT", "EACCES", "EPERM", "ENOTDIR", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? ""))
            return undefined;
        throw error;
    }
}
