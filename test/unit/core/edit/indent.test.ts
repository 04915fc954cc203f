import {describe, expect, it} from "vitest";

import {commonIndent, dedented, indentedAs, stepOf, withLineEndings} from "../../../../src/core/edit/indent.js";

describe("indentation", () => {
    it("is shared by lines that are not blank", () => {
        expect(commonIndent("    a\n\n      b\n    c")).toBe("    ");
        expect(commonIndent("\ta\n    b")).toBe("");
        expect(commonIndent("")).toBe("");
    });

    it("is taken off and put on", () => {
        expect(dedented("    a\n      b\n\n    c")).toBe("a\n  b\n\nc");
        expect(indentedAs("a\n  b\n\nc", "        ", "  ")).toBe("        a\n          b\n\n        c");
    });

    it("becomes that of the place: tabs for blanks, and blanks for tabs", () => {
        expect(indentedAs("if (a) {\n    b();\n        c();\n}", "\t", "\t")).toBe("\tif (a) {\n\t\tb();\n\t\t\tc();\n\t}");
        expect(indentedAs("if (a) {\n\tb();\n}", "  ", "  ")).toBe("  if (a) {\n    b();\n  }");
        expect(indentedAs("/**\n * A.\n */\nf();", "\t", "\t")).toBe("\t/**\n\t * A.\n\t */\n\tf();");
    });

    it("has a step", () => {
        expect(stepOf("a\n  b\n    c")).toBe("  ");
        expect(stepOf("a\n\tb")).toBe("\t");
        expect(stepOf("a")).toBe("");
    });

    it("leaves line endings to the file", () => {
        expect(withLineEndings("a\nb\r\nc\rd", "\r\n")).toBe("a\r\nb\r\nc\r\nd");
    });
});
