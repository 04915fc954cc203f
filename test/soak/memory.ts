/** What processes hold in memory. Linux only: elsewhere the system does not say it so plainly. */
import {readFileSync} from "node:fs";

import type {RunningProcess} from "../../scripts/lib/processes.mjs";

/** Resident memory of processes together, in MB; one that has just ended counts nothing. */
export function residentMb(processes: readonly RunningProcess[]): number {
    return Math.round(processes.reduce((sum, {pid}) => sum + residentKb(pid), 0) / 1024);
}

function residentKb(pid: number): number {
    try {
        return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
    } catch (error) {
        if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
            return 0;
        throw error;
    }
}
