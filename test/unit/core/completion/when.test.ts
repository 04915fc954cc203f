import {describe, expect, it} from "vitest";

import {isInsideWord, wantsBlock} from "../../../../src/core/completion/when.js";

function split(marked: string): [string, string] {
    const [before = "", after = ""] = marked.split("¦");
    return [before, after];
}

describe("inside a word", () => {
    it.each(["fo¦o", "a1¦2", "snake¦_case", "$¦x", "ü¦ber", "𝒳¦𝒴", "e\u0301¦te\u0301", "ते¦रा", "1¦2"])("is %s", (marked) => {
        expect(isInsideWord(...split(marked))).toBe(true);
    });

    it.each(["foo¦", "¦foo", "foo¦ bar", "foo ¦bar", "foo¦(bar)", "(¦foo", "foo.¦bar", "¦", "foo-¦bar", "👩‍💻¦x"])("is not %s", (marked) => {
        expect(isInsideWord(...split(marked))).toBe(false);
    });
});

describe("a block", () => {
    it.each([
        "¦", "    ¦", "\t  ¦", "if (x) {¦", "if (x) { ¦", "f(¦)", "f(() => ¦)", "const a = [¦];", "function f() {¦}", "if x:¦", "for x in y; do¦", "if true; then¦"
    ])("is wanted at %j", (marked) => {
        expect(wantsBlock(...split(marked))).toBe(true);
    });

    it.each(["foo¦", "const x = ¦", "  ¦foo();", "  ¦)", "f(¦x)", "if (x) {¦ y(); }", "undo¦", "return ¦;"])("is not wanted at %j", (marked) => {
        expect(wantsBlock(...split(marked))).toBe(false);
    });
});
