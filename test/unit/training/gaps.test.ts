// Gaps are real code, where a person could be writing: each kind has its own shape, whatever the file and the seed.
import {readFileSync} from "node:fs";
import path from "node:path";

import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {defaultGapMix, drawGap, type Gap, type GapKind, type GapMix} from "../../../src/core/training/gaps.js";
import {Random} from "../../../src/core/training/random.js";
import {root, syntax} from "../syntax/placeAt.js";

const text = readFileSync(path.join(root, "src/core/completion/service.ts"), "utf8");
const spans = await syntax.spans("typescript", text) ?? expect.fail("TypeScript has a grammar");

function only(kind: GapKind): GapMix {
    return Object.fromEntries(Object.keys(defaultGapMix).map((name) => [name, name === kind ? 1 : 0])) as GapMix;
}

/** Many gaps of one kind. */
function gapsOf(kind: GapKind): Gap[] {
    const random = new Random(3);
    const found = Array.from({length: 300}, () => drawGap(text, spans, only(kind), random)).filter((gap) => gap !== undefined);
    expect(found.length).toBeGreaterThan(60);
    expect(found.every((gap) => gap.kind === kind && gap.start <= gap.end && gap.end <= text.length)).toBe(true);
    return found;
}

const held = ({start, end}: Gap) => text.slice(start, end);
const before = ({start}: Gap) => text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
const after = ({end}: Gap) => text.slice(end, text.indexOf("\n", end));

describe("a gap", () => {
    it.each(["restOfLine", "line", "wholeLine"] as const)("of the kind %s is on one line and goes to its end", (kind) => {
        for (const gap of gapsOf(kind)) {
            expect(held(gap)).not.toContain("\n");
            expect(held(gap).trim()).not.toBe("");
            expect(after(gap)).toBe("");
        }
    });

    it("of a line begins after its indentation, of a whole line before it, of a rest inside it", () => {
        expect(gapsOf("line").every((gap) => before(gap).trim() === "" && /^\S/.test(held(gap)))).toBe(true);
        expect(gapsOf("wholeLine").every((gap) => before(gap) === "")).toBe(true);
        expect(gapsOf("restOfLine").every((gap) => before(gap).trim() !== "")).toBe(true);
    });

    it("at the end of a line is the next line with its break, or nothing", () => {
        expect(gapsOf("nextLine").every((gap) => held(gap).startsWith("\n") && held(gap).trim() !== "")).toBe(true);
        expect(gapsOf("nothing").every((gap) => held(gap) === "" && after(gap) === "")).toBe(true);
    });

    it("in a block goes to the block's end, and is no longer than a suggestion", () => {
        const ends = new Set(spans.filter(({kind}) => kind === "body").map(({end}) => end));
        const gaps = gapsOf("restOfBlock");
        expect(gaps.every((gap) => ends.has(gap.end) && held(gap).split("\n").length <= 12)).toBe(true);
        expect(gaps.some((gap) => held(gap).includes("\n"))).toBe(true);
    });

    it("between brackets leaves both of them standing", () => {
        expect(gapsOf("insideBrackets").every((gap) => /^\s*[)\]}>]/.test(text.slice(gap.end)))).toBe(true);
    });

    it("is drawn as often as the mix says, and the same for the same seed", () => {
        const draw = (seed: number) => {
            const random = new Random(seed);
            return Array.from({length: 400}, () => drawGap(text, spans, defaultGapMix, random));
        };
        expect(draw(5)).toEqual(draw(5));
        expect(draw(5)).not.toEqual(draw(6));
        const kinds = draw(5).map((gap) => gap?.kind);
        expect(Object.keys(defaultGapMix).filter((kind) => !kinds.includes(kind as GapKind))).toEqual([]);
    });

    it("can be asked for in any text", () => {
        fc.assert(fc.property(fc.string({unit: "binary", maxLength: 300}), fc.nat(), (any, seed) => {
            const gap = drawGap(any, [], defaultGapMix, new Random(seed));
            return gap === undefined || (gap.start >= 0 && gap.start <= gap.end && gap.end <= any.length);
        }));
    });
});
