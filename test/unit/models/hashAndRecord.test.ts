import {createHash} from "node:crypto";
import {mkdir} from "node:fs/promises";
import {describe, expect, it} from "vitest";

import {HearthError} from "../../../src/core/errors.js";
import {sha256OfFile} from "../../../src/system/models/hash.js";
import {readModelRecord} from "../../../src/system/models/record.js";
import {testFolders} from "./folderFixture.js";

describe("sha256OfFile", () => {
    const folder = testFolders();

    it("hashes a file of several blocks and reports its progress", async () => {
        const {file} = await folder();
        const content = new Uint8Array(3_500_000).map((_, index) => index * 31 % 251);
        const fractions: number[] = [];
        const hash = await sha256OfFile(await file("m", content), {onProgress: (fraction) => fractions.push(fraction)});
        expect(hash).toBe(createHash("sha256").update(content).digest("hex"));
        expect(fractions.at(-1)).toBe(1);
        expect(fractions.length).toBeGreaterThan(2);
        expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    });
    it("hashes an empty file", async () => {
        const {file} = await folder();
        expect(await sha256OfFile(await file("m", ""))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    });
    it("stops when it is aborted, before and in the middle", async () => {
        const {file} = await folder();
        const at = await file("m", new Uint8Array(5_000_000));
        await expect(sha256OfFile(at, {signal: AbortSignal.abort()})).rejects.toMatchObject({code: "request.cancelled"});
        const abort = new AbortController();
        let last = 0;
        const hashing = sha256OfFile(at, {signal: abort.signal, onProgress: (fraction) => {
            last = fraction;
            abort.abort();
        }});
        await expect(hashing).rejects.toBeInstanceOf(HearthError);
        expect(last).toBeLessThan(0.5);
    });
    it("lets the file system's errors through", async () => {
        const {at} = await folder();
        await expect(sha256OfFile(at("none"))).rejects.toMatchObject({code: "ENOENT"});
    });
});

describe("readModelRecord", () => {
    const folder = testFolders();
    const sha256 = "1D9614638D18024D0FBB36575A15F1302A3ADF044DF10345688EC4F6E1C4FF32";

    it("reads a record, and of it only what it knows", async () => {
        const {at, file} = await folder();
        await file("m.gguf.hearth.json", JSON.stringify({sha256, name: "Tiny", license: "MIT", source: 3, more: true}));
        expect(await readModelRecord(at("m.gguf"))).toEqual({sha256: sha256.toLowerCase(), name: "Tiny", license: "MIT"});
    });
    it("has none where there is none, silently", async () => {
        const {at} = await folder();
        const log: string[] = [];
        expect(await readModelRecord(at("m.gguf"), (sentence) => log.push(sentence))).toBeUndefined();
        expect(log).toEqual([]);
    });
    it.each(["", "{", "[]", "null", "7", "{}", JSON.stringify({sha256: "abc"}), JSON.stringify({sha256: 7})])("ignores the damaged record %j and says so", async (text) => {
        const {at, file} = await folder();
        const record = await file("m.gguf.hearth.json", text);
        const log: string[] = [];
        expect(await readModelRecord(at("m.gguf"), (sentence) => log.push(sentence))).toBeUndefined();
        expect(log).toEqual([`The model record ${record} is damaged and is ignored; “npm run model” writes it again.`]);
    });
    it("reads the prompt's layout; of one that nobody knows it says so, and keeps the rest", async () => {
        const {at, file} = await folder();
        const log: string[] = [];
        const read = () => readModelRecord(at("m.gguf"), (sentence) => log.push(sentence));
        const record = await file("m.gguf.hearth.json", JSON.stringify({sha256, layout: "prefix-first"}));
        expect(await read()).toEqual({sha256: sha256.toLowerCase(), layout: "prefix-first"});
        expect(log).toEqual([]);
        for (const [i, layout] of ["middle-first", 3, null].entries()) {
            await file("m.gguf.hearth.json", JSON.stringify({sha256, layout}));
            expect(await read()).toEqual({sha256: sha256.toLowerCase()});
            expect(log[i]).toBe(`The model record ${record} names the prompt layout ${JSON.stringify(layout)}, which Hearth does not know, so the model's own is used; ` +
                "write “suffix-first”, “prefix-first”, “suffix-then-prefix” there, or nothing.");
        }
    });
    it("ignores a folder in its place and says so", async () => {
        const {at} = await folder();
        await mkdir(at("m.gguf.hearth.json"));
        const log: string[] = [];
        expect(await readModelRecord(at("m.gguf"), (sentence) => log.push(sentence))).toBeUndefined();
        expect(log).toHaveLength(1);
        expect(log[0]).toMatch(/can't be read and is ignored: .*EISDIR/u);
    });
});
