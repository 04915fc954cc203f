import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {chunksOf} from "../../../../src/core/index/chunks.js";
import {digestOf} from "../../../../src/core/index/digest.js";
import type {SourceSymbol} from "../../../../src/core/index/types.js";

function symbol(name: string, startLine: number, endLine: number, container = ""): SourceSymbol {
    return {name, startLine, endLine, container, kind: "function", signature: "", doc: "", exported: true};
}
const numbered = (count: number) => Array.from({length: count}, (_, i) => `line ${String(i)};`);

describe("chunks", () => {
    it("of a small file are one", () => {
        expect(chunksOf(numbered(20), [symbol("f", 2, 9), symbol("g", 11, 18)])).toEqual([{startLine: 0, endLine: 19, scope: ""}]);
    });

    it("end where a definition ends", () => {
        expect(chunksOf(numbered(80), [symbol("f", 2, 30), symbol("g", 32, 70)])).toEqual([
            {startLine: 0, endLine: 31, scope: ""}, {startLine: 32, endLine: 79, scope: ""}
        ]);
    });

    it("of a large definition are its members, and say what they stand in", () => {
        const chunks = chunksOf(numbered(120), [symbol("A", 0, 119), symbol("f", 1, 40, "A"), symbol("g", 42, 80, "A"), symbol("h", 82, 118, "A")]);
        expect(chunks.map(({scope}) => scope)).toEqual(["A", "A", "A"]);
        expect(chunks.map(({startLine}) => startLine)).toEqual([0, 42, 82]);
    });

    it("begin with the comment above a definition", () => {
        const lines = numbered(76);
        lines[30] = "// what g is for";
        lines[31] = "@decorated";
        expect(chunksOf(lines, [symbol("f", 2, 28), symbol("g", 32, 70)]).map(({startLine}) => startLine)).toEqual([0, 30]);
    });

    it("cover every line with text once, whatever the symbols", () => {
        const symbols = fc.array(fc.tuple(fc.nat(150), fc.nat(80)), {maxLength: 12}).map((pairs) => pairs.map(([start, length], i) => symbol(`s${String(i)}`, start, start + length))
            .sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine));
        fc.assert(fc.property(symbols, fc.integer({min: 1, max: 160}), (all, count) => {
            const inside = all.filter(({endLine}) => endLine < count);
            const chunks = chunksOf(numbered(count), inside);
            expect(chunks.flatMap(({startLine, endLine}) => Array.from({length: endLine - startLine + 1}, (_, i) => startLine + i))).toEqual(numbered(count).map((_, i) => i));
            expect(Math.max(...chunks.map(({startLine, endLine}) => endLine - startLine + 1))).toBeLessThanOrEqual(48);
        }));
    });
});

describe("Markdown", () => {
    const text = "# Title\n\nIntro.\n\n## First part\n\n```sh\n# no heading\n```\n\n### Deeper\n\nText.\n\n## Second part\n\nMore.\n";

    it("is cut at its headings", () => {
        expect(digestOf("README.md", "markdown", text, undefined).symbols.map(({name, container, startLine, endLine}) => [name, container, startLine, endLine])).toEqual([
            ["Title", "", 0, 17], ["First part", "Title", 4, 13], ["Deeper", "Title.First part", 10, 13], ["Second part", "Title", 14, 17]
        ]);
    });
});
