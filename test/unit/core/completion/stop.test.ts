import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {findStop, type Stop, type StopContext} from "../../../../src/core/completion/stop.js";
import {contextAt} from "./markedText.js";

/** Where writing stops when the text comes a few characters at a time, as from a model, which then ends by itself. */
function write(text: string, context: StopContext, chunk = 3): Stop {
    for (let length = chunk; length < text.length; length += chunk) {
        const stop = findStop(text.slice(0, length), context, false);
        if (stop !== undefined)
            return stop;
    }
    return findStop(text, context, false) ?? findStop(text, context, true) ?? expect.fail("an ended text has an end");
}

describe("one line", () => {
    const line = (marked: string) => contextAt(marked, {multiline: false});

    it("stops at the line's end", () => {
        expect(write("foo(a);\nbar();\n", line("x = ¦"))).toEqual({reason: "line", text: "foo(a);"});
        expect(findStop("foo(a", line("x = ¦"), false)).toBeUndefined();
    });

    it("may be empty where the line is not", () => {
        expect(write("\nbar();\n", line("foo();¦"))).toEqual({reason: "line", text: ""});
    });

    it("is the first line with text where the cursor's line is blank", () => {
        expect(write("\n  \n  foo();\n  bar();\n", line("  ¦x"))).toEqual({reason: "line", text: "\n  \n  foo();"});
    });

    it("ends where the model ends", () => {
        expect(findStop("foo(a)", line("x = ¦"), true)).toEqual({reason: "end", text: "foo(a)"});
        expect(findStop("", line("  ¦"), true)).toEqual({reason: "end", text: ""});
    });
});

describe("a block", () => {
    it("goes on while it is deeper, and ends with the bracket that closes it", () => {
        expect(write("\n        y();\n        z();\n    }\n    more();\n", contextAt("    if (x) {¦")))
            .toEqual({reason: "block", text: "\n        y();\n        z();\n    }"});
        expect(write("a,\n        b\n    );\n    more();\n", contextAt("    foo(¦")))
            .toEqual({reason: "block", text: "a,\n        b\n    );"});
    });

    it("stops before a line that goes below its indentation", () => {
        expect(write("y();\n    z();\n}\nmore();\n", contextAt("    ¦"))).toEqual({reason: "block", text: "y();\n    z();"});
        expect(write("return 1\n\ndef other():\n", contextAt("    ¦")).text).toBe("return 1");
        expect(write("y()\nz()\n", contextAt("    ¦")).text).toBe("y()");
    });

    it("compares tabs and blanks by their width", () => {
        expect(write("y();\n    z();\n    w();\n", contextAt("\t¦", {tabSize: 4})).text).toBe("y();\n    z();\n    w();");
        expect(write("y();\n    z();\n", contextAt("\t¦", {tabSize: 8})).text).toBe("y();");
        expect(write("y();\n\tz();\nw();\n", contextAt("  \t¦", {tabSize: 4})).text).toBe("y();\n\tz();");
    });

    it("stops before the line that already stands below", () => {
        expect(write("a();\n    b();\n    c();\n", contextAt("    ¦\n\n    b();\n"))).toEqual({reason: "suffix", text: "a();"});
        expect(write("\n    y();\n}\n", contextAt("if (x) {¦\n}"))).toEqual({reason: "suffix", text: "\n    y();"});
    });

    it("stops before a repeated line", () => {
        expect(write("push(1);\n    push(2);\n    push(2);\n", contextAt("    ¦"))).toEqual({reason: "repetition", text: "push(1);\n    push(2);"});
        expect(write("a = one();\n    b = 2;\n    a = one();\n    b = 2;\n    a = one();\n", contextAt("    ¦")).reason).toBe("repetition");
    });

    it("sees that a line repeats the one the cursor is in the middle of", () => {
        expect(write("h(1);\n    push(1);\n", contextAt("    pus¦"))).toEqual({reason: "repetition", text: "h(1);"});
    });

    it("lets closing lines repeat", () => {
        const nested = "\n        b(() => {\n            c(() => {\n            });\n        });\n    });";
        expect(write(`${nested}\n    d();\n`, contextAt("    a(() => {¦")).text).toBe(nested);
    });

    it("stops at an empty line, once there is text", () => {
        expect(write("foo();\n\n    bar();\n", contextAt("    ¦"))).toEqual({reason: "block", text: "foo();"});
        expect(write("\n\n    foo();\n\n    bar();\n", contextAt("    ¦")).text).toBe("\n\n    foo();");
    });

    it("has no more lines than allowed", () => {
        const lines = Array.from({length: 40}, (_, i) => `call(${i});`).join("\n");
        expect(write(lines, contextAt("¦", {maxLines: 5}))).toEqual({reason: "length", text: lines.split("\n").slice(0, 5).join("\n")});
    });

    it("ends where the model ends", () => {
        expect(findStop("foo();\nbar();", contextAt("¦"), true)).toEqual({reason: "end", text: "foo();\nbar();"});
        expect(findStop("foo();\nbar();", contextAt("¦"), false)).toBeUndefined();
    });
});

describe("any text", () => {
    const text = fc.array(fc.constantFrom("a", "foo();", "(", "}", " ", "    ", "\n", "\n", "\t", "𝒳", "return x;"), {maxLength: 24}).map((parts) => parts.join(""));
    const marked = fc.tuple(text, text).map(([before, after]) => `${before}¦${after}`);

    it("stops at a beginning of what was written, of bounded length, in one line where one is wanted", () => {
        fc.assert(fc.property(text, marked, fc.boolean(), (written, place, multiline) => {
            const stop = findStop(written, contextAt(place, {multiline, maxLines: 4}), true) ?? expect.fail("an ended text has an end");
            expect(written.startsWith(stop.text)).toBe(true);
            if (multiline)
                expect(stop.text.split("\n").length).toBeLessThanOrEqual(4);
            else
                expect(stop.text.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(1);
        }));
    });

    it("stops at the same place whether it comes at once or by single characters", () => {
        fc.assert(fc.property(text, marked, fc.boolean(), (written, place, multiline) => {
            const context = contextAt(place, {multiline});
            expect(write(written, context, 1)).toEqual(write(written, context, 1_000));
        }));
    });
});
