/** What becomes of a model's words before they get into a file: nothing is invented, nothing outside of the place changes. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {blocksOf} from "../../../src/core/chat/blocks.js";
import {replacedBy} from "../../../src/core/completion/fit.js";
import {trimCompletion} from "../../../src/core/completion/trim.js";
import {commonIndent, dedented, indentedAs, withLineEndings} from "../../../src/core/edit/indent.js";
import {withCode} from "../../../src/core/edit/place.js";
import {firstHidden, shownHidden, withoutHidden} from "../../../src/core/text/hidden.js";
import {codeBlock, inlineCode} from "../../../src/core/text/markdown.js";
import {patience, runs} from "./runs.js";

/** Text with what code is made of, and with anything else. */
const piece = fc.oneof(
    {weight: 6, arbitrary: fc.constantFrom("\n", "    ", "\t", "foo", "bar(", ")", "{", "}", ";", " = ", "return ", "function f() {", "```", "// note", "\"", ",", "class A", "#")},
    {weight: 1, arbitrary: fc.string({unit: "binary", maxLength: 6})}
);
const code = fc.array(piece, {maxLength: 40}).map((pieces) => pieces.join("").replaceAll("\r", ""));
const line = code.map((text) => text.replaceAll("\n", " "));
const withoutBlanks = (text: string) => text.replace(/\s+/g, "");

describe("a completion that is trimmed", () => {
    it("is the beginning of what was written", {timeout: patience}, () => {
        fc.assert(fc.property(code, line, line, fc.array(line, {maxLength: 6}), fc.boolean(), (text, linePrefix, lineSuffix, below, multiline) => {
            const trimmed = trimCompletion(text, {linePrefix, lineSuffix, below, multiline, languageId: "typescript", tabSize: 4} as unknown as Parameters<typeof trimCompletion>[1]);
            expect(text.startsWith(trimmed.text)).toBe(true);
            // A blank at its end stays only before what stands after the cursor.
            expect(lineSuffix.trim() === "" && trimmed.text.trimEnd() !== trimmed.text).toBe(false);
        }), {numRuns: runs(600)});
    });

    it("replaces no more than stands after the cursor", () => {
        fc.assert(fc.property(code, line, (text, suffix) => {
            const replaced = replacedBy(text, suffix);
            expect(replaced).toBeGreaterThanOrEqual(0);
            expect(replaced).toBeLessThanOrEqual(suffix.length);
        }), {numRuns: runs(600)});
    });
});

describe("indentation", () => {
    it("is all that changes when code is moved", {timeout: patience}, () => {
        fc.assert(fc.property(code, fc.constantFrom("", "  ", "\t", "        "), fc.constantFrom("\t", "  ", "    "), (text, indent, unit) => {
            const moved = indentedAs(text, indent, unit);
            expect(moved.split("\n").map((each) => each.trim())).toEqual(text.split("\n").map((each) => each.trim()));
            expect(commonIndent(dedented(text))).toBe("");
        }), {numRuns: runs(600)});
    });

    it("has one kind of line ending, and loses no line", () => {
        fc.assert(fc.property(code, fc.constantFrom("\n", "\r\n"), (text, ending) => {
            const ended = withLineEndings(text, ending);
            expect(ended.split(ending)).toEqual(text.split("\n"));
            expect(withLineEndings(ended, "\n")).toBe(text);
        }), {numRuns: runs(300)});
    });
});

describe("code that is put into a file", () => {
    it("leaves every line outside of the lines that were meant", {timeout: patience}, () => {
        fc.assert(fc.property(fc.array(line, {minLength: 1, maxLength: 30}), code, fc.nat(), fc.nat(), (lines, added, a, b) => {
            const start = a % lines.length, end = start + 1 + b % (lines.length - start);
            // Words that declare nothing: a declaration may look for its older self elsewhere.
            const plain = added.split("\n").map((each) => `+ ${each}`).join("\n");
            const file = lines.join("\n");
            if (file.trim() === "")
                return;
            const result = withCode(file, plain, {start, end}).split("\n");
            expect(result.slice(0, start)).toEqual(lines.slice(0, start));
            expect(lines.length === end ? [] : result.slice(end - lines.length)).toEqual(lines.slice(end));
        }), {numRuns: runs(600)});
    });

    it("is in the file afterwards, blanks aside", {timeout: patience}, () => {
        fc.assert(fc.property(code, code, (file, added) => {
            expect(withoutBlanks(withCode(file, added))).toContain(withoutBlanks(added));
        }), {numRuns: runs(600)});
    });
});

describe("hidden characters", () => {
    const hostile = fc.array(fc.oneof(piece, fc.constantFrom("\u202e", "\u200b", "\u{e0041}", "\ufeff", "\u2066", "\u200d")), {maxLength: 30}).map((pieces) => pieces.join(""));

    it("are gone, marked or found, whatever stands around them", () => {
        fc.assert(fc.property(hostile, (text) => {
            const clean = withoutHidden(text);
            // Taking one out may bring a joiner behind a letter of ASCII; nothing else may come anew.
            expect(firstHidden(withoutHidden(clean))).toBeUndefined();
            expect(firstHidden(shownHidden(text)) ?? -1).toBe(-1);
            expect(firstHidden(text) === undefined).toBe(clean === text);
        }), {numRuns: runs(600)});
    });
});

describe("Markdown", () => {
    it("of an answer loses no character of its code", {timeout: patience}, () => {
        fc.assert(fc.property(code, fc.constantFrom("ts", "", "python"), (text, language) => {
            const blocks = blocksOf(codeBlock(text, language));
            expect(blocks.filter(({kind}) => kind === "fence").map((block) => block.kind === "fence" ? block.code : "")).toEqual([text]);
        }), {numRuns: runs(600)});
    });

    it("keeps code in a line", () => {
        fc.assert(fc.property(line.filter((text) => text !== ""), (text) => {
            const inline = inlineCode(text);
            const mark = /^`+/.exec(inline)?.[0] ?? "";
            expect(inline.endsWith(mark) && mark !== "").toBe(true);
            expect(inline.slice(mark.length, -mark.length)).not.toMatch(new RegExp(`(?<!\`)${mark}(?!\`)`));
        }), {numRuns: runs(600)});
    });
});
