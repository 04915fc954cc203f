// A draft model's guesses make sense only where both models call the same text by the same number.
import {describe, expect, it} from "vitest";

import {isSameVocabulary, type ModelVocabulary, readGgufVocabulary} from "../../../src/core/models/ggufVocabulary.js";
import {sourceOf, type GgufValue, qwenTokens, string, strings, validFile, writeGguf} from "./ggufWriter.js";

const read = (tokens: readonly string[], pre = "qwen2"): Promise<ModelVocabulary> => {
    const others = validFile.metadata.filter(([key]) => !key.startsWith("tokenizer."));
    const tokenizer: readonly (readonly [string, GgufValue])[] =
        [["tokenizer.ggml.model", string("gpt2")], ["tokenizer.ggml.pre", string(pre)], ["tokenizer.ggml.tokens", strings(tokens)]];
    return readGgufVocabulary(sourceOf(writeGguf({...validFile, metadata: [...others, ...tokenizer]})), "/m.gguf");
};

describe("two models' vocabularies", () => {
    it("are the same when every token is", async () => {
        expect(isSameVocabulary(await read(qwenTokens), await read(qwenTokens))).toBe(true);
    });

    it("are the same when one is filled up, as those of one family's sizes are", async () => {
        const filled = [...qwenTokens, ...Array.from({length: 128}, (_, i) => `[PAD${String(i)}]`)];
        expect(isSameVocabulary(await read(qwenTokens), await read(filled))).toBe(true);
        expect(isSameVocabulary(await read(filled), await read(qwenTokens))).toBe(true);
        expect(isSameVocabulary(await read(qwenTokens), await read([...filled, "one more"]))).toBe(false);
    });

    it("differ by one token, by the order, and by how text is cut", async () => {
        const own = await read(qwenTokens);
        expect(isSameVocabulary(own, await read(qwenTokens.map((token) => token === "b" ? "c" : token)))).toBe(false);
        expect(isSameVocabulary(own, await read([...qwenTokens].reverse()))).toBe(false);
        expect(isSameVocabulary(own, await read(qwenTokens, "llama-bpe"))).toBe(false);
    });

    it("are never the same where one has none", async () => {
        expect(isSameVocabulary(await read([]), await read(qwenTokens))).toBe(false);
        expect(isSameVocabulary(await read([]), await read([]))).toBe(false);
    });

    it("of damaged files are refused as their headers are", async () => {
        const bytes = writeGguf(validFile);
        await expect(readGgufVocabulary(sourceOf(bytes.slice(0, 200)), "/m.gguf")).rejects.toMatchObject({code: "model.truncated"});
    });
});
