import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {cutWindow, windowLimitsFor, type LineSource, lineSource, longestLine, type Position, type WindowLimits} from "../../../../src/core/completion/window.js";
import {documentAt} from "./markedText.js";

/** A document of any length that counts how many of its lines are read. */
class CountingSource implements LineSource {
    readonly read = new Set<number>();
    calls = 0;

    constructor(readonly lineCount: number, readonly text: (line: number) => string) {}

    lineAt(line: number): string {
        this.calls++;
        this.read.add(line);
        return this.text(line);
    }
}

/** Limits for the tests, so that tuning the product's does not change what they say. */
const roomy: WindowLimits = {linesBefore: 160, linesAfter: 60, charsBefore: 8_000, charsAfter: 2_400, anchorStep: 32};

function windowAt(marked: string) {
    const {source, at} = documentAt(marked);
    return cutWindow(source, at, roomy);
}

function cut(source: LineSource, at: Position) {
    return cutWindow(source, at, roomy);
}

/** What an ordinary laptop gets. */
const usual = windowLimitsFor(300);

describe("the window", () => {
    it("is the whole of a small document", () => {
        expect(windowAt("a\nb¦c\nd")).toEqual({prefix: "a\nb", suffix: "c\nd", linePrefix: "b", lineSuffix: "c"});
    });

    it("is empty in an empty file", () => {
        expect(windowAt("¦")).toEqual({prefix: "", suffix: "", linePrefix: "", lineSuffix: ""});
    });

    it("ends where a file without a final line break ends", () => {
        expect(windowAt("a\nb¦")).toEqual({prefix: "a\nb", suffix: "", linePrefix: "b", lineSuffix: ""});
    });

    it("keeps the empty last line that a final line break makes", () => {
        expect(windowAt("a\n¦")).toEqual({prefix: "a\n", suffix: "", linePrefix: "", lineSuffix: ""});
    });

    it.each(["  ", "\t", "\t  ", "  \t"])("keeps blanks before the cursor as they are: %j", (blanks) => {
        expect(windowAt(`a\n${blanks}¦`)?.linePrefix).toBe(blanks);
        expect(windowAt(`a\n${blanks}¦`)?.prefix).toBe(`a\n${blanks}`);
    });

    it("holds no carriage return of a CRLF document", () => {
        expect(windowAt("a\r\nb¦c\r\nd\r\n")).toEqual({prefix: "a\nb", suffix: "c\nd", linePrefix: "b", lineSuffix: "c"});
    });

    it("leaves out blank lines at its end", () => {
        expect(windowAt("a¦b\nc\n\n  \n\t")?.suffix).toBe("b\nc");
        expect(windowAt("a¦  \n\n")?.suffix).toBe("  ");
    });

    it("counts characters outside the BMP as the editor does", () => {
        expect(windowAt("𝒳👩‍💻 = ¦𝒴\n")).toMatchObject({linePrefix: "𝒳👩‍💻 = ", lineSuffix: "𝒴"});
    });
});

describe("the window in a file of 20,000 lines", () => {
    const lines = (line: number) => `    const value${line} = ${line};`;
    const source = () => new CountingSource(20_000, lines);

    it("reads no line that is far from the cursor, and each only a few times", () => {
        const counted = source();
        cut(counted, {line: 10_000, character: 4});
        const {linesBefore, linesAfter} = roomy;
        expect(Math.min(...counted.read)).toBeGreaterThanOrEqual(10_000 - linesBefore);
        expect(Math.max(...counted.read)).toBeLessThanOrEqual(10_000 + linesAfter);
        expect(counted.calls).toBeLessThanOrEqual(2 * (linesBefore + 1) + linesAfter + 1);
    });

    it("reads a window's worth wherever the cursor is", () => {
        for (const line of [0, 1, 159, 160, 161, 19_998, 19_999]) {
            const counted = source();
            const {linesBefore, linesAfter} = usual;
            expect(cutWindow(counted, {line, character: 0}, usual)).toBeDefined();
            expect(counted.read.size).toBeLessThanOrEqual(linesBefore + linesAfter + 1);
            expect(Math.max(...counted.read)).toBeLessThan(20_000);
        }
    });

    it("starts at the same line while the cursor moves within one anchor step", () => {
        const starts = Array.from({length: 320}, (_, i) => cut(source(), {line: 10_000 + i, character: 0})?.prefix.split("\n", 1)[0]);
        const moves = starts.filter((start, i) => i > 0 && start !== starts[i - 1]).length;
        expect(moves).toBe(320 / roomy.anchorStep);
    });

    it("starts at the same place while a line is typed", () => {
        const typed = (text: string) => new CountingSource(20_000, (line) => line === 10_000 ? text : lines(line));
        const before = cut(typed("    "), {line: 10_000, character: 4})?.prefix ?? "";
        const after = cut(typed("    return value;"), {line: 10_000, character: 17})?.prefix ?? "";
        expect(after).toBe(`${before}return value;`);
    });
});

describe("the window's size", () => {
    const limits: WindowLimits = {linesBefore: 20, linesAfter: 10, charsBefore: 400, charsAfter: 200, anchorStep: 8};
    const anyDocument = fc.array(fc.oneof(fc.string({maxLength: 12}), fc.integer({min: 0, max: 300}).map((length) => "x".repeat(length)))
        .map((line) => line.replace(/[\r\n]/g, "")), {minLength: 1, maxLength: 80});

    it("is bounded on both sides, and the window is part of the document", () => {
        fc.assert(fc.property(anyDocument, fc.nat(), fc.nat(), (lines, anyLine, anyCharacter) => {
            const line = anyLine % lines.length;
            const character = anyCharacter % ((lines[line] ?? "").length + 1);
            const window = cutWindow(lineSource(lines.join("\n")), {line, character}, limits);
            const {prefix = "", suffix = "", linePrefix = "", lineSuffix = ""} = window ?? {};
            expect(prefix.length - linePrefix.length).toBeLessThanOrEqual(limits.charsBefore);
            expect(suffix.length).toBeLessThanOrEqual(Math.max(limits.charsAfter, lineSuffix.length));
            expect(prefix.split("\n").length).toBeLessThanOrEqual(limits.linesBefore + 1);
            expect(suffix.split("\n").length).toBeLessThanOrEqual(limits.linesAfter + 1);
            expect(linePrefix + lineSuffix).toBe(lines[line]);
            expect(`\n${lines.join("\n")}\n`).toContain(`\n${prefix}${suffix}`);
        }));
    });

    it("keeps text above the cursor also when few lines fit", () => {
        // 27 lines of 290 characters fit: a start at a multiple of 32 would leave none of them.
        const source = new CountingSource(1_000, (line) => `${line}`.padEnd(290, "x"));
        for (let line = 32; line < 96; line++)
            expect(cut(source, {line, character: 0})?.prefix.length).toBeGreaterThan(roomy.charsBefore * 0.4);
    });

    it("keeps the line above when no other fits", () => {
        const source = new CountingSource(1_000, () => "x".repeat(longestLine - 500));
        for (let line = 1; line < 40; line++)
            expect(cut(source, {line, character: 0})?.prefix.split("\n").length).toBe(2);
    });

    it("moves its start seldom also when few lines fit", () => {
        const source = new CountingSource(1_000, (line) => `${line}`.padEnd(199, "x"));
        const starts = Array.from({length: 200}, (_, i) => cut(source, {line: 400 + i, character: 0})?.prefix.split("\n", 1)[0]);
        expect(starts.filter((start, i) => i > 0 && start !== starts[i - 1]).length).toBeLessThanOrEqual(200 / 16);
    });
});

describe("long lines", () => {
    const data = "0123456789".repeat(10_000);

    it("are not completed", () => {
        expect(windowAt(`${data}¦`)).toBeUndefined();
        expect(windowAt(`¦${data}`)).toBeUndefined();
        expect(windowAt(`${"x".repeat(longestLine)}¦`)).toBeDefined();
        expect(windowAt(`${"x".repeat(longestLine)}¦x`)).toBeUndefined();
    });

    it("end the window before they begin", () => {
        expect(windowAt(`a\n${data}\nb\nc¦\nd\n${data}\ne`)).toEqual({prefix: "b\nc", suffix: "\nd", linePrefix: "c", lineSuffix: ""});
        expect(windowAt(`a\n${data}\nb¦`)?.prefix).toBe("b");
        expect(windowAt(`a\n${"x".repeat(longestLine + 1)}\nb¦`)?.prefix).toBe("b");
    });

    it("of a length that is still completed are context too", () => {
        const long = "x".repeat(longestLine);
        expect(windowAt(`a\n${long}\nb¦`)?.prefix).toBe(`a\n${long}\nb`);
    });
});
