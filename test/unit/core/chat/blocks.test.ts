import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {type Block, blocksOf, BlockSplitter} from "../../../../src/core/chat/blocks.js";

const kinds = (blocks: readonly Block[]) => blocks.map((block) => block.kind === "fence" ? `${block.language}:${block.code}` : block.markdown.trim());

describe("blocks of an answer", () => {
    it("are paragraphs, lists as a whole, and fenced code", () => {
        const text = "Intro\ngoes on\n\n- one\n\n- two\n\n  more of two\n\nEnd:\n```ts\nlet a = 1;\n\nlet b = 2;\n```\nDone.";
        expect(kinds(blocksOf(text))).toEqual([
            "Intro\ngoes on\n\n- one\n\n- two\n\n  more of two", "End:", "ts:let a = 1;\n\nlet b = 2;", "Done."
        ]);
    });

    it("show code that is still being written", () => {
        const splitter = new BlockSplitter();
        splitter.push("Here:\n```py\nprint(1");
        expect(splitter.growing).toEqual({kind: "fence", language: "py", code: "print(1", closed: false});
        splitter.push(")\n```\n");
        expect(kinds(splitter.done)).toEqual(["Here:", "py:print(1)"]);
        expect(splitter.growing).toBeUndefined();
    });

    it("close a fence only by one as long", () => {
        expect(kinds(blocksOf("````md\n```\nx\n```\n````"))).toEqual(["md:```\nx\n```"]);
    });

    it("are the same however the text arrives, and lose nothing", () => {
        const text = fc.array(fc.constantFrom("a b", "\n", "\n\n", "```", "```ts\n", "- x", "> q", "  ", "1. y", "~~~"), {maxLength: 40}).map((parts) => parts.join(""));
        fc.assert(fc.property(text, fc.array(fc.nat(12), {maxLength: 30}), (whole, cuts) => {
            const splitter = new BlockSplitter();
            let at = 0;
            for (const cut of cuts) {
                splitter.push(whole.slice(at, at + cut));
                at += cut;
            }
            splitter.push(whole.slice(at));
            splitter.end();
            expect(splitter.done).toEqual(blocksOf(whole));
        }));
    });

    it("of a million backticks or ten megabytes come in time and in pieces", () => {
        const started = performance.now();
        expect(blocksOf("`".repeat(1_000_000)).length).toBeGreaterThan(50);
        const pieces = blocksOf("word ".repeat(2_000_000));
        expect(pieces.every((block) => block.kind === "text" && block.markdown.trimEnd().length <= 8_000)).toBe(true);
        expect(pieces.map((block) => block.kind === "text" ? block.markdown.length : 0).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(10_000_000);
        expect(performance.now() - started).toBeLessThan(5_000);
    });
});
