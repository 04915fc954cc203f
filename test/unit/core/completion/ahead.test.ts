import {describe, expect, it} from "vitest";

import {afterEnter, type NextSpot, withInserted} from "../../../../src/core/completion/ahead.js";
import {documentAt} from "./markedText.js";

/** The document with its cursor as text. */
function shown({source, at}: NextSpot): string {
    const lines = Array.from({length: source.lineCount}, (_, line) => source.lineAt(line));
    return lines.map((line, i) => i === at.line ? `${line.slice(0, at.character)}¦${line.slice(at.character)}` : line).join("\n");
}

function inserted(marked: string, text: string, replaces = 0): string {
    const {source, at} = documentAt(marked);
    return shown(withInserted(source, at, text, replaces));
}

function entered(marked: string): string | undefined {
    const spot = afterEnter(documentAt(marked), 4);
    return spot === undefined ? undefined : shown(spot);
}

describe("after accepting", () => {
    it("stands after the inserted text", () => {
        expect(inserted("a\nfoo(¦)\nb", "x, y")).toBe("a\nfoo(x, y¦)\nb");
    });

    it("takes the place of what it replaces", () => {
        expect(inserted("foo(¦)\nb", "x) {", 1)).toBe("foo(x) {¦\nb");
    });

    it("may have several lines", () => {
        expect(inserted("f() {\n    ¦\n}\nend", "a();\n    b();")).toBe("f() {\n    a();\n    b();¦\n}\nend");
    });
});

describe("after Enter", () => {
    it("keeps the indentation", () => {
        expect(entered("if (x) {\n\ta();¦\n}")).toBe("if (x) {\n\ta();\n\t¦\n}");
    });

    it.each([
        ["blanks, as the file has them", "a {\n  b {¦\n", "a {\n  b {\n    ¦\n"],
        ["tabs, as the file has them", "a {\n\tb {¦\n", "a {\n\tb {\n\t\t¦\n"],
        ["the tab size, when the file has none yet", "def f():¦\n", "def f():\n    ¦\n"],
        ["an arrow's body", "const f = () =>¦", "const f = () =>\n    ¦"]
    ])("goes deeper after what opens a block: %s", (_, before, after) => {
        expect(entered(before)).toBe(after);
    });

    it("is not foreseen on a blank line or in the middle of one", () => {
        expect(entered("a\n    ¦\nb")).toBeUndefined();
        expect(entered("a(¦);")).toBeUndefined();
    });
});
