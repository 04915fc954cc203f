import {spawn} from "node:child_process";
import path from "node:path";

import {afterEach, describe, expect, it} from "vitest";

import {isAlive, queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

describe("nothing is left behind", () => {
    let watched: WatchedEngine | undefined;
    afterEach(() => watched?.engine.dispose());

    it("a stopped (hung) worker is killed by dispose", async () => {
        watched = watchedEngine();
        await watched.engine.use(specOf(testModel));
        const pid = watched.engine.pid ?? 0;
        process.kill(pid, "SIGSTOP");
        await watched.engine.dispose();
        expect(isAlive(pid)).toBe(false);
    });

    it("a worker ends when its parent is killed, also while it is busy", async () => {
        const parent = spawn(process.execPath, ["--experimental-transform-types", "--no-warnings", path.resolve(import.meta.dirname, "orphan.mjs"), testModel],
            {stdio: ["ignore", "pipe", "inherit"]});
        const line = await new Promise<string>((resolve) => parent.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())));
        const worker = Number(line.trim());
        expect(isAlive(worker)).toBe(true);
        parent.kill("SIGKILL");
        await expect.poll(() => isAlive(worker), {timeout: 10_000, interval: 200}).toBe(false);
    });

    it("a crash loop stops after five crashes and says so", async () => {
        watched = watchedEngine(path.resolve(import.meta.dirname, "../fixtures/workers/crashesWhenAsked.mjs"));
        await watched.engine.use(specOf(testModel));
        expect(watched.engine.state.kind).toBe("ready");
        for (let crash = 1; crash <= 5; crash++) {
            await expect(watched.engine.complete(queryAt("‸"))).rejects.toMatchObject({code: "engine.crashed"});
            // The request fails a moment before the exit is seen: "ready" may still be the old one.
            await watched.until(crash < 5 ? "restarting" : "failed");
            if (crash < 5)
                await watched.until("ready");
        }
        expect(watched.engine.state).toMatchObject({kind: "failed", error: {code: "engine.crashLoop", remedy: "showLog"}});
        await expect(watched.engine.complete(queryAt("‸"))).rejects.toMatchObject({code: "engine.notReady"});
    });

    it("a process that dies while loading is tried again once, then the file is to blame", async () => {
        watched = watchedEngine(path.resolve(import.meta.dirname, "../fixtures/workers/crashesWhileLoading.mjs"));
        await watched.engine.use(specOf(testModel));
        const state = await watched.until("failed");
        expect(state).toMatchObject({kind: "failed", error: {code: "model.loadFailed", remedy: "selectModel"}});
        expect(watched.states.filter(({kind}) => kind === "restarting")).toHaveLength(1);
    });

    it("garbage on stdout ends the process and is a crash, not a hang", async () => {
        watched = watchedEngine(path.resolve(import.meta.dirname, "../fixtures/workers/writesGarbage.mjs"));
        await watched.engine.use(specOf(testModel));
        await watched.until("failed");
        expect(watched.engine.pid).toBeUndefined();
    });
});
