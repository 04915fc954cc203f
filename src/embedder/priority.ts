/** The lowest priority for all of this process: on a busy machine it computes with what nobody else wants. */
import {readdirSync} from "node:fs";
import os from "node:os";

/**
 * Call it before anything has been computed. On Linux the priority is a thread's, and each new thread has that of the one which starts it: so all that are there
 * get it. A system that refuses leaves things as they are, which is no harm.
 */
export function lowerPriority(): void {
    for (const thread of process.platform === "linux" ? threads() : [process.pid]) {
        try {
            os.setPriority(thread, os.constants.priority.PRIORITY_LOW);
        } catch {
            // a thread that has just ended, or a system that does not allow it
        }
    }
}

function threads(): number[] {
    try {
        return readdirSync("/proc/self/task").map(Number);
    } catch {
        return [process.pid]; // no procfs
    }
}
