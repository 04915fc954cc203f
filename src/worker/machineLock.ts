/**
 * One model process at a time computes on a machine: two windows' processes with a thread for each core wait for one another at every step and are many times
 * slower than taking turns (docs/PERFORMANCE.md). A lock file, kept over the steps of an answer and handed over between two of them when another asks.
 */
import {closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync} from "node:fs";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

/** The lock stays for so long after a step: the next one mostly follows at once, and files cost more than looking whether someone waits. */
const lingerMs = 15;
const pollMs = 2;
/**
 * Longer than any step, after which whoever is alive hands over. Who has waited so long takes the lock: its process hangs, or its number is another program's
 * now (the machine was restarted), and then every step would wait.
 */
const mostPatienceMs = 5_000;

export class MachineLock {
    readonly #file: string | undefined;
    #isHeld = false;
    #atWork = 0;
    #lingering: NodeJS.Timeout | undefined;

    /** @param file absolute path of the lock file; undefined: no lock, as with a GPU, which schedules its users itself */
    constructor(file: string | undefined) {
        this.#file = file;
    }

    /** Runs one step: a token, or a small batch. */
    async turn<T>(work: () => Promise<T>): Promise<T> {
        if (this.#file === undefined)
            return await work();
        clearTimeout(this.#lingering);
        if (this.#isHeld && this.#atWork === 0 && existsSync(wantedFile(this.#file))) {
            this.#release(this.#file);
            // Or this process would be first again.
            await sleep(2 * pollMs);
        }
        this.#atWork++;
        try {
            if (!this.#isHeld)
                await this.#acquire(this.#file);
            return await work();
        } finally {
            this.#atWork--;
            if (this.#atWork === 0)
                this.#linger(this.#file);
        }
    }

    #linger(file: string): void {
        this.#lingering = setTimeout(() => {
            if (this.#atWork === 0)
                this.#release(file);
        }, lingerMs).unref();
    }

    async #acquire(file: string): Promise<void> {
        const started = performance.now();
        let hasAsked = false;
        while (!this.#isHeld && performance.now() - started < mostPatienceMs) {
            this.#isHeld = tryTake(file);
            if (this.#isHeld)
                break;
            if (!hasAsked)
                ask(file);
            hasAsked = true;
            await sleep(pollMs);
        }
        if (!this.#isHeld) {
            rmSync(file, {force: true});
            this.#isHeld = tryTake(file);
        }
        if (hasAsked)
            rmSync(wantedFile(file), {force: true});
    }

    /** For the end of the process: what is left behind is found to be a dead one's. */
    dispose(): void {
        clearTimeout(this.#lingering);
        if (this.#file !== undefined)
            this.#release(this.#file);
    }

    #release(file: string): void {
        if (this.#isHeld)
            rmSync(file, {force: true});
        this.#isHeld = false;
    }
}

/** Whether a living process holds the lock, for who gives way without ever taking it. */
export function isTaken(file: string): boolean {
    return existsSync(file) && !isDead(file);
}

function wantedFile(file: string): string {
    return `${file}.wanted`;
}

function ask(file: string): void {
    try {
        closeSync(openSync(wantedFile(file), "w"));
    } catch (error) {
        if (!isExpected(error))
            throw error;
    }
}

/** Whether the lock is this process's now. A place that can't be written to counts as free: nobody else can take turns there either. */
function tryTake(file: string): boolean {
    try {
        const handle = openSync(file, "wx", 0o600);
        writeSync(handle, String(process.pid));
        closeSync(handle);
        return true;
    } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT") {
            mkdirSync(path.dirname(file), {recursive: true});
            return tryTake(file);
        }
        if (code !== "EEXIST")
            return isExpected(error);
        // Of two that find a dead one's lock at the same time both may go on: slow for one answer, never wrong.
        if (isDead(file))
            rmSync(file, {force: true});
        return false;
    }
}

/** Full disks, read-only folders, and Windows' refusal of files that are just being deleted. */
function isExpected(error: unknown): boolean {
    return ["EACCES", "EPERM", "EROFS", "ENOSPC", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function isDead(file: string): boolean {
    let pid: number;
    try {
        pid = Number(readFileSync(file, "utf8"));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT" || isExpected(error))
            return false;
        throw error;
    }
    // Just made, not written yet.
    if (pid === 0)
        return false;
    try {
        process.kill(pid, 0);
        return false;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "ESRCH";
    }
}
