import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {confidentPart, isUnsure, type WrittenPiece} from "../../../../src/core/completion/confidence.js";

/** Pieces of a text with the probability of each. */
function pieces(...parts: readonly (readonly [string, number])[]): {readonly text: string; readonly all: readonly WrittenPiece[]} {
    let text = "";
    const all = parts.map(([part, probability]) => {
        text += part;
        return {end: text.length, probability};
    });
    return {text, all};
}

describe("how much to show", () => {
    it("shows all that the model is sure of", () => {
        const {text, all} = pieces(["return", 0.9], [" a", 0.9], [";", 0.95]);
        expect(confidentPart(text, all, 0.5)).toBe("return a;");
    });

    it("cuts where the product of the probabilities falls below the threshold", () => {
        const {text, all} = pieces(["this.items", 0.9], [".push(", 0.9], ["item", 0.3], [");", 0.9]);
        expect(confidentPart(text, all, 0.5)).toBe("this.items.push(");
        expect(confidentPart(text, all, 0.2)).toBe(text);
        expect(confidentPart(text, all, 0)).toBe(text);
    });

    it("does not cut a word in two", () => {
        const {text, all} = pieces(["load", 0.9], ["(cust", 0.9], ["omers", 0.1], [")", 0.9]);
        expect(confidentPart(text, all, 0.5)).toBe("load(");
    });

    it("cuts several lines at a line's end", () => {
        const {text, all} = pieces(["const a = 1;\n", 0.9], ["const b", 0.9], [" = 2;", 0.1]);
        expect(confidentPart(text, all, 0.5)).toBe("const a = 1;");
    });

    it("shows nothing rather than a letter or two", () => {
        const {text, all} = pieces(["ab", 0.9], [" c", 0.1], [" d", 0.9]);
        expect(confidentPart(text, all, 0.5)).toBe("");
    });

    it("is a beginning of the text, and never longer for a higher threshold", () => {
        const part = fc.tuple(fc.stringMatching(/^[a-z(. \n]{1,6}$/), fc.double({min: 0.01, max: 1, noNaN: true}));
        fc.assert(fc.property(fc.array(part, {minLength: 1, maxLength: 12}), fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}),
            (parts, a, b) => {
                const {text, all} = pieces(...parts);
                const [low, high] = [confidentPart(text, all, Math.min(a, b)), confidentPart(text, all, Math.max(a, b))];
                return text.startsWith(low) && low.startsWith(high);
            }));
    });
});

describe("whether to go on writing", () => {
    it("stops when nothing more could be shown", () => {
        expect(isUnsure(pieces(["a", 0.9], ["b", 0.4]).all, 0.5)).toBe(true);
        expect(isUnsure(pieces(["a", 0.9], ["b", 0.6]).all, 0.5)).toBe(false);
        expect(isUnsure([], 0.5)).toBe(false);
        expect(isUnsure(pieces(["a", 0.001]).all, 0)).toBe(false);
    });
});
