import {describe, expect, it} from "vitest";

import {fimFamilies, findFimFamily} from "../../../../src/core/completion/fim.js";

const found = (...vocabulary: string[]) => findFimFamily((text) => vocabulary.includes(text))?.name;

describe("finding a family by its tokens", () => {
    it.each([
        ["Qwen-Coder", ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|repo_name|>", "<|file_sep|>", "<|fim_pad|>"]],
        ["CodeGemma", ["<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_separator|>"]],
        ["StarCoder", ["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<repo_name>", "<file_sep>"]],
        ["Granite", ["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<fim_pad>"]],
        ["DeepSeek-Coder", ["<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"]],
        ["Code Llama", ["▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"]],
        ["Codestral", ["[PREFIX]", "[SUFFIX]", "[MIDDLE]"]]
    ])("finds %s", (name, vocabulary) => {
        expect(found(...vocabulary)).toBe(name);
    });

    it("finds none in a chat model's vocabulary, nor when one of the three is missing", () => {
        expect(found("<|im_start|>", "<|im_end|>")).toBeUndefined();
        expect(found("<fim_prefix>", "<fim_suffix>")).toBeUndefined();
    });

    it("takes no family whose token for a repository or a file is missing", () => {
        expect(found("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|repo_name|>")).toBeUndefined();
        expect(found("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|file_sep|>")).toBeUndefined();
        expect(found("<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<repo_name>")).toBe("Granite");
    });

    it("finds each family of the table: none hides another", () => {
        for (const family of fimFamilies) {
            const vocabulary = [family.prefix, family.suffix, family.middle, family.repository, family.file].filter((text) => text !== undefined);
            expect(found(...vocabulary)).toBe(family.name);
        }
    });
});
