import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {HearthError} from "../../../src/core/errors.js";
import {Latest} from "../../../src/worker/latest.js";
import {patience, runs} from "../fuzz/runs.js";

const cancelled = (error: unknown) => error instanceof HearthError && error.code === "request.cancelled";
const live = () => new AbortController().signal;

/** A task that ends when told to, as a completion does at its next token: with its value, or cancelled once it was asked to end. */
class Task {
    signal: AbortSignal | undefined;
    #end: () => void = () => expect.fail("the task was not started");
    readonly #onStart: () => void;

    constructor(readonly name: string, onStart: () => void = () => undefined) {
        this.#onStart = onStart;
    }

    get started(): boolean {
        return this.signal !== undefined;
    }

    readonly run = (signal: AbortSignal): Promise<string> => {
        expect(this.started).toBe(false);
        this.signal = signal;
        this.#onStart();
        return new Promise((resolve, reject) => {
            this.#end = () => signal.aborted
                ? reject(new HearthError({code: "request.cancelled", message: "Cancelled.", remedy: "none"}))
                : resolve(this.name);
        });
    };

    end(): void {
        this.#end();
    }
}

/** Lets everything that is due happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("the latest task", () => {
    it("runs at once when nothing is at work, and gives its result", async () => {
        const latest = new Latest();
        const task = new Task("a");
        const result = latest.run(live(), task.run);
        expect(task.started).toBe(true);
        task.end();
        await expect(result).resolves.toBe("a");
    });

    it("asks the one at work to end, and starts only when it has", async () => {
        const latest = new Latest();
        const [first, second] = [new Task("a"), new Task("b")];
        const results = Promise.allSettled([latest.run(live(), first.run), latest.run(live(), second.run)]);
        await settle();
        expect([first.signal?.aborted, second.started]).toEqual([true, false]);
        first.end();
        await settle();
        expect(second.signal?.aborted).toBe(false);
        second.end();
        expect(await results).toMatchObject([{status: "rejected", reason: {code: "request.cancelled"}}, {status: "fulfilled", value: "b"}]);
    });

    it("takes the place of the one that waits, which never runs", async () => {
        const latest = new Latest();
        const [first, second, third] = [new Task("a"), new Task("b"), new Task("c")];
        const results = Promise.allSettled([first, second, third].map((task) => latest.run(live(), task.run)));
        first.end();
        await settle();
        third.end();
        expect(await results).toMatchObject([{status: "rejected"}, {status: "rejected", reason: {code: "request.cancelled"}}, {status: "fulfilled", value: "c"}]);
        expect(second.started).toBe(false);
    });

    it("does not run when its caller cancels while it waits", async () => {
        const latest = new Latest();
        const [first, second] = [new Task("a"), new Task("b")];
        const controller = new AbortController();
        const results = Promise.allSettled([latest.run(live(), first.run), latest.run(controller.signal, second.run)]);
        controller.abort();
        first.end();
        expect(await results).toMatchObject([{status: "rejected"}, {status: "rejected", reason: {code: "request.cancelled"}}]);
        expect(second.started).toBe(false);
    });

    it("is told when its caller cancels while it runs", async () => {
        const controller = new AbortController();
        const task = new Task("a");
        const result = new Latest().run(controller.signal, task.run);
        controller.abort();
        expect(task.signal?.aborted).toBe(true);
        task.end();
        await expect(result).rejects.toSatisfy(cancelled);
    });

    it("is not disturbed by one that was cancelled before it came", async () => {
        const latest = new Latest();
        const [first, second] = [new Task("a"), new Task("b")];
        const result = latest.run(live(), first.run);
        await expect(latest.run(AbortSignal.abort(), second.run)).rejects.toSatisfy(cancelled);
        expect([first.signal?.aborted, second.started]).toEqual([false, false]);
        first.end();
        await expect(result).resolves.toBe("a");
    });

    it("that fails, at once or later, leaves the place to the next", async () => {
        const latest = new Latest();
        await expect(latest.run(live(), () => { throw new Error("at once"); })).rejects.toThrow("at once");
        await expect(latest.run(live(), () => Promise.reject(new Error("later")))).rejects.toThrow("later");
        const next = new Task("next");
        const result = latest.run(live(), next.run);
        expect(next.started).toBe(true);
        next.end();
        await expect(result).resolves.toBe("next");
    });
});

describe("any interleaving", () => {
    const action = fc.oneof(
        {weight: 3, arbitrary: fc.constant({kind: "run"} as const)}, {weight: 3, arbitrary: fc.constant({kind: "end"} as const)},
        fc.record({kind: fc.constant("cancel" as const), which: fc.nat()}),
        {weight: 3, arbitrary: fc.record({kind: fc.constant("wait" as const), microtasks: fc.integer({min: 1, max: 12})})}
    );

    it("keeps one task at work, starts none that was overtaken, and settles every promise; the last one asked for wins", async () => {
        await fc.assert(fc.asyncProperty(fc.array(action, {maxLength: 30}), async (actions) => {
            const latest = new Latest();
            const tasks: Task[] = [];
            const callers: AbortController[] = [];
            const outcomes: Promise<unknown>[] = [];
            const open = new Set<Task>();
            const ask = () => {
                const number = tasks.length;
                const task: Task = new Task(String(number), () => {
                    open.add(task);
                    expect(open.size).toBe(1);
                    // At its start it is the newest: nothing that waits or comes later has been passed over.
                    expect(number).toBe(tasks.length - 1);
                });
                const caller = new AbortController();
                tasks.push(task);
                callers.push(caller);
                outcomes.push(latest.run(caller.signal, task.run).then((value) => value, (error: unknown) => cancelled(error) ? "cancelled" : error));
            };
            const endOpen = () => {
                for (const task of open) {
                    open.delete(task);
                    task.end();
                }
            };
            for (const step of actions) {
                switch (step.kind) {
                    case "run": ask(); break;
                    case "end": endOpen(); break;
                    case "cancel": callers[step.which % Math.max(1, callers.length)]?.abort(); break;
                    case "wait":
                        for (let i = 0; i < step.microtasks; i++)
                            await Promise.resolve();
                }
            }
            ask();
            const last = tasks.length - 1;
            for (let rounds = 0; rounds < 10 && tasks[last]?.started !== true; rounds++) {
                endOpen();
                await settle();
            }
            expect(tasks[last]?.signal?.aborted).toBe(false);
            endOpen();
            const settled = await Promise.all(outcomes);
            expect(settled.map((outcome, i) => outcome === "cancelled" || outcome === String(i))).not.toContain(false);
            expect(settled[last]).toBe(String(last));
        }), {numRuns: runs(2_000)});
    }, patience);
});
