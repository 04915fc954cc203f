/** What Linux says of processes: what they hold in memory, and which have ended without their parent having taken notice. */
import {readdirSync, readFileSync} from "node:fs";

import type {RunningProcess} from "../../scripts/lib/processes.mjs";

/** Resident memory of processes together, in MB; one that has just ended counts nothing. */
export function residentMb(processes: readonly RunningProcess[]): number {
    const kb = ({pid}: RunningProcess) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(about(pid, "status") ?? "")?.[1] ?? 0);
    return Math.round(processes.reduce((sum, each) => sum + kb(each), 0) / 1024);
}

/** How many children of these processes have ended and are still kept. */
export function zombies(parents: readonly number[]): number {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((pid) => {
        const [state, parent] = about(Number(pid), "stat")?.replace(/^.*\) /s, "").split(" ") ?? [];
        return state === "Z" && parents.includes(Number(parent));
    }).length;
}

/** A file of a process; undefined when it has ended meanwhile. */
function about(pid: number, file: "stat" | "status"): string | undefined {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
            return undefined;
        throw error;
    }
}
