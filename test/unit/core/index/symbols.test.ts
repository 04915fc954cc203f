import {describe, expect, it} from "vitest";

import {symbolsOf} from "../../../../src/core/index/symbols.js";
import type {RawDefinition} from "../../../../src/core/index/types.js";

/** What is said of the one definition in a text, which begins with its keyword. */
function docOf(text: string, languageId = "typescript"): string | undefined {
    const start = text.search(/^(export|func|def) /m), startLine = text.slice(0, start).split("\n").length - 1;
    const definition: RawDefinition = {kind: "function", name: "f", start, end: text.length, startLine, endLine: text.split("\n").length - 1, bodyStart: undefined};
    return symbolsOf([definition], text, languageId)[0]?.doc;
}

describe("the comment above a definition", () => {
    it.each([
        ["/** Reads a file. And more. */\nexport function f", "Reads a file."],
        ["/**\n * Reads\n * a file.\n *\n * @param file its path\n */\n@cached\nexport function f", "Reads a file."],
        ["// Reads a file\n// twice\nexport function f", "Reads a file twice"],
        ["/** Of another. */\n\nexport function f", ""],
        ["const a = 1; // not of f\nexport function f", ""],
        [`/** ${"long ".repeat(60)}*/\nexport function f`, `${"long ".repeat(31)}long…`]
    ])("%j says %j", (text, said) => {
        expect(docOf(text)).toBe(said);
    });

    it("is read from its beginning, however long its examples are", () => {
        const example = Array.from({length: 120}, (_, i) => ` * const example${String(i)} = 1;`);
        expect(docOf(["/**", " * Joins two queues.", " *", ...example, " */", "export function f"].join("\n"))).toBe("Joins two queues.");
    });
});

describe("a signature", () => {
    it.each([
        ["export function f(a: string,\n    b: number): void {", "export function f(a: string, b: number): void"],
        ["export const f = (a) =>", "export const f = (a)"], ["export const f =  ", "export const f"], ["def f(a):", "def f(a)"]
    ])("of %j is %j", (text, signature) => {
        const definition: RawDefinition = {kind: "function", name: "f", start: 0, end: text.length, startLine: 0, endLine: 1, bodyStart: undefined};
        expect(symbolsOf([definition], text, "typescript")[0]?.signature).toBe(signature);
    });
});
