/** What a process has cost so far. */
import {execFileSync} from "node:child_process";
import {readFile} from "node:fs/promises";

/** CPU seconds (user and system) of a process, all threads; Linux only, NaN elsewhere. */
export async function cpuSecondsOf(pid: number | undefined): Promise<number> {
    if (process.platform !== "linux" || pid === undefined)
        return Number.NaN;
    const stat = await readFile(`/proc/${String(pid)}/stat`, "utf8");
    // Fields after the command's closing parenthesis; utime and stime are the 14th and 15th of all (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

/** Bytes; NaN where the system does not tell. */
export interface Memory {
    /** Resident and the process's own. */
    readonly anonymous: number;
    /** Resident and mapped from files: most of it the model. */
    readonly file: number;
    /** Most that was resident at once, of both kinds. */
    readonly peak: number;
}

/** Resident memory of a process; Linux only, NaN elsewhere. */
export async function memoryOf(pid: number | undefined): Promise<Memory> {
    if (process.platform !== "linux" || pid === undefined)
        return {anonymous: Number.NaN, file: Number.NaN, peak: Number.NaN};
    const status = await readFile(`/proc/${String(pid)}/status`, "utf8");
    const bytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? Number.NaN) * 1024;
    return {anonymous: bytes("RssAnon"), file: bytes("RssFile"), peak: bytes("VmHWM")};
}

function ticksPerSecond(): number {
    return Number(execFileSync("getconf", ["CLK_TCK"], {encoding: "utf8"}));
}
