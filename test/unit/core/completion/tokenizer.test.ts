import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {cutPieces, PieceTokenizer} from "../../../../src/core/completion/tokenizer.js";
import {patience, runs} from "../../fuzz/runs.js";
import {gpt2Tokenizer, leadingBlankTokenizer, qwenTokenizer} from "./qwenTokenizer.js";

/** Code as it comes: words, brackets, and every kind of blank and line break there is. */
const codeLike = fc.array(fc.constantFrom(
    "foo", "x", "don't", "42", "{", "}", "();", " ", "  ", "    ", "\t", "\n", "\n", "\n\n", "\r", "\r\n", " \n", "\t\n\t", "\u00a0", "\u3000", "\u2028",
    "\u0085", "\ufeff", "// ", "ü", "e\u0301", "𝒳", "👩‍💻", "\ud835", "\u0000", "中文"
), {maxLength: 40}).map((parts) => parts.join(""));

describe("the piece tokenizer", () => {
    it("gives what tokenizing the whole gives, for a tokenizer that never joins across lines", () => {
        const {tokenize} = qwenTokenizer();
        const pieces = new PieceTokenizer(tokenize, 50);
        fc.assert(fc.property(codeLike, (text) => {
            expect(pieces.tokens(text)).toEqual(tokenize(text));
        }), {numRuns: runs(3_000)});
    }, patience);

    it("loses and adds no character when it cuts", () => {
        fc.assert(fc.property(codeLike, (text) => {
            expect(cutPieces(text).join("")).toBe(text);
        }));
    });

    it("cuts before each line with something on it, and nowhere else", () => {
        expect(cutPieces("a\n\n  \n\tb\nc")).toEqual(["a\n\n  \n", "\tb\n", "c"]);
        expect(cutPieces("")).toEqual([]);
    });

    it("tokenizes only the line that changed", () => {
        const {tokenize, calls} = qwenTokenizer();
        const pieces = new PieceTokenizer(tokenize);
        pieces.tokens("one\ntwo\nthr");
        const before = calls.length;
        pieces.tokens("one\ntwo\nthre");
        expect(calls.slice(before)).toEqual(["thre"]);
    });

    it("forgets the pieces used longest ago", () => {
        const {tokenize, calls} = qwenTokenizer();
        const pieces = new PieceTokenizer(tokenize, 2);
        pieces.tokens("one\ntwo\nthree\n");
        const before = calls.length;
        pieces.tokens("three\none\n");
        expect(calls.slice(before)).toEqual(["one\n"]);
    });

    it.each([["GPT-2's, which joins line breaks with indentation", gpt2Tokenizer], ["one that puts a blank first", leadingBlankTokenizer]])(
        "tokenizes the whole for %s", (_, make) => {
            const {tokenize} = make();
            expect(PieceTokenizer.exactFor(tokenize)).toBe(false);
            const pieces = new PieceTokenizer(tokenize);
            fc.assert(fc.property(codeLike, (text) => {
                expect(pieces.tokens(text)).toEqual(tokenize(text));
            }));
        });

    it("gives an array of its own, which the caller may change", () => {
        const pieces = new PieceTokenizer(qwenTokenizer().tokenize);
        pieces.tokens("a b\n").length = 0;
        expect(pieces.tokens("a b\n")).not.toEqual([]);
    });
});
