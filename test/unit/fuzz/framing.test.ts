/** The frames between Hearth's processes: whatever bytes come, in whatever pieces. */
import {PassThrough} from "node:stream";

import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {NotificationType, ParameterStructures} from "vscode-jsonrpc";

import {connectStreams} from "../../../src/protocol/connection.js";
import {FrameBound, mostFrameBytes} from "../../../src/protocol/frameBound.js";
import {patience, runs} from "./runs.js";

const note = new NotificationType<{readonly text: string}>("note", ParameterStructures.byName);
const texts = fc.array(fc.string({unit: "binary", maxLength: 60}), {minLength: 1, maxLength: 12});
const cuts = fc.array(fc.nat({max: 4_000}), {maxLength: 40});

/** What a connection writes for some notifications. */
async function framed(said: readonly string[]): Promise<Buffer> {
    const wire = new PassThrough(), connection = connectStreams(new PassThrough(), wire);
    connection.listen();
    for (const text of said)
        await connection.sendNotification(note, {text});
    connection.dispose();
    wire.end();
    return Buffer.concat(await wire.toArray() as Buffer[]);
}

function pieces(bytes: Buffer, at: readonly number[]): Buffer[] {
    const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

describe("frames", () => {
    it("arrive whole and in order, wherever they are cut", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(texts, cuts, async (said, at) => {
            const stream = new PassThrough(), heard: string[] = [];
            const all = Promise.withResolvers<undefined>(), reader = connectStreams(stream, new PassThrough());
            reader.onNotification(note, ({text}) => {
                if (heard.push(text) === said.length)
                    all.resolve(undefined);
            });
            reader.listen();
            const bound = new FrameBound();
            for (const piece of pieces(await framed(said), at)) {
                expect(bound.accept(piece)).toBeUndefined();
                stream.write(piece);
            }
            await all.promise;
            reader.dispose();
            // Half a pair of surrogates is no character: UTF-8 has none.
            expect(heard).toEqual(said.map((text) => text.toWellFormed()));
        }), {numRuns: runs(60)});
    });

    it("are refused for the same reason, wherever they are cut", {timeout: patience}, () => {
        const header = fc.oneof(
            fc.uint8Array({maxLength: 6_000}).map((bytes) => Buffer.from(bytes)),
            fc.bigInt({min: 0n, max: 2n ** 70n}).map((length) => Buffer.from(`Content-Length: ${String(length)}\r\n\r\n`)),
            fc.nat({max: 300}).map((length) => Buffer.concat([Buffer.from(`Content-Length: ${String(length)}\r\n\r\n`), Buffer.alloc(length, 10)])),
            fc.constant(Buffer.from("X: y\r\n\r\n"))
        );
        fc.assert(fc.property(fc.array(header, {maxLength: 6}).map((parts) => Buffer.concat(parts)), cuts, (bytes, at) => {
            const verdict = (parts: readonly Buffer[]) => {
                const bound = new FrameBound();
                return parts.map((part) => bound.accept(part)).find((problem) => problem !== undefined);
            };
            expect(verdict(pieces(bytes, at))).toBe(verdict([bytes]));
        }), {numRuns: runs(300)});
    });

    it("may not announce more than the bound", () => {
        fc.assert(fc.property(fc.bigInt({min: BigInt(mostFrameBytes) + 1n, max: 2n ** 80n}), (length) => {
            expect(new FrameBound().accept(Buffer.from(`Content-Length: ${String(length)}\r\n\r\n`))).toMatch(/are the most/);
        }), {numRuns: runs(100)});
    });
});
