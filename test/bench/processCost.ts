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

/** Resident memory of a process in bytes that is its own (not the mapped model file); Linux only, NaN elsewhere. */
export async function privateBytesOf(pid: number | undefined): Promise<number> {
    if (process.platform !== "linux" || pid === undefined)
        return Number.NaN;
    const status = await readFile(`/proc/${String(pid)}/status`, "utf8");
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}

function ticksPerSecond(): number {
    return Number(execFileSync("getconf", ["CLK_TCK"], {encoding: "utf8"}));
}
