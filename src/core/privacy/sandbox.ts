/**
 * How a child process is kept from the network, and how sure that is. A process tries to get out (src/probe), tells what it met, and {@link judge} says what
 * that proves: an error alone proves little, for a machine without a connection has errors too.
 */

/** From the one tried first to the one tried last, on the platforms that have them. */
export const sandboxMethods = ["unshareFiles", "unshare", "bwrap", "systemdRun", "sandboxExec"] as const;
export type SandboxMethod = typeof sandboxMethods[number];

/** One attempt to reach something, and what came of it. */
export interface Attempt {
    /** `udp 192.0.2.1`, for instance. */
    readonly what: string;
    /** Whether what was tried lies outside this machine; else it is its loopback. */
    readonly outside: boolean;
    /** The error's code; undefined: there is a way. */
    readonly error: string | undefined;
}

/** What a process says of itself and its attempts. */
export interface NetworkProof {
    readonly attempts: readonly Attempt[];
    /** Identifies the process's network namespace (Linux), such as `net:[4026532178]`. */
    readonly namespace: string | undefined;
    /** Names of the network interfaces it sees (Linux); a fresh namespace has `lo`, down, and may have tunnels that lead nowhere. */
    readonly interfaces: readonly string[] | undefined;
    /** Whether a filter of system calls is in force (Linux, seccomp). */
    readonly filtered: boolean | undefined;
}

/** Whether a process can reach a network. Shown in the status bar, the log and the privacy report. */
export type SandboxStatus =
    | {readonly kind: "enforced"; readonly method: SandboxMethod; readonly proof: NetworkProof}
    | {readonly kind: "partly"; readonly method: SandboxMethod | undefined; readonly why: string; readonly proof: NetworkProof | undefined}
    | {readonly kind: "notEnforced"; readonly why: string; readonly proof: NetworkProof | undefined};

/** What the kernel answers when a rule forbids it, as opposed to when nobody is there. */
const forbidden: readonly string[] = ["EPERM", "EACCES", "EAFNOSUPPORT"];
/** What it answers when there is no way: in a namespace of its own, but also on a machine without a connection. */
const noWay: readonly string[] = [...forbidden, "ENETUNREACH", "ENETDOWN", "EADDRNOTAVAIL", "EHOSTUNREACH"];

/**
 * What a proof is worth.
 * @param method what the process was started with; undefined: with nothing
 * @param hostNamespace the network namespace of the process that started it (Linux)
 */
export function judge(method: SandboxMethod | undefined, proof: NetworkProof, hostNamespace: string | undefined): SandboxStatus {
    const open = proof.attempts.filter(({outside, error}) => outside && (error === undefined || !noWay.includes(error))).map(({what}) => what);
    const tried = proof.attempts.some(({outside}) => outside);
    const ownNamespace = proof.namespace !== undefined && hostNamespace !== undefined && proof.namespace !== hostNamespace;
    const ruled = proof.attempts.length > 0 && proof.attempts.every(({error}) => error !== undefined && forbidden.includes(error));
    if (method === undefined && !ruled && !ownNamespace)
        return {kind: "notEnforced", why: "it was started without a sandbox", proof};
    if (open.length > 0) {
        return open.length < proof.attempts.filter(({outside}) => outside).length
            ? {kind: "partly", method, why: `it can still get out by ${open.join(", ")}`, proof}
            : {kind: "notEnforced", why: `it can get out by ${open.join(", ")}`, proof};
    }
    if (!ownNamespace && !ruled)
        return {kind: "notEnforced", why: "nothing answered it, but no rule of the system forbade it either", proof};
    if (!tried || method === undefined)
        return {kind: "partly", method, why: tried ? "Hearth itself did not start it in a sandbox" : "it did not try to get out", proof};
    return {kind: "enforced", method, proof};
}

const methodNames: Readonly<Record<SandboxMethod, string>> = {
    unshareFiles: "a network and mount namespace of its own (unshare)",
    unshare: "a network namespace of its own (unshare)",
    bwrap: "a network namespace of its own (bwrap)",
    systemdRun: "a system call filter (systemd)",
    sandboxExec: "macOS's sandbox (sandbox-exec)"
};

/** What a method is, in words. */
export function methodName(method: SandboxMethod): string {
    return methodNames[method];
}

/** The status in half a sentence, for a process that is named before it: `The model process …`. */
export function describeSandbox(status: SandboxStatus): string {
    switch (status.kind) {
        case "enforced":
            return `has no network: ${methodName(status.method)}, and it tried to get out in vain`;
        case "partly":
            return `is only partly kept from the network: ${status.why}`;
        case "notEnforced":
            return `is not kept from the network by the system: ${status.why}`;
    }
}
