import {describe, expect, it} from "vitest";

import {excerptsAlike, excerptsOfFile, weightsNear} from "../../../../src/core/index/related/alike.js";
import {mostRelatedTokens, relatedTokensFor} from "../../../../src/core/index/related/budget.js";
import {pack, tokensOf} from "../../../../src/core/index/related/choose.js";
import {companionsOf} from "../../../../src/core/index/related/companions.js";
import {RecentRanges} from "../../../../src/core/index/related/recent.js";
import {placeOf} from "../../../../src/core/index/related/place.js";
import {dedent} from "../../../../src/core/index/related/render.js";
import {settle} from "../../../../src/core/index/related/settle.js";
import {snippetsOf} from "../../../../src/core/index/related/snippets.js";
import {type RelatedPiece, relatedSources} from "../../../../src/core/index/related/types.js";
import {fuse} from "../../../../src/core/index/fusion.js";
import {describeIndex} from "../../../../src/core/index/state.js";

function piece(path: string, score: number, more: Partial<RelatedPiece> = {}): RelatedPiece {
    return {source: "imports", folder: "/w", path, startLine: 0, endLine: 4, text: `code of ${path}`, score, why: "", ...more};
}

describe("packing", () => {
    it("takes the best first and stays within the budget", () => {
        const pieces = [piece("a.ts", 0.5, {text: "x".repeat(600)}), piece("b.ts", 0.9, {text: "y".repeat(600)}), piece("c.ts", 0.4, {text: "z".repeat(60)})];
        const chosen = pack(pieces, 300);
        expect(chosen.map(({path}) => path)).toEqual(["b.ts", "c.ts"]);
        expect(chosen.reduce((sum, each, i) => sum + tokensOf(each, chosen.slice(0, i)), 0)).toBeLessThanOrEqual(300);
    });

    it("takes the same lines, and the same text, once", () => {
        expect(pack([piece("a.ts", 0.9), piece("a.ts", 0.8, {startLine: 3, endLine: 9, text: "other"}), piece("b.ts", 0.7, {text: "code of a.ts"})], 500)).toHaveLength(1);
    });

    it("leaves out what hardly helps, and too much of one kind", () => {
        const similar = Array.from({length: 8}, (_, i) => piece(`${String(i)}.ts`, 0.5, {source: "similar"}));
        expect(pack([...similar, piece("weak.ts", 0.1)], 5_000)).toHaveLength(3);
    });

    it("is as large as the machine is quick, up to a limit", () => {
        expect([20, 100, 10_000].map(relatedTokensFor)).toEqual([0, 200, mostRelatedTokens]);
    });
});

describe("snippets", () => {
    it("are whole files, the best last, the lines of one file in their order", () => {
        expect(snippetsOf([piece("best.ts", 0.9, {startLine: 20, text: "late"}), piece("other.ts", 0.8), piece("best.ts", 0.5, {startLine: 2, text: "early"})])).toEqual([
            {path: "other.ts", text: "code of other.ts\n"}, {path: "best.ts", text: "early\n\nlate\n"}
        ]);
    });
});

describe("lines that are alike", () => {
    const filler = Array.from({length: 20}, (_, i) => `step${String.fromCharCode(97 + i)}();`);
    const lines = ["function drawCircle(shape) {", "    canvas.begin();", "    canvas.arc(shape.radius);", "}", ...filler, "function drawSquare(shape) {", "    canvas.begin();", "    ", "}", ...filler];
    const place = placeOf({path: "/w/a.js", languageId: "javascript", text: lines.join("\n"), line: 26, shown: {startLine: 22, endLine: 30}, sources: ["file"], recent: [], budget: 512}, {symbols: [], imports: [], chunks: []});

    it("count by the words near the cursor, the rare ones most", () => {
        const weights = weightsNear(place);
        expect(weights.get("square")).toBeGreaterThan(weights.get("canvas") ?? Infinity);
        expect(weights.get("canvas")).toBeGreaterThan(weights.get("draw") ?? Infinity);
        expect(weights.has("stepc")).toBe(false);
    });

    it("are those that the model does not see, without overlaps, the most alike first", () => {
        const found = excerptsOfFile(place, weightsNear(place), 3);
        expect(found[0]).toMatchObject({startLine: 0, endLine: 7});
        expect(found.every(({startLine, endLine}) => endLine < 22 || startLine > 30)).toBe(true);
        expect(found.every((one, i) => found.slice(i + 1).every((other) => other.startLine > one.endLine || one.startLine > other.endLine))).toBe(true);
        expect(found.map(({likeness}) => likeness)).toEqual(found.map(({likeness}) => likeness).sort((a, b) => b - a));
    });

    it("are none where nothing is like it, or all of it is seen", () => {
        expect(excerptsAlike(["nothing();", "of();", "this();"], {startLine: 0, endLine: 2}, weightsNear(place), 3)).toEqual([]);
        expect(excerptsOfFile({...place, query: {...place.query, shown: {startLine: 0, endLine: lines.length - 1}}}, weightsNear(place), 3)).toEqual([]);
    });
});

describe("settling", () => {
    const asked = {sources: relatedSources, shown: {startLine: 40, endLine: 60}};
    const first = settle(undefined, "u", {scope: "f", pieces: [piece("a.ts", 0.9), piece("b.ts", 0.5)]}, 150, asked);

    it("keeps what is there while the cursor is in the same scope", () => {
        expect(settle(first, "u", {scope: "f", pieces: [piece("z.ts", 1)]}, 150, asked)).toBe(first);
    });

    it("keeps it in another scope while it is worth nearly as much", () => {
        const next = settle(first, "u", {scope: "g", pieces: [piece("c.ts", 0.5), piece("a.ts", 0.9), piece("b.ts", 0.5)]}, 150, asked);
        expect([next.scope, next.pieces]).toEqual(["g", first.pieces]);
    });

    it("changes at once where it is worth little", () => {
        expect(settle(first, "u", {scope: "g", pieces: [piece("c.ts", 0.9), piece("b.ts", 0.5)]}, 150, asked).pieces.map(({path}) => path)).toEqual(["c.ts", "b.ts"]);
    });

    it("changes in the same scope after a long rest", () => {
        expect(settle(first, "u", {scope: "f", pieces: [piece("z.ts", 1)]}, 5_000, asked).pieces.map(({path}) => path)).toEqual(["z.ts"]);
    });

    it("lets go of what has been changed in its file", () => {
        const changed = piece("b.ts", 0.5, {text: "new code"});
        expect(settle(first, "u", {scope: "g", pieces: [piece("a.ts", 0.9), changed]}, 150, asked).pieces).toContain(changed);
    });

    it("lets go at once of a source that was turned off, and of lines that the model now sees where they stand", () => {
        const answer = {scope: "f", pieces: [piece("a.ts", 0.9)]};
        expect(settle(first, "u", answer, 150, {sources: ["file"]}).pieces).toBe(answer.pieces);
        const own = settle(undefined, "u", {scope: "f", pieces: [piece("own.ts", 0.9, {source: "file", startLine: 30, endLine: 37})]}, 150, asked);
        expect(settle(own, "u", answer, 150, asked)).toBe(own);
        expect(settle(own, "u", answer, 150, {...asked, shown: {startLine: 20, endLine: 45}}).pieces).toBe(answer.pieces);
    });

    it("keeps nothing where nothing is found any more, which is no change where there was nothing", () => {
        const none = {scope: "g", pieces: []};
        expect(settle(first, "u", none, 150, asked).pieces).toEqual([]);
        const empty = settle(undefined, "u", none, 150, asked);
        expect(settle(empty, "u", {scope: "h", pieces: []}, 150, asked).pieces).toBe(empty.pieces);
    });

    it("begins anew in another file", () => {
        expect(settle(first, "v", {scope: "f", pieces: []}, 150, asked).pieces).toEqual([]);
    });
});

describe("tests and their subjects", () => {
    it.each([
        ["src/a/b.ts", false, ["src/a/b.test.ts", "src/a/__tests__/b.spec.ts", "test/a/b.test.ts"]],
        ["test/unit/core/plan.test.ts", true, ["src/unit/core/plan.ts"]],
        ["src/plan.spec.ts", true, ["src/plan.ts"]],
        ["tests/test_io.py", true, ["src/io.py", "io.py"]],
        ["pkg/store_test.go", true, ["pkg/store.go"]],
        ["src/main/java/a/Box.java", false, ["src/test/java/a/BoxTest.java"]],
        ["src/test/java/a/BoxTest.java", true, ["src/main/java/a/Box.java"]]
    ])("%s: a test: %s", (path, isTest, expected) => {
        const found = companionsOf(path);
        expect(found.isTest).toBe(isTest);
        expect(found.paths).toEqual(expect.arrayContaining([...expected]));
    });
});

describe("recent ranges", () => {
    it("come the latest first, and grow together", () => {
        const recent = new RecentRanges();
        recent.note("/w/a.ts", 10, 14, true);
        recent.note("/w/b.ts", 1, 5, false);
        recent.note("/w/a.ts", 16, 20, false);
        expect(recent.list()).toEqual([{path: "/w/a.ts", startLine: 10, endLine: 20, edited: true}, {path: "/w/b.ts", startLine: 1, endLine: 5, edited: false}]);
        recent.forget("/w/a.ts");
        expect(recent.list()).toHaveLength(1);
    });

    it("move with the lines that come and go above them", () => {
        const recent = new RecentRanges();
        recent.note("/w/a.ts", 200, 210, true);
        recent.note("/w/b.ts", 200, 210, true);
        recent.moved("/w/a.ts", 3, 30);
        recent.moved("/w/a.ts", 230, 5);
        expect(recent.list().map(({startLine, endLine}) => [startLine, endLine])).toEqual([[200, 210], [230, 240]]);
        recent.moved("/w/a.ts", 3, -30);
        expect(recent.list().at(-1)).toMatchObject({path: "/w/a.ts", startLine: 200, endLine: 210});
    });

    it("are few and short", () => {
        const recent = new RecentRanges();
        for (let line = 0; line < 400; line += 3)
            recent.note("/w/a.ts", line, line + 3, true);
        expect(recent.list().every(({startLine, endLine}) => endLine - startLine <= 13)).toBe(true);
        for (let i = 0; i < 40; i++)
            recent.note(`/w/${String(i)}.ts`, 0, 1, true);
        expect(recent.list()).toHaveLength(16);
    });
});

it("dedents by what all lines share", () => {
    expect(dedent("\n    a {\n        b\n\n    }\n")).toBe("a {\n    b\n\n}");
});

it("fuses rankings by rank alone, and one that is missing changes nothing", () => {
    const two = fuse([["a", "b", "c"], ["c", "b"]]);
    expect(two.map(([key]) => key)).toEqual(["c", "b", "a"]);
    expect(two[0]?.[1]).toBeCloseTo(1 / 63 + 1 / 61, 12);
    expect(fuse([["a", "b", "c"], [], ["c", "b"]])).toEqual(two);
    expect(fuse<string>([[], []])).toEqual([]);
});

it("says in a line what the index is at", () => {
    const stats = {files: 5_123, symbols: 40_321, chunks: 1, vectors: 0, skipped: 0, bytes: 23_400_000, updatedAt: 1_000};
    expect(describeIndex({kind: "ready", stats, readOnly: false}, 130_000)).toBe("Index: 5,123 files, 40,321 symbols, 23 MB, updated 2 min ago");
    expect(describeIndex({kind: "indexing", done: 10, total: 1_000, stats}, 0)).toBe("Index: 10 of 1,000 files");
});
