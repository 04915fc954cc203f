/** The frames between Hearth's processes: whatever bytes come, in whatever pieces, they are understood or refused, and never gathered for ever. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {FrameBound, mostFrameBytes} from "../../../src/protocol/frameBound.js";
import {cuts, frame, framed, Listener, note, pieces} from "./frames.js";
import {patience, runs} from "./runs.js";

const texts = fc.array(fc.string({unit: "binary", maxLength: 60}), {minLength: 1, maxLength: 12});

/** What is wrong with some pieces of a stream, as its guard says it; undefined: nothing. */
function verdict(parts: readonly Buffer[]): string | undefined {
    const bound = new FrameBound();
    for (const part of parts) {
        const problem = bound.accept(part);
        if (problem !== undefined)
            return problem;
    }
    return undefined;
}

describe("frames", () => {
    it("arrive whole and in order, wherever they are cut", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(texts, cuts, async (said, at) => {
            const listener = new Listener();
            for (const piece of pieces(await framed(said), at))
                listener.write(piece);
            listener.end();
            await listener.until(() => listener.heard.length >= said.length);
            listener.dispose();
            expect(listener.told).toEqual([]);
            // Half a pair of surrogates is no character: UTF-8 has none.
            expect(listener.heard).toEqual(said.map((text) => text.toWellFormed()));
        }), {numRuns: runs(60)});
    });

    it("are refused for the same reason, wherever they are cut", {timeout: patience}, () => {
        const part = fc.oneof(
            fc.uint8Array({maxLength: 6_000}).map((bytes) => Buffer.from(bytes)),
            fc.bigInt({min: 0n, max: 2n ** 70n}).map((length) => Buffer.from(`Content-Length: ${String(length)}\r\n\r\n`)),
            fc.nat({max: 300}).map((length) => frame("\n".repeat(length))),
            fc.constant(Buffer.from("X: y\r\n\r\n"))
        );
        fc.assert(fc.property(fc.array(part, {maxLength: 6}).map((parts) => Buffer.concat(parts)), cuts, (bytes, at) => {
            expect(verdict(pieces(bytes, at))).toBe(verdict([bytes]));
        }), {numRuns: runs(300)});
    });

    it("may not announce more than the bound", {timeout: patience}, () => {
        fc.assert(fc.property(fc.bigInt({min: BigInt(mostFrameBytes) + 1n, max: 2n ** 80n}), (length) => {
            expect(verdict([Buffer.from(`Content-Length: ${String(length)}\r\n\r\n`)])).toMatch(/are the most/);
        }), {numRuns: runs(100)});
    });
});

describe("a header", () => {
    /** Bytes that some readers take for others: a decoder of ASCII drops the highest bit. */
    const disguised = (text: string) => Buffer.from(text, "latin1").map((byte) => byte | 0x80);
    const length = fc.oneof(fc.integer({min: 60, max: 300}), fc.constantFrom(1_000_000, 2 ** 40));
    const field = fc.tuple(length, fc.constantFrom("Content-Length: ", "content-length:", "CONTENT-LENGTH:   ", "Content-Length : ", " Content-Length: ", "X: ", ""), fc.constantFrom("", " ", "x", "e9", ".5", "\n", "\r", "\t"))
        .map(([value, name, tail]) => Buffer.from(`${name}${String(value)}${tail}`));
    const hidden = fc.tuple(length, fc.constantFrom("C", "Content", "-")).map(([value, part]) => {
        const text = `Content-Length: ${String(value)}`, at = text.indexOf(part);
        return Buffer.concat([Buffer.from(text.slice(0, at)), disguised(part), Buffer.from(text.slice(at + part.length))]);
    });
    const lineBreak = fc.constantFrom(Buffer.from("\r\n"), Buffer.from("\n"), Buffer.from("\r"), disguised("\r\n"));
    const plain = fc.tuple(fc.constantFrom("Content-Length: ", "content-length:", "CONTENT-LENGTH:   "), fc.integer({min: 60, max: 300})).map(([name, value]) => Buffer.from(`${name}${String(value)}\r\n\r\n`));
    const odd = fc.array(fc.tuple(fc.oneof({weight: 3, arbitrary: field}, hidden), lineBreak), {minLength: 1, maxLength: 3})
        .map((lines) => Buffer.concat([...lines.slice(0, -1).flat(), lines.at(-1)?.[0] ?? Buffer.alloc(0), Buffer.from("\r\n\r\n")]));
    const header = fc.oneof({weight: 9, arbitrary: odd}, plain);

    it("means to the guard what it means to the reader: what is not refused arrives", {timeout: patience}, async () => {
        let taken = 0;
        await fc.assert(fc.asyncProperty(header, async (head) => {
            if (new FrameBound().accept(head) !== undefined)
                return;
            // As many bytes as the guard now lets through unseen, found by trying when it takes a header again.
            const size = Array.from({length: 301}, (_, i) => i).find((many) => bodyEnds(head, many));
            if (size === undefined)
                return;
            taken++;
            const listener = new Listener();
            listener.write(Buffer.concat([head, note("body", size), frame(note("after"))]));
            await listener.until(() => listener.told.length > 0 || listener.heard.includes("after"));
            listener.dispose();
            expect(listener.heard, JSON.stringify(head.toString("latin1"))).toEqual(["body", "after"]);
        }), {numRuns: runs(1_000), examples: [
            [Buffer.from("Content-Length: 80\r\nContent-Length: 1000000\r\n\r\n")], [Buffer.from("Content-Length: 80\r\n\u00c3ontent-Length: 1000000\r\n\r\n", "latin1")],
            [Buffer.from("X:\nContent-Length: 80\r\nContent-Length: 1000000x\r\n\r\n")], [Buffer.from("content-length:90\r\n\r\n")]
        ]});
        expect(taken).toBeGreaterThan(runs(1_000) / 50);
    });

    /** Whether the guard expects a header after so many bytes of a body: then it refuses an empty one. */
    function bodyEnds(head: Buffer, size: number): boolean {
        const bound = new FrameBound();
        bound.accept(head);
        bound.accept(Buffer.alloc(size, 32));
        return bound.accept(Buffer.from("\r\n\r\n")) !== undefined;
    }
});

describe("a process that does not keep to the protocol", () => {
    const garbage = fc.oneof(fc.uint8Array({minLength: 1, maxLength: 6_000}).map((bytes) => Buffer.from(bytes)), fc.array(fc.constantFrom("Content-Length: ", "12", "\r\n", "\r\n\r\n", "{", "null", "\n"), {minLength: 1, maxLength: 30}).map((parts) => Buffer.from(parts.join(""))));

    it("is told of once it has said more than a header may have", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(garbage, cuts, async (bytes, at) => {
            const listener = new Listener();
            // Colons aside nothing in it can be a frame: what comes is a header without end.
            const endless = Buffer.concat([bytes.filter((byte) => byte !== 13), Buffer.alloc(4_097, 65)]);
            for (const piece of pieces(Buffer.from(endless), at))
                listener.write(piece);
            await listener.until(() => listener.told.length > 0);
            listener.dispose();
            expect(listener.told.join()).toMatch(/header/);
        }), {numRuns: runs(60)});
    });

    it("is understood, told of or closed, and asks nothing that is not answered", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(garbage, cuts, async (bytes, at) => {
            const listener = new Listener();
            const asked = listener.ask();
            for (const piece of pieces(bytes, at))
                listener.write(piece);
            listener.dispose();
            expect(await asked).toBe("engine.crashed");
        }), {numRuns: runs(60)});
    });

    it("is told of when it leaves a message half said", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(fc.string({minLength: 1, maxLength: 200}), fc.nat(), async (text, cut) => {
            const body = note(text), whole = frame(body);
            const listener = new Listener(1);
            listener.write(whole.subarray(0, whole.length - 1 - cut % (body.length - 1)));
            await listener.until(() => listener.told.length > 0, 3_000);
            listener.dispose();
            expect(listener.told[0]).toMatch(/half of a message/);
        }), {numRuns: runs(20)});
    });
});

describe("a message that is none of Hearth's", () => {
    const odd = fc.oneof(fc.jsonValue(), fc.record({
        jsonrpc: fc.constantFrom("2.0", 2), id: fc.oneof(fc.constantFrom(0, 1, -1, null), fc.string({maxLength: 3})), method: fc.oneof(fc.constantFrom("note", "$/cancelRequest", "$/progress", "$/setTrace", "question"), fc.jsonValue()),
        params: fc.jsonValue(), result: fc.jsonValue(), error: fc.oneof(fc.jsonValue(), fc.record({code: fc.jsonValue(), message: fc.jsonValue(), data: fc.jsonValue()}))
    }, {requiredKeys: []}));

    it("ends no question but with an answer or an error of Hearth's, and what follows is heard", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(fc.array(odd, {minLength: 1, maxLength: 6}), async (messages) => {
            const listener = new Listener();
            const asked = listener.ask();
            listener.write(Buffer.concat(messages.map((message) => frame(JSON.stringify(message)))));
            listener.write(frame(note("after")));
            await listener.until(() => listener.told.length > 0 || listener.heard.includes("after"));
            expect(listener.told.length > 0 || listener.heard.includes("after")).toBe(true);
            listener.dispose();
            expect(await asked).toMatch(/^(?:answered|(?:engine|model|request|adapter|chat|index|statistics|embedding)\.\w+)$/);
        }), {numRuns: runs(150)});
    });
});
