/** Processes that misbehave, real ones: whatever they do, each pending request ends with an error, nothing is left behind, and memory stays bounded. */
import {existsSync, readFileSync} from "node:fs";
import path from "node:path";

import {RequestType} from "vscode-jsonrpc";
import {afterEach, describe, expect, it} from "vitest";

import type {HearthError} from "../../../src/core/errors.js";
import {ask} from "../../../src/protocol/connection.js";
import {initializeRequest, type LogEntry} from "../../../src/protocol/messages.js";
import {RpcProcess} from "../../../src/system/process/rpcProcess.js";
import {Supervisor} from "../../../src/system/process/supervisor.js";

const fixtures = path.resolve(import.meta.dirname, "../../fixtures/workers");
const anything = new RequestType<object, unknown, void>("completion/complete");
/** Far above what any of these takes; a hang is what it catches. */
const patience = 20_000;

const started: RpcProcess[] = [];
function start(fixture: string, partialMessageMs = 10_000): RpcProcess & {readonly lines: string[]} {
    const lines: string[] = [];
    const process = new RpcProcess({script: path.join(fixtures, `${fixture}.mjs`), partialMessageMs, onStderr: (line) => lines.push(line)});
    started.push(process);
    process.connection.listen();
    return Object.assign(process, {lines});
}
afterEach(() => started.splice(0).forEach((process) => process.kill()));

function request(process: RpcProcess): Promise<unknown> {
    return ask(undefined, (token) => process.connection.sendRequest(anything, {}, token));
}

async function spoken(fixture: string, partialMessageMs?: number): Promise<ReturnType<typeof start>> {
    const process = start(fixture, partialMessageMs);
    await ask(undefined, (token) => process.connection.sendRequest(initializeRequest, {gpu: "off", threads: 0, lockFile: undefined}, token));
    return process;
}

describe("a process that", () => {
    it("crashes at start fails what it is asked, and its last words are kept", {timeout: patience}, async () => {
        const process = start("crashesAtStart");
        await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
        expect(await process.exited).toEqual({code: 7, signal: null, stderrTail: "something is missing", spoke: false});
        await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
    });

    it("can't even be started fails what it is asked", {timeout: patience}, async () => {
        const process = new RpcProcess({script: "x", wrap: () => ["/nowhere/at/all"], onStderr: () => undefined});
        process.connection.listen();
        await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
        expect((await process.exited).stderrTail).toContain("ENOENT");
        expect(process.pid).toBeUndefined();
    });

    it.each([["diesMidAnswer", null, "SIGKILL"], ["endsWhileBusy", 0, null]] as const)("%s fails every request that waits", {timeout: patience}, async (fixture, code, signal) => {
        const process = await spoken(fixture);
        const waiting = [request(process), request(process), request(process)];
        expect((await Promise.allSettled(waiting)).map((result) => result.status === "rejected" ? (result.reason as HearthError).code : "answered"))
            .toEqual(["engine.crashed", "engine.crashed", "engine.crashed"]);
        expect(await process.exited).toMatchObject({code, signal, spoke: true});
    });

    it("writes what is no protocol is ended", {timeout: patience}, async () => {
        const process = start("writesGarbage");
        await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
        expect((await process.exited).signal).toBe("SIGKILL");
    });

    it("leaves a message half said is ended", {timeout: patience}, async () => {
        const process = await spoken("halfAFrame", 300);
        await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
        expect((await process.exited).stderrTail).toContain("half of a message");
    });

    it.each([["hugeFrame", "it sent a message of 1073741824 bytes"], ["endlessHeader", "it sent a header of more than"]])(
        "%s is ended before memory is taken for it", {timeout: patience}, async (fixture, words) => {
            const process = await spoken(fixture);
            const before = memory();
            await expect(request(process)).rejects.toMatchObject({code: "engine.crashed"});
            expect((await process.exited).stderrTail).toContain(words);
            expect(memory() - before).toBeLessThan(100_000_000);
        });

    it("does not read is ended when too much waits for it", {timeout: patience}, async () => {
        const process = await spoken("readsNothing");
        const waiting = request(process);
        const text = "x".repeat(1_000_000);
        const sent = Array.from({length: 80}, () => ask(undefined, (token) => process.connection.sendRequest(anything, {text}, token)));
        expect((await Promise.allSettled([waiting, ...sent])).filter(({status}) => status !== "rejected")).toEqual([]);
        expect((await process.exited).stderrTail).toContain("it does not read what it is sent");
    });

    it("will not end is made to", {timeout: patience}, async () => {
        const process = await spoken("hangsOnShutdown");
        const begun = performance.now();
        await process.stop(300);
        expect(performance.now() - begun).toBeGreaterThan(250);
        expect((await process.exited).signal).toBe("SIGKILL");
    });

    it("stops a second time without harm", {timeout: patience}, async () => {
        const process = await spoken("endsWhileBusy");
        await Promise.all([process.stop(), process.stop()]);
        await process.stop();
        process.kill();
        expect(existsSync(`/proc/${String(process.pid)}/exe`)).toBe(false);
    });
});

describe("the supervisor", () => {
    interface Seen {
        readonly supervisor: Supervisor;
        readonly log: LogEntry[];
        readonly events: string[];
    }
    const seen: Seen[] = [];
    afterEach(() => Promise.all(seen.splice(0).map(({supervisor}) => supervisor.dispose())));

    function supervise(fixture: string, begin: (process: RpcProcess) => Promise<void> = () => Promise.resolve()): Seen {
        const log: LogEntry[] = [], events: string[] = [];
        const supervisor = new Supervisor({
            who: "engine", script: path.join(fixtures, `${fixture}.mjs`), nodeOptions: [], containment: undefined, log: (entry) => log.push(entry), wire: () => events.push("start"),
            begin, mayRestart: () => true, onRefused: ({code}) => events.push(`refused ${code}`), onRestarting: ({attempt, reason}) => events.push(`again ${String(attempt)} ${reason}`),
            onGivenUp: (crashes) => events.push(`given up ${String(crashes)}`)
        });
        const one = {supervisor, log, events};
        seen.push(one);
        return one;
    }

    it("starts a process that crashes at start four times anew, then gives up", {timeout: 60_000}, async () => {
        const {supervisor, events, log} = supervise("crashesAtStart");
        await supervisor.restart();
        await expect.poll(() => events.at(-1), {timeout: 50_000}).toBe("given up 5");
        expect(events.filter((event) => event === "start")).toHaveLength(5);
        expect(events.filter((event) => event.startsWith("again"))).toEqual([1, 2, 3, 4].map((attempt) => `again ${String(attempt)} exit code 7`));
        expect(log.some(({level, message}) => level === "error" && message.includes("something is missing"))).toBe(true);
        expect(supervisor.process).toBeUndefined();
    });

    it("of two starts at once leaves one process", {timeout: patience}, async () => {
        const {supervisor, events} = supervise("endsWhileBusy");
        await Promise.all([supervisor.restart(), supervisor.restart(), supervisor.restart()]);
        expect(events).toEqual(["start"]);
        expect(supervisor.process?.pid).toBeGreaterThan(0);
    });

    it("starts nothing after its end", {timeout: patience}, async () => {
        const {supervisor, events} = supervise("endsWhileBusy");
        const starting = supervisor.restart();
        await supervisor.dispose();
        await starting;
        await supervisor.restart();
        expect(supervisor.process).toBeUndefined();
        expect(events.filter((event) => event.startsWith("again"))).toEqual([]);
    });

    it("starts the next one only when the last is gone, however often it is asked", {timeout: patience}, async () => {
        const {supervisor} = supervise("hangsOnShutdown");
        await supervisor.restart();
        const first = supervisor.process;
        let isGone = false;
        void first?.exited.then(() => isGone = true);
        void supervisor.restart();
        await supervisor.restart();
        expect(isGone).toBe(true);
        expect(supervisor.process?.pid).not.toBe(first?.pid);
    });

    it("says so where the system starts no process", {timeout: patience}, async () => {
        const {supervisor, events} = supervise("endsWhileBusy\0");
        await supervisor.restart();
        expect(events).toEqual(["refused engine.notStarted"]);
        expect(supervisor.process).toBeUndefined();
    });

    it("ends a process that refuses, and does not start it again", {timeout: patience}, async () => {
        let refused: RpcProcess | undefined;
        const {supervisor, events} = supervise("endsWhileBusy", (process) => {
            refused = process;
            return Promise.reject(new Error("no"));
        });
        await supervisor.restart();
        expect(events).toEqual(["start", "refused request.failed"]);
        await refused?.exited;
        expect(events).toEqual(["start", "refused request.failed"]);
    });
});

/** Bytes that this process holds of the machine's memory. */
function memory(): number {
    return process.platform === "linux" ? Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024 : process.memoryUsage.rss();
}
