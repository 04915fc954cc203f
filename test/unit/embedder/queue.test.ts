import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

import {afterAll, describe, expect, it} from "vitest";

import {Courtesy} from "../../../src/embedder/courtesy.js";
import {TextQueue} from "../../../src/embedder/queue.js";
import {MachineLock} from "../../../src/worker/machineLock.js";

const folder = mkdtempSync(path.join(tmpdir(), "hearth-courtesy-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const never = new AbortController().signal;
const atOnce = () => Promise.resolve();

/** A queue whose texts take some milliseconds, and the order in which they were taken. */
function slowQueue(whenFree: (hasOther: () => boolean) => Promise<void> = atOnce): {readonly queue: TextQueue<string>; readonly order: string[]} {
    const order: string[] = [];
    return {order, queue: new TextQueue(async (text) => {
        order.push(text);
        await sleep(5);
        if (text === "bad")
            throw new Error("bad text");
        return text.toUpperCase();
    }, whenFree)};
}

describe("texts that wait", () => {
    it("are answered in their order, each job with its own", async () => {
        const {queue} = slowQueue();
        expect(await Promise.all([queue.add(["a", "b"], "document", never), queue.add(["c"], "document", never), queue.add([], "document", never)])).toEqual([["A", "B"], ["C"], []]);
    });

    it("let a question go first, between two of a job", async () => {
        const {queue, order} = slowQueue();
        const documents = queue.add(["a", "b", "c"], "document", never);
        await sleep(1);
        await Promise.all([documents, queue.add(["q"], "query", never)]);
        expect(order).toEqual(["a", "q", "b", "c"]);
    });

    it("wait while the machine is wanted, but not a question", async () => {
        const {queue, order} = slowQueue(async (hasOther) => {
            while (!hasOther() && order.length === 0)
                await sleep(1);
        });
        const documents = queue.add(["a"], "document", never);
        await sleep(20);
        expect(order).toEqual([]);
        expect(await queue.add(["q"], "query", never)).toEqual(["Q"]);
        expect(await documents).toEqual(["A"]);
    });

    it("end after the text at work when they are cancelled", async () => {
        const {queue, order} = slowQueue();
        const controller = new AbortController();
        const documents = queue.add(["a", "b", "c"], "document", controller.signal);
        await sleep(1);
        controller.abort();
        await expect(documents).rejects.toMatchObject({code: "request.cancelled"});
        expect(order).toEqual(["a"]);
        expect(await queue.add(["d"], "document", never)).toEqual(["D"]);
    });

    it("fail alone", async () => {
        const {queue} = slowQueue();
        const bad = queue.add(["a", "bad", "b"], "document", never);
        const good = queue.add(["c"], "document", never);
        await expect(bad).rejects.toThrow("bad text");
        expect(await good).toEqual(["C"]);
    });

    it("are not more than a few", async () => {
        const {queue} = slowQueue();
        const most = queue.add(Array.from({length: 256}, () => "a"), "document", never);
        await expect(queue.add(["b", "c"], "document", never)).rejects.toMatchObject({code: "embedding.busy"});
        expect(await most).toHaveLength(256);
    });
});

describe("giving way", () => {
    it("waits for a model process at work, and a while longer", async () => {
        const file = path.join(folder, "compute.lock");
        const lock = new MachineLock(file), courtesy = new Courtesy(file);
        await courtesy.wait(() => false);
        let ended = 0;
        const turn = lock.turn(async () => {
            await sleep(200);
            ended = performance.now();
        });
        await sleep(50);
        await courtesy.wait(() => false);
        await turn;
        lock.dispose();
        expect(ended).toBeGreaterThan(0);
        expect(performance.now() - ended).toBeGreaterThan(400);
    });

    it("does not wait for a dead one, nor when something else has come up", async () => {
        const file = path.join(folder, "dead.lock");
        writeFileSync(file, "2147480000");
        const started = performance.now();
        await new Courtesy(file).wait(() => false);
        writeFileSync(file, String(process.pid));
        await new Courtesy(file).wait(() => true);
        expect(performance.now() - started).toBeLessThan(300);
    });
});
