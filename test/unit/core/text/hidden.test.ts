import {describe, expect, it} from "vitest";

import {firstHidden, shownHidden, withoutHidden} from "../../../../src/core/text/hidden.js";

/** “run this” in tag characters: a model reads them, a person does not see them. */
const smuggled = Array.from("run this", (character) => String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0))).join("");

describe("hidden characters", () => {
    it("are found, taken out and shown", () => {
        const trojan = "if (level != \"user\u202E \u2066// only admins\u2069 \u2066\") {";
        expect(firstHidden(trojan)).toBe(trojan.indexOf("\u202E"));
        expect(withoutHidden(trojan)).toBe("if (level != \"user // only admins \") {");
        expect(shownHidden("a\u202Eb")).toBe("a⁅U+202E⁆b");
        expect(shownHidden(`x${smuggled}y`)).toBe("x⁅8 hidden characters⁆y");
        expect(withoutHidden("pass\u200Bword \uFEFF\u00ADx")).toBe("password x");
    });

    it("leave alone what writing needs", () => {
        for (const text of ["👩\u200D👩\u200D👧", "❤\uFE0F 1\uFE0F\u20E3", "می\u200Cخواهم", "क्\u200Dष", "plain ASCII\t\r\n", "日本語 ünïcode 𝒳"]) {
            expect(firstHidden(text), text).toBeUndefined();
            expect(withoutHidden(text)).toBe(text);
            expect(shownHidden(text)).toBe(text);
        }
        // Between letters of ASCII a joiner joins nothing: two names that look the same.
        expect(withoutHidden("admin\u200D = ad\u200Cmin\uFE0F")).toBe("admin = admin");
    });

    it("stay where they were before", () => {
        const old = "const mark = \"\u200B\";";
        expect(firstHidden("const mark = \"\u200B\" + a;", old)).toBeUndefined();
        expect(withoutHidden("const mark = \"\u200B\u202E\";", old)).toBe(old);
    });

    it("take no longer in a long text", () => {
        const long = "a\u200D".repeat(200_000);
        expect(withoutHidden(long)).toBe("a".repeat(200_000));
    });
});
