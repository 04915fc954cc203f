// Which processes run, and ending a program together with all it started.
// @ts-check
import {spawnSync} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";

import {codeOf} from "./steps.mjs";

/**
 * @typedef {object} RunningProcess
 * @property {number} pid
 * @property {number} parent
 * @property {string} command the whole command line
 */

/**
 * The processes of this machine (Linux and macOS), without those that have ended and wait for their parent.
 * @returns {RunningProcess[]}
 */
export function runningProcesses() {
    if (process.platform === "linux") return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => fromProc(Number(name)));
    const {stdout} = spawnSync("ps", ["-axo", "pid=,ppid=,stat=,command="], {encoding: "utf8"});
    return stdout.split("\n").flatMap((line) => {
        const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
        return command === undefined || state?.startsWith("Z") ? [] : [{pid: Number(pid), parent: Number(parent), command}];
    });
}

/**
 * @param {number} pid
 * @returns {RunningProcess[]} empty when it has ended
 */
function fromProc(pid) {
    try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const [state, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
        return command === "" || state === "Z" ? [] : [{pid, parent: Number(parent), command}];
    } catch (error) {
        if (["ENOENT", "ESRCH", "EACCES"].includes(codeOf(error) ?? "")) return []; // ended meanwhile, or not ours
        throw error;
    }
}

/**
 * Whether a process of this number runs, whoever it belongs to.
 * @param {number} pid
 */
export function isAlive(pid) {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return codeOf(error) === "EPERM"; // alive, but another user's
    }
}

/**
 * A process and all it started, directly or not.
 * @param {number} pid
 * @returns {RunningProcess[]}
 */
export function processTree(pid) {
    const all = runningProcesses();
    const found = all.filter((candidate) => candidate.pid === pid);
    for (const {pid: parent} of found) found.push(...all.filter((candidate) => candidate.parent === parent));
    return found;
}

/**
 * Asks a program and all it started to end, then makes them. Resolves when none is left.
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} [patience] milliseconds until they are made to
 */
export async function endTree(child, patience = 5000) {
    const {pid} = child;
    if (pid === undefined) return;
    if (process.platform === "win32") {
        spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], {windowsHide: true});
        return;
    }
    const tree = processTree(pid); // before the parent ends: after it, its children belong to nobody
    signal(tree, "SIGTERM");
    const deadline = Date.now() + patience;
    while (living(tree).length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    signal(living(tree), "SIGKILL");
    while (living(tree).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

/**
 * Which of these still run: the same number with the same command line, for numbers are given again.
 * @param {readonly RunningProcess[]} tree
 */
function living(tree) {
    const now = new Map(runningProcesses().map(({pid, command}) => [pid, command]));
    return tree.filter(({pid, command}) => now.get(pid) === command);
}

/**
 * @param {readonly RunningProcess[]} tree
 * @param {"SIGTERM" | "SIGKILL"} name
 */
function signal(tree, name) {
    for (const {pid} of tree) {
        try {
            process.kill(pid, name);
        } catch (error) {
            if (codeOf(error) !== "ESRCH") throw error; // ended meanwhile
        }
    }
}
