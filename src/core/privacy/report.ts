/** `Hearth: Privacy Report`: what holds now, how that was tested, and what is kept, as a page to read and to hand on. Pure. */
import {escaped, inlineCode} from "../text/markdown.js";
import {type Attempt, describeSandbox, type SandboxStatus} from "./sandbox.js";

/** A socket that a process has open. */
export interface OpenSocket {
    /** `unix`, `tcp`, `udp6`, … as the kernel's tables are called; `unknown` for one that is in none of them. */
    readonly kind: string;
    /** Where it stands or leads; empty for one without a name. */
    readonly address: string;
}

export interface WatchedProcess {
    /** `Model process`, for instance. */
    readonly name: string;
    readonly pid: number | undefined;
    readonly sandbox: SandboxStatus | undefined;
    /** Its own and its children's; undefined where this system does not tell. */
    readonly sockets: readonly OpenSocket[] | undefined;
}

/** What can be deleted from the page of the report, each after a question. */
export const deletableKinds = ["conversations", "statistics", "index"] as const;
export type DeletableKind = typeof deletableKinds[number];

export interface StoredItem {
    readonly what: string;
    readonly path: string;
    readonly bytes: number;
    /** How it is deleted: a sentence. */
    readonly deletedBy: string;
    /** Set where the page of the report can delete it. */
    readonly kind?: DeletableKind | undefined;
}

export interface LoadedFile {
    readonly role: "model" | "draft model" | "embedding model" | "adapter";
    readonly name: string;
    readonly path: string;
    /** Undefined for a file of which no record names it. */
    readonly sha256: string | undefined;
}

export interface PrivacyFacts {
    readonly version: string;
    /** Of the system and of VS Code, in words. */
    readonly system: string;
    readonly requireSandbox: boolean;
    readonly processes: readonly WatchedProcess[];
    readonly stored: readonly StoredItem[];
    readonly files: readonly LoadedFile[];
    /** Path of the software bill of materials. */
    readonly billOfMaterials: string;
}

/** Sockets of these kinds can't leave the machine. */
const localKinds: readonly string[] = ["unix", "netlink"];

/** The whole, as Markdown. @param at when the facts were gathered */
export function privacyReport(facts: PrivacyFacts, at: Date): string {
    const {before, after} = aroundStored(facts, at);
    return [before, ...storedTable(facts.stored), "", after].join("\n");
}

/** The Markdown before the table of what is kept, and after it. @param at when the facts were gathered */
export function aroundStored(facts: PrivacyFacts, at: Date): {readonly before: string; readonly after: string} {
    const before = [
        "# Hearth's privacy report", "", `${at.toISOString()}, Hearth ${facts.version}, ${escaped(facts.system)}`, "",
        "## What keeps your code on this machine", "", ...facts.processes.flatMap(layerOf),
        "- **By construction**: no script of Hearth's has a module that can reach a network, but for the probe that each start tries to get out with. The build and a test of the package fail otherwise.",
        "- **Pages**: chat, statistics and this report may load nothing but their own script and style sheet; text of a model becomes elements, never HTML.",
        facts.requireSandbox ? "- `hearth.privacy.requireSandbox` is on: without a proven ban no process of model or index runs." :
            "- `hearth.privacy.requireSandbox` is off: where the ban can't be enforced, model and index run all the same, and the status item says so.", "",
        "## Open sockets of Hearth's processes", "", ...facts.processes.flatMap(socketsOf), "",
        "## What is kept", ""
    ];
    const after = [
        "## What is loaded", "", ...loadedTable(facts.files), "",
        "## What Hearth is made of", "", `The software bill of materials (CycloneDX) lies in ${inlineCode(facts.billOfMaterials)}; licenses stand in THIRD_PARTY_NOTICES.md beside it.`, "",
        "## How to check this yourself", "",
        "- Turn the network off: everything works as before.",
        "- Linux: `npm run prove:offline` in Hearth's repository runs the whole job without a network and looks at every socket; or watch a process with strace, filtered by `network`.",
        "- macOS: `lsof -i -a -p PID` for the processes above. Windows: Resource Monitor, Network, filtered by process id.",
        "- VS Code itself and other extensions are outside of this report.", ""
    ];
    return {before: before.join("\n"), after: after.join("\n")};
}

function layerOf({name, pid, sandbox}: WatchedProcess): string[] {
    if (pid === undefined)
        return [`- **${name}**: does not run.`];
    if (sandbox === undefined)
        return [`- **${name}** (${String(pid)}): was not tested yet.`];
    const word = {enforced: "Enforced", partly: "Partly", notEnforced: "Not enforced"}[sandbox.kind];
    const {proof} = sandbox;
    return [
        `- **${name}** (${String(pid)}): **${word}.** It ${escaped(describeSandbox(sandbox))}.`,
        ...proof === undefined ? [] : [`    - Tested at its start: ${proof.attempts.map(describeAttempt).join("; ")}.`],
        ...proof?.interfaces === undefined ? [] : [`    - Network interfaces that it sees: ${proof.interfaces.map((each) => inlineCode(each)).join(", ") || "none"}.`]
    ];
}

function describeAttempt({what, error}: Attempt): string {
    return `${inlineCode(what)} ${error === undefined ? "**found a way**" : `failed (${error})`}`;
}

function socketsOf({name, pid, sockets}: WatchedProcess): string[] {
    if (pid === undefined)
        return [];
    if (sockets === undefined)
        return [`- **${name}**: this system does not tell; see below how to look.`];
    const outside = sockets.filter(({kind}) => !localKinds.includes(kind));
    const local = sockets.length - outside.length;
    return [
        `- **${name}**: ${outside.length === 0 ? "none that could leave this machine" : `**${String(outside.length)} that could leave this machine**`}; ${String(local)} to other processes of this machine (its pipes to VS Code).`,
        ...outside.map(({kind, address}) => `    - ${kind} ${inlineCode(address)}`)
    ];
}

function storedTable(stored: readonly StoredItem[]): string[] {
    if (stored.length === 0)
        return ["Nothing."];
    return ["| What | Where | Size | Deleted by |", "|---|---|---|---|",
        ...stored.map(({what, path, bytes, deletedBy}) => `| ${escaped(what)} | ${inlineCode(path)} | ${sizeInWords(bytes)} | ${escaped(deletedBy)} |`)];
}

function loadedTable(files: readonly LoadedFile[]): string[] {
    if (files.length === 0)
        return ["No model."];
    return ["| | File | SHA-256 |", "|---|---|---|",
        ...files.map(({role, name, path, sha256}) => `| ${role} ${escaped(name)} | ${inlineCode(path)} | ${sha256 === undefined ? "not known: no record names it" : inlineCode(sha256)} |`)];
}

/** `35 KB`, `1.2 MB`. */
export function sizeInWords(bytes: number): string {
    return bytes < 1e6 ? `${String(Math.ceil(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
