import {createHash} from "node:crypto";
import {execFileSync} from "node:child_process";
import {mkdir} from "node:fs/promises";
import {describe, expect, it} from "vitest";

import {HearthError, type ErrorCode} from "../../../src/core/errors.js";
import type {ModelShape} from "../../../src/core/models/modelInfo.js";
import {inspectAdapterFile, readAdapterHeader, type InspectOptions} from "../../../src/system/adapters/inspect.js";
import {testFolders} from "../models/folderFixture.js";
import {string, u32, writeGguf} from "../models/ggufWriter.js";
import {adapterFile, adapterTensors, adapterWithout, base, half} from "./adapterFixture.js";
import {shapeOf, small} from "./peftFixture.js";

const folder = testFolders();

/** Inspects these bytes as a file; returns the error, whose sentence names the file. */
async function refusal(bytes: Uint8Array, options: InspectOptions = {base}): Promise<HearthError> {
    const {file} = await folder();
    const at = await file("adapter.gguf", bytes);
    const error: unknown = await inspectAdapterFile(at, options).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(HearthError);
    expect((error as HearthError).message).toContain(at);
    return error as HearthError;
}

describe("a sound adapter", () => {
    it("is summed up, with the SHA-256 of the whole file", async () => {
        const {file} = await folder();
        const bytes = adapterFile({metadata: [["general.name", string("Mine")]]});
        const at = await file("adapter.gguf", bytes);
        const summary = await inspectAdapterFile(at, {base});
        expect(summary).toEqual({
            architecture: "qwen2", name: "Mine", alpha: 16, ranks: [4, 4], ignored: [], layers: 2, parameterCount: 64 * 8 + 160 * 4, fileBytes: bytes.length,
            sha256: createHash("sha256").update(bytes).digest("hex"),
            pairs: [
                {target: "blk.0.attn_q.weight", layer: 0, rank: 4, a: [64, 4], b: [4, 64]}, {target: "blk.1.ffn_down.weight", layer: 1, rank: 4, a: [96, 4], b: [4, 64]}
            ]
        });
        expect(await readAdapterHeader(at)).toEqual({...summary, sha256: undefined});
        expect(await inspectAdapterFile(at, {expectedSha256: summary.sha256})).toEqual(summary);
    });
    it("may lack an alpha, and have norm vectors that the engine passes over", async () => {
        const {file} = await folder();
        expect((await inspectAdapterFile(await file("a.gguf", adapterWithout("adapter.lora.alpha")), {base})).alpha).toBeUndefined();
        const norms = adapterFile({tensors: [...adapterTensors, {name: "blk.0.attn_norm.weight", dimensions: [64], type: 0, bytes: 256}]});
        expect((await inspectAdapterFile(await file("n.gguf", norms), {base})).ignored).toEqual(["blk.0.attn_norm.weight"]);
    });
    it("may change the embedding, whose pair lies the other way round", async () => {
        const {file} = await folder();
        const tensors = [half("token_embd.weight.lora_a", 4, 128), half("token_embd.weight.lora_b", 4, 64)];
        expect((await inspectAdapterFile(await file("e.gguf", adapterFile({tensors})), {base})).pairs).toEqual([{target: "token_embd.weight", layer: undefined, rank: 4, a: [4, 128], b: [4, 64]}]);
    });
});

describe("a file that is no sound adapter", () => {
    it.each<[string, Uint8Array, ErrorCode, RegExp]>([
        ["a model", writeGguf(), "adapter.notAdapter", /holds a qwen2 model/u],
        ["a control vector", adapterFile({metadata: [["adapter.type", string("control_vector")]]}), "adapter.notAdapter", /control_vector/u],
        ["text", new TextEncoder().encode("hello, world"), "adapter.notAdapter", /doesn't begin with “GGUF”/u],
        ["a pickle renamed", new Uint8Array([0x80, 2, 0x7d, 0x71, 0, 0x2e]), "adapter.pickle", /is a pickle/u],
        ["a zip renamed", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), "adapter.pickle", /zip archive/u],
        ["a pointer of Git LFS", new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\noid sha256:0"), "adapter.notAdapter", /git lfs pull/u],
        ["a big-endian file", adapterFile({version: 0x0300_0000}), "adapter.unsupported", /big-endian/u],
        ["a later version", adapterFile({version: 9}), "adapter.unsupported", /version 9/u],
        ["a cut-off file", adapterFile().slice(0, -700), "adapter.truncated", /ends at byte/u],
        ["a cut-off header", adapterFile().slice(0, 260), "adapter.truncated", /middle of its header/u],
        ["half a pair", adapterFile({tensors: adapterTensors.slice(0, 3)}), "adapter.badHeader", /half of the pair for “blk\.1\.ffn_down\.weight” is missing/u],
        ["no pairs", adapterFile({tensors: []}), "adapter.badHeader", /changes no tensor/u],
        ["a tensor that is no part of a LoRA", adapterFile({tensors: [...adapterTensors, half("blk.0.attn_q.bias", 64, 1)]}), "adapter.badHeader", /no part of a LoRA/u],
        ["halves of different ranks", adapterFile({tensors: [half("blk.0.attn_q.weight.lora_a", 64, 4), half("blk.0.attn_q.weight.lora_b", 8, 64)]}), "adapter.badHeader", /ranks 4 and 8/u],
        ["embedding halves of different ranks, which the engine does not look at", adapterFile({tensors: [half("token_embd.weight.lora_a", 4, 128), half("token_embd.weight.lora_b", 8, 64)]}), "adapter.badHeader", /ranks 4 and 8/u],
        ["a tensor twice", adapterFile({tensors: [...adapterTensors, adapterTensors[0] ?? half("", 1, 1)]}), "adapter.badHeader", /occurs twice/u],
        ["an alpha that is no float, at which the engine would end", adapterFile({metadata: [["adapter.lora.alpha", u32(16)]]}), "adapter.badHeader", /not a 32-bit float/u],
        ["a kind that is a list", adapterFile({metadata: [["adapter.type", {type: "strings", value: ["lora"]}]]}), "adapter.badHeader", /not a text/u],
        ["an alpha that is not a number", adapterFile({metadata: [["adapter.lora.alpha", {type: "f32", value: NaN}]]}), "adapter.badWeights", /adapter\.lora\.alpha/u],
        ["an activated LoRA", adapterFile({metadata: [["adapter.alora.invocation_tokens", {type: "i32s", value: [1]}]]}), "adapter.unsupported", /activated/u],
        ["one of several files", adapterFile({metadata: [["split.count", {type: "u16", value: 2}]]}), "adapter.unsupported", /several files/u],
        ["weights of an odd type", adapterFile({tensors: [{...half("blk.0.attn_q.weight.lora_a", 256, 4, 12), bytes: 576}, half("blk.0.attn_q.weight.lora_b", 4, 64)]}), "adapter.unsupported", /stored as Q4_K/u],
        ["a mixture of experts", adapterFile({tensors: [{...half("blk.0.ffn_up_exps.weight.lora_a", 64, 4), dimensions: [64, 2, 2]}, half("blk.0.ffn_up_exps.weight.lora_b", 2, 64)]}), "adapter.unsupported", /mixture/u],
        ["no architecture", adapterWithout("general.architecture"), "adapter.badHeader", /no architecture/u],
        ["a tensor of 2^62 elements", adapterFile({tensors: [{name: "blk.0.attn_q.weight.lora_a", dimensions: [2 ** 31, 2 ** 31], type: 1, bytes: 64}]}), "adapter.badHeader", /claims the shape/u],
        ["more tensors than fit", adapterFile({claimedTensors: 2 ** 40}), "adapter.badHeader", /more than fit/u]
    ])("%s is refused", async (_title, bytes, code, sentence) => {
        const error = await refusal(bytes);
        expect(error.code).toBe(code);
        expect(error.message).toMatch(sentence);
    });

    it.each<[string, number, number[]]>([["F32", 0, [0, 0, 0xc0, 0x7f]], ["F16", 1, [0, 0x7e]], ["F16", 1, [0, 0xfc]], ["BF16", 30, [0x81, 0x7f]], ["Q8_0", 8, [0, 0x7c]]])(
        "weights that are not numbers are refused, in %s", async (_name, type, bits) => {
            const unit = {0: 4, 8: 34 / 32}[type] ?? 2;
            const [a, b] = [["a", 64, 32], ["b", 32, 64]].map(([side, row, rows]) =>
                ({name: `blk.0.attn_q.weight.lora_${side as string}`, dimensions: [row as number, rows as number], type, bytes: 64 * 32 * unit}));
            if (a === undefined || b === undefined)
                throw new Error("no tensors");
            const bytes = adapterFile({tensors: [a, b]});
            const {file} = await folder();
            expect((await inspectAdapterFile(await file("good.gguf", bytes), {base})).ranks).toEqual([32, 32]);
            // The last unit of the last tensor, whose padding follows to a multiple of 32.
            const last = type === 8 ? 34 : bits.length;
            bytes.set(bits, bytes.length - last);
            const error = await refusal(bytes);
            expect(error.code).toBe("adapter.badWeights");
            expect(error.message).toContain("blk.0.attn_q.weight.lora_b");
        });

    it("is refused when it is not the one that was allowed", async () => {
        const error = await refusal(adapterFile(), {base, expectedSha256: "0".repeat(64)});
        expect(error.code).toBe("adapter.changed");
    });

    it("is refused when it is not there, a folder, a pipe, far away, or not to be read", async () => {
        const {at, file} = await folder();
        const codeOf = async (place: string) => await inspectAdapterFile(place).then(() => "read", (error: unknown) => (error as HearthError).code);
        await mkdir(at("folder.gguf"));
        expect(await codeOf(at("none.gguf"))).toBe("adapter.notFound");
        expect(await codeOf(`${await file("a.txt", "x")}/b.gguf`)).toBe("adapter.notFound");
        expect(await codeOf(at("folder.gguf"))).toBe("adapter.notAFile");
        expect(await codeOf("relative.gguf")).toBe("adapter.notFound");
        expect(await codeOf("https://example.org/a.gguf")).toBe("adapter.notFound");
        if (process.platform !== "win32") {
            execFileSync("mkfifo", [at("pipe.gguf")]);
            expect(await codeOf(at("pipe.gguf"))).toBe("adapter.notAFile");
        }
    });

    it("can be left half read", async () => {
        const {file} = await folder();
        const error: unknown = await inspectAdapterFile(await file("a.gguf", adapterFile()), {signal: AbortSignal.abort()}).catch((reason: unknown) => reason);
        expect(error).toMatchObject({code: "request.cancelled"});
    });
});

describe("an adapter for another model", () => {
    const without = (name: string): ModelShape => ({...base, tensors: new Map([...base.tensors].filter(([each]) => each !== name))});
    const embedding = adapterFile({tensors: [half("token_embd.weight.lora_a", 4, 128), half("token_embd.weight.lora_b", 4, 64)]});
    const output = adapterFile({tensors: [half("output.weight.lora_a", 64, 4), half("output.weight.lora_b", 4, 128)]});
    const norm = adapterFile({tensors: [half("blk.0.attn_norm.weight.lora_a", 64, 4), half("blk.0.attn_norm.weight.lora_b", 4, 1)]});

    it.each<[string, Uint8Array, ModelShape, RegExp]>([
        ["of another architecture", adapterFile(), shapeOf(small("llama")), /for “qwen2” models, the model is “llama”/u],
        ["with fewer layers", adapterFile(), shapeOf(small("qwen2", {layers: 1})), /at least 2 layers, the model has 1/u],
        ["that is wider", adapterFile(), shapeOf(small("qwen2", {width: 128})), /“blk\.0\.attn_q\.weight” is for 64 × 64, the model's is 128 × 64/u],
        ["with another feed-forward", adapterFile(), shapeOf(small("qwen2", {feedForward: 128})), /“blk\.1\.ffn_down\.weight” is for 96 × 64, the model's is 128 × 64/u],
        ["without such a tensor", adapterFile(), without("blk.0.attn_q.weight"), /no tensor “blk\.0\.attn_q\.weight”/u],
        ["with another vocabulary", embedding, shapeOf(small("qwen2", {vocabulary: 256})), /“token_embd\.weight” is for 64 × 128, the model's is 64 × 256/u],
        ["whose output is its embedding", embedding, without("output.weight"), /embedding, which this model shares/u],
        ["that has no output of its own", output, without("output.weight"), /output matrix, which this model shares/u],
        ["in which it would change a vector", norm, base, /“blk\.0\.attn_norm\.weight”, which is not a matrix/u]
    ])("%s is refused with the reason", async (_title, bytes, model, reason) => {
        const error = await refusal(bytes, {base: model});
        expect(error.code).toBe("adapter.doesNotFit");
        expect(error.message).toMatch(reason);
    });
});
