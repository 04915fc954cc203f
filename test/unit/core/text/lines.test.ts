import {describe, expect, it} from "vitest";

import {indentOf, indentWidth, isBlank, isOnlyClosers} from "../../../../src/core/text/lines.js";

describe("lines", () => {
    it.each([["", ""], ["  a  b", "  "], ["\t \tx", "\t \t"], ["a", ""], ["   ", "   "], ["\u00a0a", ""]])("the indentation of %j is %j", (line, indent) => {
        expect(indentOf(line)).toBe(indent);
    });

    it.each([
        ["", 4, 0], ["    x", 4, 4], ["\tx", 4, 4], ["\tx", 8, 8], ["  \tx", 4, 4], ["   \t  x", 4, 6], ["\t\tx", 2, 4], ["    \tx", 4, 8]
    ])("the indentation of %j with tabs of %d is %d wide", (line, tabSize, width) => {
        expect(indentWidth(line, tabSize)).toBe(width);
    });

    it("blank is what has nothing to see", () => {
        expect(["", " ", "\t\n", "\u3000"].map(isBlank)).toEqual([true, true, true, true]);
        expect(["a", " .", "\u200b"].map(isBlank)).toEqual([false, false, false]);
    });

    it("only closers is what opens and says nothing", () => {
        expect(["", ")", "  });", "\"),", "`>"].map(isOnlyClosers)).toEqual([true, true, true, true, true]);
        expect(["(", ") {", "a)", ".", ":"].map(isOnlyClosers)).toEqual([false, false, false, false, false]);
    });
});
