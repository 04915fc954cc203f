import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import path from "node:path";

import {afterEach, describe, expect, it} from "vitest";

import {ChatEngine} from "../../src/system/chat/chatEngine.js";
import {queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

const worker = (name: string) => path.resolve(import.meta.dirname, `../fixtures/workers/${name}.mjs`);
/** Too little for the KV cache of 32,768 tokens of the 0.5B (403 MB), enough for half of it and what reading takes. */
const room = 370_000_000;

/** From now on a process gets so many more bytes for its data and no more. */
function limit(pid: number, bytes: number): void {
    const data = Number(/^VmData:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1]) * 1024;
    execFileSync("prlimit", ["--pid", String(pid), `--data=${String(data + bytes)}`]);
}

describe.runIf(process.platform === "linux")("a machine that is short of memory", () => {
    let watched: WatchedEngine | undefined;
    afterEach(() => watched?.engine.dispose());

    it("gets a smaller context for its conversations, says so, and completes as ever", async () => {
        watched = watchedEngine();
        const {engine, log, states} = watched;
        await engine.use(specOf(testModel, {contextSize: 32_768}));
        limit(engine.pid ?? 0, room);
        const outcome = await new ChatEngine(engine).reply(
            {lane: "chat", system: "Answer briefly.", turns: [{role: "user", text: "Which keyword declares a constant in JavaScript? One word."}], maxTokens: 24, temperature: 0},
            new AbortController().signal, () => undefined
        );
        expect(outcome.text).toMatch(/const/i);
        expect(outcome.windowTokens).toBe(16_384);
        expect(log.map(({message}) => message)).toContain("memory is short: contexts for chat have 16384 tokens from now on");
        expect((await engine.complete(queryAt("export function add(a: number, b: number): number {\n    return a‸;\n}\n"))).text.trim()).toBe("+ b");
        expect(states.map(({kind}) => kind)).not.toContain("restarting");
    });

    it("gets a sentence that says so where not even the weights fit, and no crash loop", async () => {
        watched = watchedEngine(worker("littleMemory"));
        await watched.engine.use(specOf(testModel));
        await watched.until("failed");
        // Which allocation fails first is chance: the engine reports it, or the process dies of it, at most twice.
        expect(watched.engine.state).toMatchObject({kind: "failed", error: {remedy: "selectModel", message: expect.stringMatching(/memory/) as string}});
        expect(watched.states.filter(({kind}) => kind === "restarting").length).toBeLessThanOrEqual(1);
    });
});

describe("a process that ends without a word while it opens a context", () => {
    let watched: WatchedEngine | undefined;
    afterEach(() => watched?.engine.dispose());

    it("is started again with half of it, until there is room", async () => {
        watched = watchedEngine(worker("diesOpeningContext"));
        const {engine, log} = watched;
        await engine.use(specOf(testModel, {contextSize: 8_192}));
        const state = await watched.until("ready");
        expect(state).toMatchObject({kind: "ready", model: {contextSize: 4_096}});
        expect(log.map(({message}) => message)).toContainEqual(expect.stringMatching(/^The engine ended while it opened a context of 8192 tokens/));
    });
});
