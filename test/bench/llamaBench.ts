/** llama.cpp's own benchmark, where it is on the PATH. */
import {execFile} from "node:child_process";
import {promisify} from "node:util";

import {which} from "../../scripts/lib/run.mjs";

/** Tokens per second. */
export interface Speeds {
    readonly read: number;
    readonly write: number;
}

/** The median of llama-bench's own repetitions; undefined where it is not installed. @throws when it fails */
export async function llamaBench(model: string, threads: number, readTokens: number, writeTokens: number, rounds: number): Promise<Speeds | undefined> {
    const program = which("llama-bench");
    if (program === undefined)
        return undefined;
    const {stdout} = await promisify(execFile)(program, ["-m", model, "-t", String(threads), "-p", String(readTokens), "-n", String(writeTokens), "-ngl", "0",
        "-r", String(rounds), "-o", "json"], {maxBuffer: 1 << 24});
    const rows = JSON.parse(stdout) as {n_prompt: number; n_gen: number; avg_ts: number}[];
    const speed = (wanted: (row: {n_prompt: number; n_gen: number}) => boolean) => rows.find(wanted)?.avg_ts ?? Number.NaN;
    return {read: speed((row) => row.n_prompt > 0 && row.n_gen === 0), write: speed((row) => row.n_gen > 0 && row.n_prompt === 0)};
}
