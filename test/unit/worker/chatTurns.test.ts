import {describe, expect, it} from "vitest";

import {Turns} from "../../../src/worker/turns.js";

const never = new AbortController().signal;

/** Work that ends when told. */
function gate(): {readonly work: () => Promise<void>; readonly end: () => void; readonly begun: Promise<void>} {
    const start = Promise.withResolvers<undefined>(), stop = Promise.withResolvers<undefined>();
    return {
        begun: start.promise, end: () => stop.resolve(undefined),
        work: async () => {
            start.resolve(undefined);
            await stop.promise;
        }
    };
}

/** Lets everything run that can. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("turns at the model", () => {
    it("lets a completion wait for the step that a chat is at, and no further", async () => {
        const turns = new Turns();
        const order: string[] = [];
        const first = gate();
        const chat = turns.attended(async () => {
            await turns.step(never, first.work);
            order.push("step 1");
            await turns.step(never, () => { order.push("step 2"); return Promise.resolve(); });
        });
        await first.begun;
        const completion = turns.urgent(() => { order.push("completion"); return Promise.resolve(); });
        await settle();
        expect(order).toEqual([]);
        first.end();
        await Promise.all([chat, completion]);
        expect(order.indexOf("completion")).toBeLessThan(order.indexOf("step 2"));
    });

    it("keeps a chat waiting while a completion is at work, and goes on afterwards", async () => {
        const turns = new Turns();
        const completing = gate();
        const completion = turns.urgent(completing.work);
        let stepped = false;
        const chat = turns.step(never, () => { stepped = true; return Promise.resolve("token"); });
        await settle();
        expect(stepped).toBe(false);
        completing.end();
        await completion;
        expect(await chat).toBe("token");
    });

    it("lets a chat that waits be cancelled", async () => {
        const turns = new Turns();
        const completing = gate();
        const completion = turns.urgent(completing.work);
        const controller = new AbortController();
        const chat = turns.step(controller.signal, () => Promise.resolve());
        controller.abort();
        await expect(chat).rejects.toMatchObject({code: "request.cancelled"});
        completing.end();
        await completion;
        expect(await turns.step(never, () => Promise.resolve(1))).toBe(1);
    });

    it("alternates between two chats", async () => {
        const turns = new Turns();
        const order: string[] = [];
        const talk = async (name: string) => {
            for (let i = 0; i < 3; i++)
                await turns.step(never, async () => { await settle(); order.push(name); });
        };
        await Promise.all([talk("a"), talk("b")]);
        expect(order).toEqual(["a", "b", "a", "b", "a", "b"]);
    });

    it("never runs two steps at once", async () => {
        const turns = new Turns();
        let running = 0, most = 0;
        const work = async () => {
            most = Math.max(most, ++running);
            await settle();
            running--;
        };
        await Promise.all(Array.from({length: 10}, () => turns.step(never, work)));
        expect(most).toBe(1);
    });

    it("refuses background work beside a chat, and ends it when a chat comes", async () => {
        const turns = new Turns();
        const talking = gate();
        const chat = turns.attended(talking.work);
        await talking.begun;
        await expect(turns.background(never, () => Promise.resolve())).rejects.toMatchObject({code: "request.cancelled"});
        talking.end();
        await chat;

        let ended = false;
        const reading = turns.background(never, (signal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => { ended = true; resolve(); })));
        await turns.attended(() => { expect(ended).toBe(true); return Promise.resolve(); });
        await reading;
    });

    it("goes on after a step that failed", async () => {
        const turns = new Turns();
        await expect(turns.step(never, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
        expect(await turns.step(never, () => Promise.resolve(2))).toBe(2);
    });
});
