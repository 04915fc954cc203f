// Processes take turns: never two at a step, none kept out for long, a dead one's lock is no lock.
import {type ChildProcess, spawn, spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

import {build} from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {MachineLock} from "../../../src/worker/machineLock.js";

const folder = mkdtempSync(path.join(tmpdir(), "hearth-lock-"));
const program = path.join(folder, "steps.mjs");
const children: ChildProcess[] = [];

beforeAll(async () => {
    await build({
        bundle: true, platform: "node", format: "esm", outfile: program, logLevel: "error",
        stdin: {resolveDir: path.resolve(import.meta.dirname, "../../.."), loader: "ts", contents: `
            import {appendFileSync} from "node:fs";
            import {setTimeout as sleep} from "node:timers/promises";
            import {MachineLock} from "./src/worker/machineLock.js";
            const [lockFile, journal, steps] = process.argv.slice(2);
            const lock = new MachineLock(lockFile);
            for (let i = 0; i < Number(steps); i++)
                await lock.turn(async () => {
                    appendFileSync(journal, "begin " + process.pid + "\\n");
                    await sleep(3);
                    appendFileSync(journal, "end " + process.pid + "\\n");
                });
            lock.dispose();`}
    });
});
afterAll(() => {
    for (const child of children)
        child.kill("SIGKILL");
    rmSync(folder, {recursive: true, force: true});
});

describe("the machine's lock", () => {
    it("lets one process at a time do a step, and each of them again and again", async () => {
        const [lock, journal] = [path.join(folder, "deep", "a.lock"), path.join(folder, "a.txt")];
        const pids = await Promise.all([1, 2, 3].map(() => new Promise<number | undefined>((resolve) => {
            const child = spawn(process.execPath, [program, lock, journal, "40"], {stdio: "inherit"});
            children.push(child);
            child.once("exit", () => resolve(child.pid));
        })));
        const lines = readFileSync(journal, "utf8").trim().split("\n");
        expect(lines).toHaveLength(3 * 2 * 40);
        for (let i = 0; i < lines.length; i += 2)
            expect(lines[i + 1]).toBe(lines[i]?.replace("begin", "end"));
        // Handed over while others still have steps to do, not after all of one's own.
        const first = Number(lines[0]?.split(" ")[1]);
        expect(pids).toContain(first);
        expect(lines.slice(0, -2).findLastIndex((line) => line.endsWith(` ${first}`))).toBeGreaterThan(80);
        expect(existsSync(lock)).toBe(false);
    });

    it("of a process that is gone is taken over", async () => {
        const {pid} = spawnSync(process.execPath, ["-e", ""]);
        const file = path.join(folder, "b.lock");
        writeFileSync(file, String(pid));
        const lock = new MachineLock(file);
        expect(await lock.turn(() => Promise.resolve(readFileSync(file, "utf8")))).toBe(String(process.pid));
        await sleep(60);
        expect(existsSync(file)).toBe(false);
    });

    it("of a process that never hands over is taken, once: a process number may be another program's after a restart of the machine", async () => {
        const file = path.join(folder, "d.lock");
        // Alive, and knows nothing of locks.
        writeFileSync(file, String(process.ppid));
        const lock = new MachineLock(file);
        const times: number[] = [];
        for (let i = 0; i < 3; i++) {
            const started = performance.now();
            expect(await lock.turn(() => Promise.resolve(readFileSync(file, "utf8")))).toBe(String(process.pid));
            times.push(performance.now() - started);
        }
        expect(Math.max(...times.slice(1))).toBeLessThan(2_000);
        lock.dispose();
        expect(existsSync(file)).toBe(false);
    }, 20_000);

    it("goes on after an error, and several steps of one process share it", async () => {
        const lock = new MachineLock(path.join(folder, "c.lock"));
        await expect(lock.turn(() => Promise.reject(new Error("it failed")))).rejects.toThrow("it failed");
        let inside = 0;
        await Promise.all([1, 2].map(() => lock.turn(async () => {
            inside++;
            while (inside < 2)
                await sleep(1);
        })));
        expect(inside).toBe(2);
        lock.dispose();
    });
});
