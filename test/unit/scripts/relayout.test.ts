/** A small model through the whole re-layout, read back by the extension's own checker. */
import {createHash} from "node:crypto";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {open} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import {afterEach, beforeEach, describe, expect, it} from "vitest";

import {pinnedModel, pinnedModels, recordOf} from "../../../scripts/lib/models.mjs";
import {dequantize} from "../../../scripts/lib/relayout/dequantize.mjs";
import {bytesOf, readAt, readHeader} from "../../../scripts/lib/relayout/ggufFile.mjs";
import {makeModel} from "../../../scripts/lib/relayout/makeModel.mjs";
import {quantizeIQ4NL} from "../../../scripts/lib/relayout/quantize.mjs";
import {type Layout, relaid} from "../../../scripts/lib/relayout/relayout.mjs";
import {findKnownModel} from "../../../src/core/models/known.js";
import {readGguf} from "../../../src/core/models/gguf.js";
import {type GgufFile, sourceOf, validFile, writeGguf} from "../models/ggufWriter.js";
import {randomNumbers} from "./blocks.js";

const layout: Layout = {name: "Tiny Coder, re-laid", fileType: 25, blocks: "IQ4_NL", output: "Q8_0", embedding: "kept"};
const tensors = [
    {name: "token_embd.weight", dimensions: [64, 4], type: 6, bytes: 8 * 22}, {name: "blk.0.attn_norm.weight", dimensions: [9], type: 0, bytes: 36},
    {name: "blk.0.ffn_down.weight", dimensions: [256, 2], type: 14, bytes: 2 * 210}, {name: "blk.0.attn_q.weight", dimensions: [64, 3], type: 8, bytes: 6 * 34},
    {name: "output.weight", dimensions: [64, 4], type: 6, bytes: 8 * 22}
];
const small: GgufFile = {metadata: validFile.metadata, tensors};

/** The file with data in place of its zeros: random bytes, but none that make a scale infinite (exponent bits all ones). */
function filled(file: GgufFile): Uint8Array {
    const bytes = writeGguf(file), random = randomNumbers(7);
    const dataBytes = (file.tensors ?? []).reduce((sum, tensor) => sum + Math.ceil(tensor.bytes / (file.alignment ?? 32)) * (file.alignment ?? 32), 0);
    for (let at = Math.max(0, bytes.length - dataBytes); at < bytes.length; at++)
        bytes[at] = Math.floor(random() * 256) & 0b10111111;
    return bytes;
}

describe("a re-layout", () => {
    let base: string, source: string;
    beforeEach(() => {
        base = mkdtempSync(path.join(os.tmpdir(), "hearth-relayout-"));
        source = path.join(base, "small.gguf");
    });
    afterEach(() => rmSync(base, {recursive: true}));

    async function made(file: Uint8Array, wanted = layout): Promise<Buffer> {
        writeFileSync(source, file);
        const parts = [];
        for await (const part of relaid(source, wanted, () => undefined))
            parts.push(part);
        return Buffer.concat(parts);
    }

    /** Types, raw data and values of all tensors, by name. */
    async function contents(bytes: Uint8Array) {
        const name = path.join(base, "read.gguf");
        writeFileSync(name, bytes);
        const file = await open(name);
        try {
            const header = await readHeader(file);
            const read = await Promise.all(header.tensors.map(async (tensor) => {
                const data = await readAt(file, header.dataStart + tensor.offset, bytesOf(tensor));
                return [tensor.name, {type: tensor.type.name, data, values: dequantize(tensor.type, data)}] as const;
            }));
            return {header, tensors: new Map(read)};
        } finally {
            await file.close();
        }
    }

    it("makes a file that the checker takes, with all metadata but name and file type as they were", async () => {
        const original = filled(small), bytes = await made(original);
        const {summary} = await readGguf(sourceOf(bytes), "small.gguf");
        const before = (await readGguf(sourceOf(original), "small.gguf")).summary;
        expect(summary).toEqual({...before, name: "Tiny Coder, re-laid", quantization: "IQ4_NL", fileBytes: bytes.length});
        const [old, now] = [await contents(original), await contents(bytes)];
        const unlike = old.header.entries.filter(({bytes: entry}, index) => Buffer.compare(entry, now.header.entries[index]?.bytes ?? Buffer.alloc(0)) !== 0);
        expect(unlike.map(({key}) => key)).toEqual(["general.name", "general.file_type"]);
    });
    it("quantizes the matrices as the layout says, and keeps vectors and what is kept byte for byte", async () => {
        const original = filled(small);
        const [old, now] = [(await contents(original)).tensors, (await contents(await made(original))).tensors];
        expect([...now].map(([name, {type}]) => [name, type])).toEqual([
            ["token_embd.weight", "Q5_0"], ["blk.0.attn_norm.weight", "F32"], ["blk.0.ffn_down.weight", "IQ4_NL"], ["blk.0.attn_q.weight", "IQ4_NL"], ["output.weight", "Q8_0"]
        ]);
        for (const name of ["token_embd.weight", "blk.0.attn_norm.weight"])
            expect(now.get(name)?.data).toEqual(old.get(name)?.data);
        for (const name of ["blk.0.ffn_down.weight", "blk.0.attn_q.weight"])
            expect(now.get(name)?.data).toEqual(Buffer.from(quantizeIQ4NL(old.get(name)?.values ?? new Float32Array(0))));
        const [exact, rounded] = ["output.weight"].flatMap((name) => [old.get(name)?.values ?? [], now.get(name)?.values ?? []]);
        const largest = Math.max(...Array.from(exact ?? [], Math.abs));
        expect(Math.max(...Array.from(exact ?? [], (value, index) => Math.abs(value - (rounded?.[index] ?? NaN))))).toBeLessThanOrEqual(largest / 127);
    });
    it("keeps the alignment", async () => {
        const metadata = [...validFile.metadata, ["general.alignment", {type: "u32", value: 128}]] as const;
        const bytes = await made(filled({metadata, tensors, alignment: 128}));
        const {header} = await contents(bytes);
        expect([header.alignment, header.dataStart % 128, bytes.length % 128, ...header.tensors.map(({offset}) => offset % 128)]).toEqual([128, ...Array<number>(7).fill(0)]);
        await expect(readGguf(sourceOf(bytes), "small.gguf")).resolves.toBeDefined();
    });
    it.each([
        ["ends in the middle of its header", writeGguf(small).subarray(0, 200)], ["in the middle of its data", filled(small).subarray(0, -200)],
        ["no GGUF file", writeGguf({...small, magic: "GGML"})], ["of a type \\(number 10\\)", writeGguf({tensors: [{name: "x", dimensions: [256, 1], type: 10, bytes: 84}]})],
        ["not whole blocks", writeGguf({tensors: [{name: "x", dimensions: [40, 1], type: 0, bytes: 160}]})]
    ])("says what is wrong: %s", async (reason, bytes) => {
        await expect(made(bytes)).rejects.toThrow(new RegExp(reason, "u"));
    });

    describe("of a pinned model", () => {
        const plain = pinnedModel("0.5b-fast");
        const model = (sha256: string) => ({...plain ?? expect.fail("0.5b-fast is gone"), file: "fast.gguf", bytes: 1, sha256});
        const options = () => ({folder: path.join(base, "models"), source, layout, note: () => undefined});

        it("leaves the file and a record that names what it is made from, and verifies it the next time", async () => {
            const bytes = await made(filled(small)), pinned = model(createHash("sha256").update(bytes).digest("hex"));
            const target = await makeModel(pinned, options());
            expect(readFileSync(target)).toEqual(bytes);
            expect(readdirSync(path.dirname(target)).sort()).toEqual(["fast.gguf", "fast.gguf.hearth.json"]);
            expect(JSON.parse(readFileSync(`${target}.hearth.json`, "utf8"))).toEqual({
                sha256: pinned.sha256, name: pinned.name, license: "Apache-2.0", source: pinned.publisher,
                derivedFrom: {file: pinnedModel("0.5b")?.file, sha256: pinnedModel("0.5b")?.sha256, source: pinnedModel("0.5b")?.publisher}
            });
            expect(await makeModel(pinned, {...options(), source: undefined})).toBe(target);
            writeFileSync(target, "other");
            await expect(makeModel(pinned, options())).rejects.toThrow("is not the model of that name");
        });
        it("leaves nothing when the hash is not the pinned one, or the source is damaged", async () => {
            await made(filled(small));
            await expect(makeModel(model("0".repeat(64)), options())).rejects.toThrow(`expected SHA-256 ${"0".repeat(64)}`);
            writeFileSync(source, filled(small).subarray(0, -200));
            await expect(makeModel(model("0".repeat(64)), options())).rejects.toThrow(`${source} cannot be re-laid: it ends`);
            expect(readdirSync(path.join(base, "models"))).toEqual([]);
        });
    });
});

describe("models that are made here", () => {
    it("are the same in the extension's table, and are made from a pinned one", () => {
        const here = pinnedModels.filter(({madeFrom}) => madeFrom !== undefined);
        expect(here.length).toBeGreaterThan(0);
        for (const {sha256, file, bytes, madeFrom} of here) {
            expect(findKnownModel(sha256)).toMatchObject({file, bytes, publisher: "Hearth"});
            expect(pinnedModel(madeFrom?.id ?? "")?.parts.length).toBeGreaterThan(0);
        }
        const brought = pinnedModel("1.5b");
        expect(brought && recordOf(brought)).toEqual({sha256: brought?.sha256, name: brought?.name, license: brought?.license, source: brought?.publisher});
    });
});
