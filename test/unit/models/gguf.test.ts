import {describe, expect, it} from "vitest";

import {HearthError, type ErrorCode} from "../../../src/core/errors.js";
import {readGguf, readGgufPart} from "../../../src/core/models/gguf.js";
import {concat, qwenTokens, sourceOf, string, strings, u32, u32Bytes, u64Bytes, validFile, withMetadata, writeGguf, type GgufFile, type GgufTensor} from "./ggufWriter.js";

const read = (bytes: Uint8Array) => readGguf(sourceOf(bytes), "/models/m.gguf");
const summaryOf = async (file: GgufFile) => (await read(writeGguf(file))).summary;

describe("a valid file", () => {
    it("is summed up", async () => {
        const bytes = writeGguf();
        expect(await read(bytes)).toEqual({
            split: undefined,
            shape: {
                architecture: "qwen2", name: "Tiny Coder", blockCount: 2, headCount: undefined, headCountKv: undefined,
                tensors: new Map([["token_embd.weight", [32, 4]], ["blk.0.attn_norm.weight", [8]], ["output.weight", [256, 2]]])
            },
            summary: {
                version: 3, architecture: "qwen2", name: "Tiny Coder", quantization: "Q4_K_M", contextLength: 32_768, blockCount: 2, tensorCount: 3,
                parameterCount: 32 * 4 + 8 + 512, fimFamily: "Qwen-Coder", type: "model", fileBytes: bytes.length
            }
        });
    });

    it("may be of version 2, lack what is optional, and end without padding", async () => {
        const summary = await summaryOf({version: 2, metadata: [["general.architecture", string("llama")]], tensors: []});
        expect(summary).toMatchObject({
            version: 2, name: undefined, quantization: undefined, contextLength: undefined, fimFamily: undefined, type: "model", tensorCount: 0
        });
    });

    it("may order its metadata as it likes", async () => {
        const reversed = await summaryOf({...validFile, metadata: [...validFile.metadata].reverse()});
        expect(reversed).toMatchObject({architecture: "qwen2", contextLength: 32_768, fimFamily: "Qwen-Coder"});
    });

    it("may have another alignment", async () => {
        const file = withMetadata(["general.alignment", u32(256)]);
        expect(await summaryOf({...file, alignment: 256})).toMatchObject({tensorCount: 3});
        await refuses(writeGguf({...file, alignment: 32}), "model.badHeader", /begins at/u);
    });

    it.each([
        ["Qwen-Coder", qwenTokens],
        ["StarCoder", ["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<repo_name>", "<file_sep>"]],
        ["Granite", ["<fim_prefix>", "<fim_suffix>", "<fim_middle>"]],
        ["CodeGemma", ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_separator|>"]],
        ["DeepSeek-Coder", ["<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"]],
        ["Code Llama", ["▁<PRE>", "▁<SUF>", "▁<MID>"]],
        ["Codestral", ["[PREFIX]", "[SUFFIX]", "[MIDDLE]"]],
        [undefined, ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|"]]
    ])("tells the family %s from its vocabulary", async (family, tokens) => {
        expect((await summaryOf(withMetadata(["tokenizer.ggml.tokens", strings(tokens)]))).fimFamily).toBe(family);
    });

    it("finds tokens across the borders of what is fetched at once", async () => {
        // About 1.3 MB of vocabulary, the control tokens strewn over it.
        const many = Array.from({length: 80_000}, (_, index) => index % 16_000 === 0 ? qwenTokens[3 + index / 16_000] ?? "x" : `token${index}`);
        const bytes = writeGguf(withMetadata(["tokenizer.ggml.tokens", strings(many)]));
        const source = sourceOf(bytes);
        expect((await readGguf(source, "m")).summary.fimFamily).toBe("Qwen-Coder");
        expect(source.requests.length).toBeLessThan(10);
    });

    it("says when it is an adapter or something else", async () => {
        expect((await summaryOf(withMetadata(["general.type", string("adapter")]))).type).toBe("adapter");
        expect((await summaryOf(withMetadata(["general.type", string("mmproj")]))).type).toBe("other");
    });

    it("keeps its sums when llama.cpp guessed the file type", async () => {
        expect((await summaryOf(withMetadata(["general.file_type", u32(1024 + 7)]))).quantization).toBe("Q8_0");
        expect((await summaryOf(withMetadata(["general.file_type", u32(999)]))).quantization).toBeUndefined();
    });
});

describe("a split model", () => {
    const split = (number: number) => withMetadata(["split.no", {type: "u16", value: number}], ["split.count", {type: "u16", value: 3}]);

    it("tells its parts from the first", async () => {
        expect((await read(writeGguf(split(0)))).split).toEqual({index: 0, count: 3});
    });
    it("is refused from a later part, with the first named", async () => {
        await refuses(writeGguf(split(1)), "model.badHeader", /part 2 of a model in 3 files.*-00001-of-/u);
    });
    it("has parts without an architecture", async () => {
        const part = writeGguf({tensors: validFile.tensors, metadata: [["split.no", {type: "u16", value: 1}]]});
        expect(await readGgufPart(sourceOf(part), "p")).toMatchObject({tensorCount: 3, parameterCount: 648});
    });
});

describe("a file that is no model", () => {
    it.each<[string, Uint8Array, ErrorCode, RegExp]>([
        ["empty", new Uint8Array(0), "model.notGguf", /not a GGUF/u],
        ["three bytes", new Uint8Array([71, 71, 85]), "model.notGguf", /not a GGUF/u],
        ["text", new TextEncoder().encode("# My notes on llamas\n".repeat(20)), "model.notGguf", /not a GGUF/u],
        ["wrong magic", writeGguf({...validFile, magic: "GGML"}), "model.notGguf", /not a GGUF/u],
        ["magic only", new TextEncoder().encode("GGUF"), "model.truncated", /incomplete \(it ends at byte 4, in the middle of its header\)/u],
        ["version 1", writeGguf({...validFile, version: 1}), "model.unsupportedVersion", /version 1/u],
        ["version 4", writeGguf({...validFile, version: 4}), "model.unsupportedVersion", /version 4/u],
        ["big-endian", writeGguf({...validFile, version: 0x03000000}), "model.unsupportedVersion", /big-endian/u]
    ])("is refused: %s", async (_, bytes, code, sentence) => {
        await refuses(bytes, code, sentence);
    });

    it("is refused wherever it is cut off", async () => {
        const bytes = writeGguf();
        for (let length = 4; length < bytes.length; length += 7)
            await refuses(bytes.slice(0, length), length < 24 ? "model.truncated" : /^model\.(truncated|badHeader)$/u, /incomplete|more than fit/u);
        await refuses(bytes.slice(0, -1), "model.truncated", /“output\.weight” ends at byte \d+, but the file at byte \d+/u);
    });
});

describe("a header that lies", () => {
    const tensor = (change: Partial<GgufTensor>): GgufFile => ({...validFile, tensors: [{name: "t", dimensions: [32], type: 0, bytes: 128, ...change}]});
    const raw = (id: number, value: Uint8Array): GgufFile => withMetadata(["x", {type: "raw", id, value}]);

    it.each<[string, GgufFile, RegExp]>([
        ["2^40 metadata entries", {...validFile, claimedEntries: 2 ** 40}, /claims 1099511627776 metadata entries/u],
        ["2^63 metadata entries", {...validFile, claimedEntries: 2 ** 63}, /metadata entries/u],
        ["2^40 tensors", {...validFile, claimedTensors: 2 ** 40}, /claims 1099511627776 tensors/u],
        ["a string of 2^63 bytes", raw(8, u64Bytes(2 ** 63)), /“x” claims 92233720368547\d+ bytes/u],
        ["an array of 2^63 bytes", raw(9, concat(u32Bytes(0), u64Bytes(2 ** 63))), /“x” claims 92233720368547\d+ elements/u],
        ["an array of 2^61 numbers of 8 bytes", raw(9, concat(u32Bytes(10), u64Bytes(2 ** 61))), /elements/u],
        ["an array of 2^40 strings", raw(9, concat(u32Bytes(8), u64Bytes(2 ** 40))), /elements/u],
        ["a giant string in an array", raw(9, concat(u32Bytes(8), u64Bytes(1), u64Bytes(2 ** 50))), /a string in “x” claims/u],
        ["an unknown value type", raw(13, new Uint8Array(8)), /unknown type 13/u],
        ["an unknown element type", raw(9, concat(u32Bytes(77), u64Bytes(0))), /unknown type 77/u],
        ["an array of arrays", raw(9, concat(u32Bytes(9), u64Bytes(1))), /array of arrays/u],
        ["an empty key", withMetadata(["", u32(1)]), /key claims 0 bytes/u],
        ["a key of 70,000 bytes", withMetadata(["k".repeat(70_000), u32(1)]), /key claims 70000 bytes/u],
        ["a key twice", {...validFile, metadata: [...validFile.metadata, ["general.name", string("again")]]}, /“general\.name” occurs twice/u],
        ["no architecture", {metadata: [["general.name", string("x")]], tensors: []}, /names no architecture/u],
        ["an architecture that is a number", {metadata: [["general.architecture", u32(3)]], tensors: []}, /names no architecture/u],
        ["alignment 0", withMetadata(["general.alignment", u32(0)]), /alignment is 0/u],
        ["alignment 48", withMetadata(["general.alignment", u32(48)]), /alignment is 48/u],
        ["alignment 2^31", withMetadata(["general.alignment", u32(2 ** 31)]), /alignment is 2147483648/u],
        ["alignment as text", withMetadata(["general.alignment", string("32")]), /not a number/u],
        ["a nameless tensor", tensor({name: ""}), /name claims 0 bytes/u],
        ["a tensor's name of 64 bytes", tensor({name: "n".repeat(64)}), /name claims 64 bytes/u],
        ["a tensor twice", {...validFile, tensors: [...validFile.tensors, {name: "output.weight", dimensions: [8], type: 0, bytes: 32}]}, /occurs twice/u],
        ["five dimensions", tensor({dimensions: [1, 1, 1, 1, 1]}), /claims 5 dimensions/u],
        ["a dimension of 0", tensor({dimensions: [32, 0]}), /shape 32 × 0/u],
        ["a product beyond 2^53", tensor({dimensions: [2 ** 31, 2 ** 31]}), /shape/u],
        ["a product that wraps 2^64", tensor({dimensions: [2 ** 32, 2 ** 32, 2 ** 32, 2 ** 32]}), /shape/u],
        ["a dimension of 2^63", tensor({dimensions: [2 ** 63]}), /shape/u],
        ["a removed tensor type", tensor({type: 4}), /unknown type 4/u],
        ["an unknown tensor type", tensor({type: 4096}), /unknown type 4096/u],
        ["a row that is no whole number of blocks", tensor({dimensions: [33], type: 8}), /rows of 33, no multiple of Q8_0's 32/u],
        ["overlapping tensors", {...validFile, tensors: validFile.tensors.map((one) => ({...one, offset: 0}))}, /begins at 0, not at/u],
        ["a tensor that begins past the end", tensor({offset: 2 ** 40}), /begins at 1099511627776, not at 0/u],
        ["a tensor that begins at 2^63", tensor({offset: 2 ** 63}), /begins at/u]
    ])("is refused: %s", async (_, file, sentence) => {
        await refuses(writeGguf(file), "model.badHeader", sentence);
    });

    it("is refused when a tensor ends past the end", async () => {
        await refuses(writeGguf(tensor({dimensions: [32, 2 ** 30]})), "model.truncated", /“t” ends at byte/u);
    });

    it("is refused when a name is not text", async () => {
        const bytes = writeGguf({metadata: [["QQQQ", u32(1)]], tensors: []});
        bytes.set([0xff, 0xfe], 24 + 8);
        await refuses(bytes, "model.badHeader", /not UTF-8/u);
    });

    it("can't put control characters into the sentence", async () => {
        await refuses(writeGguf(withMetadata(["a\u0007\n\u001b[31m", {type: "raw", id: 99, value: new Uint8Array(0)}])), "model.badHeader", /“a\?\?\?\[31m”/u);
    });

    it("is refused before more than the file holds is fetched", async () => {
        const source = sourceOf(writeGguf({...validFile, claimedEntries: 2 ** 40}));
        await expect(readGguf(source, "m")).rejects.toBeInstanceOf(HearthError);
        expect(source.requests).toHaveLength(1);
    });
});

/** The file is refused by an error of that code whose sentence names the path and says `sentence`. */
async function refuses(bytes: Uint8Array, code: ErrorCode | RegExp, sentence: RegExp): Promise<void> {
    const error: unknown = await read(bytes).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(HearthError);
    if (!(error instanceof HearthError))
        return;
    expect(error.code).toMatch(code);
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain("/models/m.gguf");
}
