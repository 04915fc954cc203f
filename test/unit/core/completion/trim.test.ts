import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {trimCompletion} from "../../../../src/core/completion/trim.js";
import {contextAt} from "./markedText.js";

const trimmed = (marked: string, text: string) => trimCompletion(text, contextAt(marked)).text;
const note = (marked: string, text: string) => trimCompletion(text, contextAt(marked)).note;

describe("what already stands after the cursor", () => {
    it.each([
        // closing brackets that the editor or the user has put there
        ["foo(¦)", "a, b)", "a, b"],
        ["foo(¦);", "a, b);", "a, b"],
        ["foo(¦);", "a, b)", "a, b"],
        ["foo(bar(¦))", "g(x)))", "g(x)"],
        ["foo(bar(¦))", "g(x))", "g(x)"],
        ["foo([¦])", "1, 2])", "1, 2"],
        ['print("¦")', 'hello")', "hello"],
        ["Array<¦>", "string>", "string"],
        ["const x = ¦;", "compute(a);", "compute(a)"],
        ["f(¦) ", "a)", "a"],
        // text that is more than brackets
        ["if (¦data) {", "user.data) {", "user."],
        ["const ¦ = 1;", "x = 1;", "x"],
        ["return ¦value + 1;", "2 * value", "2 * "],
        ["const ¦ = bar(x);", "foo = bar(x);", "foo"]
    ])("is not written again: %s with %j", (marked, text, expected) => {
        expect(trimmed(marked, text)).toBe(expected);
        expect(note(marked, text)).toBe("trimmed");
    });

    it.each([
        ["foo(¦)", "bar(x)"],
        ["foo(¦)", "[1, 2].map((x) => f(x))"],
        ["foo(¦)", "a) + (b)"],
        ["foo(¦)", "x => {\n    y();\n}"],
        ["[¦]", "a[0]"],
        ["Array<¦>", "Map<string, number>"],
        ["x = ¦;", "y"],
        ["if (¦x + 1) {", "max"],
        ["foo(¦)", "')'"]
    ])("stays when the text needs it itself: %s with %j", (marked, text) => {
        expect(trimmed(marked, text)).toBe(text);
        expect(note(marked, text)).toBeUndefined();
    });

    it("is a block's closing brace too, and its indentation stays", () => {
        expect(trimmed("function f() {¦}", "\n    return 1;\n}")).toBe("\n    return 1;\n");
        expect(trimmed("    if (x) {¦}", "\n        y();\n    }")).toBe("\n        y();\n    ");
        expect(trimmed("    foo(() => {¦});\n}", "\n        y();\n    });")).toBe("\n        y();\n    ");
    });

    it("is never cut so that the brackets no longer close", () => {
        const balanced = fc.letrec<{text: string}>((tie) => ({
            text: fc.oneof({maxDepth: 3}, fc.constantFrom("a", "x1", "", "a, b"), fc.tuple(fc.constantFrom("()", "[]", "{}"), tie("text"), tie("text"))
                .map(([pair, inner, rest]) => `${pair[0] ?? ""}${inner}${pair[1] ?? ""}${rest}`))
        })).text;
        fc.assert(fc.property(balanced, fc.nat({max: 3}), (text, closersWritten) => {
            const after = ")".repeat(3);
            const whole = `f(g(h(${trimmed(`f(g(h(¦${after}`, text + ")".repeat(closersWritten))}${after}`;
            expect(whole).toBe(`f(g(h(${text}${after}`);
        }));
    });
});

describe("the lines below", () => {
    it("are not repeated", () => {
        expect(trimmed("    ¦\n    return x;\n", "return x;")).toBe("");
        expect(note("    ¦\n    return x;\n", "return x;")).toBe("repeats the line below");
        expect(trimmed("    ret¦\n\n    return x;\n", "urn x;")).toBe("");
        expect(trimmed("foo();¦\nbar();", "\nbar();")).toBe("");
        expect(trimmed("\t¦\n  return x;", "return x;\n\tmore();")).toBe("");
    });

    it("end the text where it comes to them", () => {
        expect(trimmed("if (x) {¦\n}", "\n    y();\n}")).toBe("\n    y();");
        expect(trimmed("if (x) {¦\n    z();\n}", "\n    y();\n    z();\n}")).toBe("\n    y();");
        expect(trimmed("a¦\nb\n\nc", "1\nb\nc")).toBe("1");
    });

    it("do not take what is only like them", () => {
        expect(trimmed("    if (x) {¦\n}", "\n        y();\n    }")).toBe("\n        y();\n    }");
        expect(trimmed("    ¦\n    return x;\n", "return y;")).toBe("return y;");
        expect(trimmed("a(¦)\n", "b")).toBe("b");
        expect(trimmed("  ¦,\n  a", "a")).toBe("a");
    });
});

describe("blanks and lone closers", () => {
    it.each(["", "  ", "\n", "\n\n\t"])("shows nothing for %j", (text) => {
        expect(trimCompletion(text, contextAt("x¦"))).toEqual({text: "", note: "nothing but blanks"});
    });

    it("takes blanks off the end, not off the beginning", () => {
        expect(trimmed("x =¦", " 1;  \n")).toBe(" 1;");
        expect(trimmed("if x:¦", "\n    y\n\n")).toBe("\n    y");
    });

    it.each([["¦", "}"], ["    ¦", ");"], ["x = 1;¦", "}"], ["x = 1¦", ";"], ["foo(a)¦", ")"]])("shows nothing for closers that close nothing here: %s with %j", (marked, text) => {
        expect(trimCompletion(text, contextAt(marked))).toEqual({text: "", note: "only closing characters"});
    });

    it.each([["foo(a¦", ")"], ["foo(a¦", ");"], ["x = [1, 2¦", "]"], ['f("abc¦', '")'], ["f(g(x¦", "))"]])("shows closers that close the line: %s with %j", (marked, text) => {
        expect(trimCompletion(text, contextAt(marked))).toEqual({text, note: undefined});
    });
});

describe("any text", () => {
    const text = fc.array(fc.constantFrom("a", "(", ")", "{", "}", "\"", ";", ",", " ", "\n", "\t", "𝒳", "foo"), {maxLength: 16}).map((parts) => parts.join(""));

    it("only ever loses its end", () => {
        fc.assert(fc.property(text, text, text, (written, before, after) => {
            const context = contextAt(`${before}¦${after}`);
            const once = trimCompletion(written, context).text;
            expect(written.startsWith(once)).toBe(true);
            expect(once === "" || once.trim() !== "").toBe(true);
        }));
    });
});
