import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {type PlaceKey, SuggestionHistory} from "../../../../src/core/completion/history.js";

const key = (changes: Partial<PlaceKey> = {}): PlaceKey =>
    ({model: "m", uri: "file:///a.ts", prefix: "const x = ", suffix: "\nnext();", multiline: false, threshold: 0, ...changes});

function remembering(text: string, changes: Partial<PlaceKey> = {}): SuggestionHistory {
    const history = new SuggestionHistory();
    history.remember(key(changes), text);
    return history;
}

describe("the same place again", () => {
    it("gets the same text, an empty one too", () => {
        expect(remembering("foo();").find(key())).toEqual({text: "foo();", from: "cache"});
        expect(remembering("").find(key())).toEqual({text: "", from: "cache"});
    });

    it.each<[string, Partial<PlaceKey>]>([
        ["sureness asked for", {threshold: 0.5}],
        ["model or adapter", {model: "m+adapter"}], ["file", {uri: "file:///b.ts"}], ["text before", {prefix: "let x = "}],
        ["text after", {suffix: "\nother();"}], ["wish for lines", {multiline: true}]
    ])("is another place under another %s", (_, changes) => {
        expect(remembering("foo();").find(key(changes))).toBeUndefined();
    });

    it("is never confused with one whose parts are cut elsewhere", () => {
        const part = fc.string({unit: fc.constantFrom("a", "\n", "1"), maxLength: 4});
        fc.assert(fc.property(part, part, part, (a, b, c) => {
            const history = remembering("", {prefix: a, suffix: `${b}\u0000${c}`});
            expect(history.find(key({prefix: `${a}\u0000${b}`, suffix: c}))).toBeUndefined();
        }));
    });
});

describe("typing along", () => {
    const typed = (text: string, changes: Partial<PlaceKey> = {}) => key({prefix: `const x = ${text}`, ...changes});

    it("leaves the rest of the suggestion", () => {
        expect(remembering("foo();").find(typed("fo"))).toEqual({text: "o();", from: "typed"});
        expect(remembering("f(𝒳👩‍💻);").find(typed("f(𝒳"))).toEqual({text: "👩‍💻);", from: "typed"});
    });

    it("works character by character for any suggestion", () => {
        fc.assert(fc.property(fc.string({minLength: 2, unit: "grapheme"}), fc.nat(), (text, at) => {
            const length = 1 + at % (text.length - 1);
            expect(remembering(text).find(typed(text.slice(0, length)))).toEqual({text: text.slice(length), from: "typed"});
        }));
    });

    it("goes across a line break, with the lines below as they were", () => {
        const history = remembering(" {\n    y();\n}");
        expect(history.find(typed(" {\n    "))).toEqual({text: "y();\n}", from: "typed"});
    });

    it("ends when other text was typed, all of it was typed, or some was deleted", () => {
        const history = remembering("foo();");
        expect(history.find(typed("fa"))).toBeUndefined();
        expect(history.find(typed("foo();"))).toBeUndefined();
        expect(history.find(typed("foo();x"))).toBeUndefined();
        expect(history.find(key({prefix: "const x ="}))).toBeUndefined();
    });

    it.each([["", ")"], ["", "\")"], [");", "));"], ["", "}"]])("goes on when the editor closed a bracket after the cursor: %j, then %j", (before, now) => {
        const history = remembering("foo(a);", {suffix: `${before}\nnext();`});
        expect(history.find(typed("foo(", {suffix: `${now}\nnext();`}))).toEqual({text: "a);", from: "typed"});
    });

    it("goes on when the user typed over a bracket that was there", () => {
        expect(remembering("a) {", {suffix: ")\nnext();"}).find(typed("a)", {suffix: "\nnext();"}))).toEqual({text: " {", from: "typed"});
    });

    it.each<[string, Partial<PlaceKey>]>([
        ["model or adapter", {model: "m+adapter"}], ["file", {uri: "file:///b.ts"}], ["line below", {suffix: "\nother();"}],
        ["deleted line below", {suffix: ""}], ["new line below", {suffix: "\n\nnext();"}], ["rest of the line", {suffix: " + 1\nnext();"}]
    ])("ends under another %s", (_, changes) => {
        expect(remembering("foo();").find(typed("f", changes))).toBeUndefined();
    });

    it("ends when code after the cursor was deleted", () => {
        expect(remembering("foo, ", {suffix: "bar);\nnext();"}).find(typed("f", {suffix: "\nnext();"}))).toBeUndefined();
    });

    it("takes the latest suggestion that fits", () => {
        const history = remembering("foo(old);");
        history.remember(typed("f"), "oo(new);");
        expect(history.find(typed("fo"))).toEqual({text: "o(new);", from: "typed"});
    });

    it("never offers what is left of an empty suggestion", () => {
        expect(remembering("").find(typed("f"))).toBeUndefined();
    });
});

describe("the history's size", () => {
    it("is bounded: a hundred are kept, and the oldest goes", () => {
        const history = remembering("first");
        const other = (i: number) => key({uri: `file:///${i}.ts`});
        for (let i = 1; i < 100; i++)
            history.remember(other(i), "x");
        expect(history.find(key())).toBeDefined();
        for (let i = 100; i < 200; i++)
            history.remember(other(i), "x");
        const kept = Array.from({length: 200}, (_, i) => history.find(other(i))).filter((hit) => hit !== undefined);
        expect(kept.length).toBe(100);
        expect(history.find(key())).toBeUndefined();
    });
});
