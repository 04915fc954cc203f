import {mkdir, readdir, readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";

import type {AdapterRecord} from "../../../src/core/adapters/adapterInfo.js";
import {layoutAsked, parseAdapterRecord} from "../../../src/core/adapters/adapterRecord.js";
import {fileNameOf} from "../../../src/core/adapters/fileName.js";
import {readModelCard} from "../../../src/core/adapters/modelCard.js";
import {adapterKey} from "../../../src/core/adapters/use.js";
import {adapterRecordPath, readAdapterRecord, writeAdapterRecord} from "../../../src/system/adapters/record.js";
import {testFolders} from "../models/folderFixture.js";

const sha256 = "0123456789abcdef".repeat(4);
const whole: AdapterRecord = {
    sha256, name: "Mine", base: {name: "Qwen2.5-Coder-0.5B", sha256: "f".repeat(64), others: ["e".repeat(64)]}, license: "MIT", source: "trained here", trainingData: "my project",
    evaluation: {firstLineExact: 0.7, samples: 60, set: "HumanEval"}
};

describe("the record beside an adapter", () => {
    const folder = testFolders();

    it("is read as it was written, and nothing else is left", async () => {
        const {at} = await folder();
        await writeAdapterRecord(at("a.gguf"), {sha256});
        await writeAdapterRecord(at("a.gguf"), whole);
        expect(await readdir(at())).toEqual(["a.hearth.json"]);
        expect(await readAdapterRecord(at("a.gguf"))).toEqual(whole);
        expect(await readFile(at("a.hearth.json"), "utf8")).toContain('"firstLineExact": 0.7');
    });

    it("lies beside its file, whatever that is called", () => {
        expect(adapterRecordPath("/a/b.c.gguf")).toBe("/a/b.c.hearth.json");
        expect(adapterRecordPath("/a/B.GGUF")).toBe("/a/B.hearth.json");
        expect(adapterRecordPath("/a/blob")).toBe("/a/blob.hearth.json");
    });

    it("that is missing is none; one that is damaged, too large or a folder is none, and the log says so", async () => {
        const {at, file} = await folder();
        const log: string[] = [];
        const read = (name: string) => readAdapterRecord(at(name), (sentence) => log.push(sentence));
        expect(await read("none.gguf")).toBeUndefined();
        expect(log).toEqual([]);
        await file("a.hearth.json", "{");
        await file("b.hearth.json", JSON.stringify({...whole, source: "x".repeat(300_000)}));
        await mkdir(at("c.hearth.json"));
        for (const name of ["a", "b", "c"])
            expect(await read(`${name}.gguf`)).toBeUndefined();
        expect(log).toEqual([expect.stringContaining("damaged"), expect.stringContaining("bytes"), expect.stringContaining("can't be read")]);
    });

    it("that can't be written says where", async () => {
        const {file} = await folder();
        const notAFolder = await file("x", "");
        await expect(writeAdapterRecord(`${notAFolder}/a.gguf`, whole)).rejects.toMatchObject({code: "adapter.cannotWrite"});
    });

    it.each<[string, unknown, unknown]>([
        ["no SHA-256", {name: "x"}, undefined],
        ["a short SHA-256", {sha256: "ab"}, undefined],
        ["a list", [sha256], undefined],
        ["upper case", {sha256: sha256.toUpperCase()}, {sha256}],
        ["fields of the wrong kind", {sha256, name: 3, base: [], license: null, evaluation: {good: 1, bad: {}, nan: null}}, {sha256, evaluation: {good: 1}}],
        ["texts without end", {sha256, source: "x".repeat(5000)}, {sha256}],
        ["fields that nobody knows", {sha256, command: "rm"}, {sha256}]
    ])("with %s", (_title, value, expected) => {
        expect(parseAdapterRecord(JSON.stringify(value))).toEqual(expected);
    });
});

describe("the prompt layout that a record asks for", () => {
    it.each(["suffix-first", "prefix-first", "suffix-then-prefix"] as const)("is taken: %s", (layout) => {
        expect(layoutAsked(parseAdapterRecord(JSON.stringify({sha256, layout})), "/a.gguf")).toEqual({layout});
    });

    it("is none where there is no record, or none in it", () => {
        expect(layoutAsked(undefined, "/a.gguf")).toEqual({});
        expect(layoutAsked(parseAdapterRecord(JSON.stringify({sha256, layout: 7})), "/a.gguf")).toEqual({});
    });

    it("is refused, with the names that there are, when nobody knows it", () => {
        expect(() => layoutAsked(parseAdapterRecord(JSON.stringify({sha256, layout: "middle-first"})), "/a.gguf"))
            .toThrow("The record of the adapter /a.gguf names the prompt layout “middle-first”, which Hearth does not know. Write “suffix-first”, “prefix-first”, “suffix-then-prefix” there, or nothing.");
    });

    it("keys what is remembered, by the first adapter's", () => {
        const [first, second] = [{path: "/a", sha256: "a", scale: 1}, {path: "/b", sha256: "b", scale: 1, layout: "prefix-first"}] as const;
        expect(adapterKey([first, second])).toBe("a@1+b@1");
        expect(adapterKey([second])).toBe("b@1 prefix-first");
        expect(adapterKey([{...second, layout: "suffix-first"}])).not.toBe(adapterKey([second]));
    });
});

describe("a model card", () => {
    it("says license and datasets in its front matter only", () => {
        expect(readModelCard("---\r\nlicense: \"mit\"\r\ndatasets:\r\n  - a/b\r\n  - c\r\nlanguage: en\r\n---\r\nx")).toEqual({license: "mit", datasets: ["a/b", "c"]});
        expect(readModelCard("license: mit\n")).toEqual({license: undefined, datasets: []});
        expect(readModelCard("---\nlicense:\n---\n")).toEqual({license: undefined, datasets: []});
    });
});

describe("an adapter's file name", () => {
    it.each([["My Adapter v1.2", "My Adapter v1.2"], ["../../x", "x"], ["a/b\\c:d*e", "a-b-c-d-e"], ["", "adapter"], ["...", "adapter"], ["nul.txt", "adapter-nul.txt"], ["Zażółć", "Zażółć"],
        ["x".repeat(200), "x".repeat(80)], ["trailing. ", "trailing"]])("of %s is %s", (name, expected) => {
        expect(fileNameOf(name)).toBe(expected);
    });
});
