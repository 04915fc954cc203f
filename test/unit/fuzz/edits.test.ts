/** What becomes of a model's words before they get into a file: nothing is invented, nothing outside of the place changes. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {blocksOf} from "../../../src/core/chat/blocks.js";
import {replacedBy} from "../../../src/core/completion/fit.js";
import {findStop, type StopContext} from "../../../src/core/completion/stop.js";
import {trimCompletion} from "../../../src/core/completion/trim.js";
import {EditDraft} from "../../../src/core/edit/draft.js";
import {commonIndent, dedented, indentedAs, withLineEndings} from "../../../src/core/edit/indent.js";
import {withCode} from "../../../src/core/edit/place.js";
import {editedText} from "../../../src/core/edit/prompt.js";
import {firstHidden, shownHidden, withoutHidden} from "../../../src/core/text/hidden.js";
import {isOnlyClosers} from "../../../src/core/text/lines.js";
import {codeBlock, inlineCode} from "../../../src/core/text/markdown.js";
import {patience, runs} from "./runs.js";

/** Text with what code is made of, and with anything else. */
const piece = fc.oneof(
    {weight: 6, arbitrary: fc.constantFrom("\n", "    ", "\t", "foo", "bar(", ")", "{", "}", ";", " = ", "return ", "function f() {", "```", "// note", "\"", ",", "class A", "#", "`")},
    {weight: 1, arbitrary: fc.string({unit: "binary", maxLength: 6})}
);
const code = fc.array(piece, {maxLength: 40}).map((pieces) => pieces.join("").replaceAll("\r", ""));
const line = code.map((text) => text.replaceAll("\n", " "));
const withoutBlanks = (text: string) => text.replace(/\s+/g, "");
const context: fc.Arbitrary<StopContext> = fc.record({
    linePrefix: line, lineSuffix: line, below: fc.array(line, {maxLength: 6}), multiline: fc.boolean(), tabSize: fc.integer({min: 1, max: 8}), maxLines: fc.integer({min: 1, max: 12})
    // One line may come after blank ones, of which there are fewer than lines are allowed.
}).map((found) => found.multiline ? found : {...found, maxLines: 50});

describe("a completion that is trimmed", () => {
    it("is the beginning of what was written", {timeout: patience}, () => {
        fc.assert(fc.property(code, context, (text, place) => {
            const trimmed = trimCompletion(text, place);
            expect(text.startsWith(trimmed.text)).toBe(true);
            // A blank at its end stays only before what stands after the cursor.
            expect(place.lineSuffix.trim() === "" && trimmed.text.trimEnd() !== trimmed.text).toBe(false);
            expect(trimmed.note === undefined).toBe(trimmed.text === text && text !== "");
        }), {numRuns: runs(600)});
    });

    it("replaces closers after the cursor, and only ones that it has itself", {timeout: patience}, () => {
        const closers = fc.array(fc.constantFrom(")", "]", "}", "\"", ";", ",", " ", "a"), {maxLength: 6}).map((parts) => parts.join(""));
        fc.assert(fc.property(code, fc.oneof(line, closers), (text, suffix) => {
            const replaced = suffix.slice(0, replacedBy(text, suffix));
            expect(isOnlyClosers(replaced)).toBe(true);
            let at = 0;
            for (const closer of replaced)
                at = text.indexOf(closer, at) + 1 || Number.POSITIVE_INFINITY;
            expect(at).toBeLessThanOrEqual(text.length);
        }), {numRuns: runs(600)});
    });
});

describe("a completion that grows", () => {
    it("ends at a place in it, on a line's end, and does not change its mind", {timeout: patience}, () => {
        fc.assert(fc.property(code, code, context, (text, more, place) => {
            const stop = findStop(text, place, false);
            const ended = findStop(text, place, true);
            expect(text.startsWith(ended?.text ?? " none")).toBe(true);
            expect(ended?.text.split("\n").length).toBeLessThanOrEqual(Math.max(place.maxLines, place.multiline ? 0 : text.split("\n").length));
            if (stop === undefined)
                return;
            expect(`${text}\n`.startsWith(`${stop.text}\n`) || stop.text === "").toBe(true);
            expect(findStop(text + more, place, false)).toEqual(stop);
        }), {numRuns: runs(600)});
    });
});

describe("a draft of an edit", () => {
    it("is a piece of the old text, and what is written with it is what the model writes", {timeout: patience}, () => {
        const tokens = fc.array(fc.nat({max: 5}), {maxLength: 60});
        fc.assert(fc.property(tokens, tokens, (source, target) => {
            const draft = new EditDraft(source), all = `,${source.join()},`;
            const written: number[] = [];
            for (let steps = 0; written.length < target.length; steps++) {
                expect(steps).toBeLessThan(target.length);
                const guess = draft.guess(written);
                expect(guess.length).toBeLessThanOrEqual(16);
                expect(guess.length === 0 || all.includes(`,${guess.join()},`)).toBe(true);
                const right = guess.findIndex((token, i) => token !== target[written.length + i]);
                const found = target.slice(written.length, written.length + (right < 0 ? guess.length : right) + 1);
                draft.learn(guess, found);
                written.push(...found);
            }
        }), {numRuns: runs(400)});
    });

    it("goes along with a text that does not change", {timeout: patience}, () => {
        fc.assert(fc.property(fc.uniqueArray(fc.nat(), {minLength: 40, maxLength: 80}), (source) => {
            const draft = new EditDraft(source);
            for (let at = 0; at < source.length;) {
                const guess = draft.guess(source.slice(0, at));
                expect(guess).toEqual(source.slice(at, at + guess.length));
                expect(guess.length).toBeGreaterThan(0);
                expect(guess.length).toBeLessThanOrEqual(16);
                const found = source.slice(at, at + guess.length + 1);
                draft.learn(guess, found);
                at += found.length;
            }
        }), {numRuns: runs(50)});
    });
});

describe("indentation", () => {
    it("is all that changes when code is moved", {timeout: patience}, () => {
        fc.assert(fc.property(code, fc.constantFrom("", "  ", "\t", "        "), fc.constantFrom("\t", "  ", "    "), (text, indent, unit) => {
            const moved = indentedAs(text, indent, unit);
            expect(moved.split("\n").map((each) => each.trim())).toEqual(text.split("\n").map((each) => each.trim()));
            expect(moved.split("\n").every((each) => each === "" || each.startsWith(indent))).toBe(true);
            expect(commonIndent(dedented(text))).toBe("");
            expect(text.split("\n").every((each) => each.trim() === "" || each.startsWith(commonIndent(text)))).toBe(true);
        }), {numRuns: runs(600)});
    });

    it("keeps its steps, which become those of the place", {timeout: patience}, () => {
        const steps = fc.constantFrom("\t", "  ", "    ");
        fc.assert(fc.property(fc.array(fc.nat({max: 5}), {maxLength: 12}), steps, steps, fc.constantFrom("", "\t", "  "), (levels, step, unit, indent) => {
            const moved = (before: string, each: string) => [0, 1, ...levels].map((level) => `${before}${each.repeat(level)}x`).join("\n");
            expect(indentedAs(moved("", step), indent, unit)).toBe(moved(indent, unit));
        }), {numRuns: runs(200)});
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
            expect(firstHidden(clean)).toBeUndefined();
            expect(firstHidden(shownHidden(text))).toBeUndefined();
            expect(firstHidden(text) === undefined).toBe(clean === text);
        }), {numRuns: runs(600), examples: [["a\u202e\u200d"], ["1\u200b\ufe0f\u20e3"]]});
    });

    it("do not get into code that is edited, but for those that it had", {timeout: patience}, () => {
        fc.assert(fc.property(hostile, hostile, (answer, selected) => {
            const edited = editedText(answer, {selected, above: "", below: "", languageId: "ts", unit: "\t"});
            expect(Array.from(edited).every((character) => !/[\u202e\u200b\u{e0041}\ufeff\u2066]/u.test(character) || selected.includes(character))).toBe(true);
        }), {numRuns: runs(300)});
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
