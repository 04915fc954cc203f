/**
 * The number of physical cores this process may use. Hyper-threads don't help matrix arithmetic, and threads that wait for each other at
 * every layer make it many times slower when there are more of them than cores.
 */
import {readFile} from "node:fs/promises";
import os from "node:os";

export async function physicalCores(): Promise<number> {
    const available = os.availableParallelism();
    const physical = process.platform === "linux" ? await linuxCores() : guessedCores();
    return Math.max(1, Math.min(available, physical ?? available));
}

/** Distinct (physical package, core) pairs in /proc/cpuinfo; undefined where the kernel doesn't name them (most ARM). */
async function linuxCores(): Promise<number | undefined> {
    let text: string;
    try {
        text = await readFile("/proc/cpuinfo", "utf8");
    } catch {
        return undefined; // no procfs (some containers): the caller falls back to what the scheduler allows
    }
    return countCores(text);
}

/** Counts cores in the text of /proc/cpuinfo. */
export function countCores(cpuinfo: string): number | undefined {
    const cores = new Set<string>();
    for (const block of cpuinfo.split(/\n\s*\n/)) {
        const core = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
        if (core !== undefined)
            cores.add(`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? "0"}:${core}`);
    }
    return cores.size > 0 ? cores.size : undefined;
}

/** Node tells logical processors only. x64 desktops mostly have two per core; ARM (Apple, Qualcomm) have one. */
function guessedCores(): number {
    const logical = os.cpus().length;
    return process.arch === "x64" && logical > 2 ? Math.ceil(logical / 2) : logical;
}
