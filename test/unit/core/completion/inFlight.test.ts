import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";

import type {PlaceKey} from "../../../../src/core/completion/history.js";
import {InFlight} from "../../../../src/core/completion/inFlight.js";
import type {CompletionOutcome} from "../../../../src/core/completion/types.js";
import {cancelledError} from "../../../../src/core/errors.js";

/** A model whose writing the test decides. */
class SlowModel {
    write: (text: string) => void = () => undefined;
    finish: (text: string) => void = () => undefined;
    ended = false;

    readonly ask = (signal: AbortSignal, onPartial: (text: string) => void): Promise<CompletionOutcome> => {
        this.write = onPartial;
        return new Promise((resolve, reject) => {
            this.finish = (text) => resolve({
                text, raw: text, stop: "end", note: undefined, pieces: [],
                cost: {promptTokens: 1, readTokens: 1, writtenTokens: 1, readMs: 1, writeMs: 1}
            });
            signal.addEventListener("abort", () => {
                this.ended = true;
                reject(cancelledError());
            });
        });
    };
}

const at = (prefix: string, changes: Partial<PlaceKey> = {}): PlaceKey =>
    ({model: "m", uri: "file:///a.ts", prefix, suffix: "\nend();", multiline: false, threshold: 0.3, ...changes});
const never = new AbortController().signal;

describe("a request in flight", () => {
    beforeEach(() => {
        vi.useFakeTimers();
    });
    afterEach(() => {
        vi.useRealTimers();
    });

    it("serves the place it was made for, and one that was typed from it in agreement", () => {
        const model = new SlowModel();
        const request = new InFlight(at("const x = "), model.ask);
        expect(request.serves(at("const x = "))).toBe(true);
        expect(request.serves(at("const x = l"))).toBe(true);
        model.write("load(");
        expect(request.serves(at("const x = lo"))).toBe(true);
        expect(request.serves(at("const x = load(a"))).toBe(true);
        expect(request.serves(at("const x = s"))).toBe(false);
    });

    it.each([["model", {model: "other"}], ["file", {uri: "file:///b.ts"}], ["text below", {suffix: "\nelse();"}], ["threshold", {threshold: 0}]] as const)(
        "does not serve another %s", (_, changes) => {
            expect(new InFlight(at("x"), new SlowModel().ask).serves(at("xy", changes))).toBe(false);
        });

    it("gives its outcome to whoever waits", async () => {
        const model = new SlowModel();
        const request = new InFlight(at("a"), model.ask);
        const waiting = request.waitFor(at("ab"), never);
        model.write("bcd");
        model.finish("bcd;");
        await expect(waiting).resolves.toMatchObject({text: "bcd;"});
        expect(request.serves(at("ab"))).toBe(false);
    });

    it("lets go of one who types something else than it writes", async () => {
        const model = new SlowModel();
        const request = new InFlight(at("a"), model.ask);
        const waiting = request.waitFor(at("ax"), never);
        model.write("b");
        await expect(waiting).resolves.toBeUndefined();
    });

    it("goes on for a successor, and ends when none comes", async () => {
        const model = new SlowModel();
        const request = new InFlight(at("a"), model.ask);
        const first = new AbortController();
        const waiting = request.waitFor(at("a"), first.signal);
        first.abort();
        await expect(waiting).rejects.toMatchObject({code: "request.cancelled"});
        await vi.advanceTimersByTimeAsync(100);
        const second = new AbortController();
        const successor = request.waitFor(at("ab"), second.signal);
        await vi.advanceTimersByTimeAsync(10_000);
        expect(model.ended).toBe(false);
        second.abort();
        await expect(successor).rejects.toMatchObject({code: "request.cancelled"});
        await vi.advanceTimersByTimeAsync(1_000);
        expect(model.ended).toBe(true);
    });

    it("passes a failure on", async () => {
        const request = new InFlight(at("a"), () => Promise.reject(new Error("lost")));
        await expect(request.waitFor(at("a"), never)).rejects.toThrow("lost");
    });
});
