import {describe, expect, it} from "vitest";

import {readGguf} from "../../../src/core/models/gguf.js";
import {requireEmbedding} from "../../../src/core/models/embedding.js";
import {type GgufValue, sourceOf, string, u32, validFile, writeGguf} from "./ggufWriter.js";

/** What is said of a file with this architecture and these further entries; undefined: it can embed. */
async function said(architecture: string, entries: readonly (readonly [string, GgufValue])[] = []): Promise<string | undefined> {
    const metadata = [...validFile.metadata.filter(([key]) => key !== "general.architecture"), ["general.architecture", string(architecture)] as const, ...entries];
    const {summary} = await readGguf(sourceOf(writeGguf({...validFile, metadata})), "f.gguf");
    try {
        requireEmbedding(summary, "f.gguf");
        return undefined;
    } catch (error) {
        return (error as Error).message.replace(/^f\.gguf can't embed text: (.*?)\. Name .*$/, "$1");
    }
}

describe("a file that is named as an embedding model", () => {
    it("is an encoder, or a model with a pooling", async () => {
        expect(await said("bert", [["bert.pooling_type", u32(1)]])).toBeUndefined();
        expect(await said("nomic-bert")).toBeUndefined();
        expect(await said("qwen3", [["qwen3.pooling_type", u32(3)]])).toBeUndefined();
    });

    it("and else told what it is", async () => {
        expect(await said("qwen2")).toBe("it is a model that writes text (its header names no pooling)");
        expect(await said("qwen2", [["qwen2.pooling_type", u32(0)]])).toBe("it is a model that writes text (its header names no pooling)");
        expect(await said("bert", [["bert.pooling_type", u32(4)]])).toBe("it is a reranker, which compares texts and gives no vectors");
        expect(await said("t5")).toBe("Hearth's engine can't do so with the architecture “t5”");
    });
});
