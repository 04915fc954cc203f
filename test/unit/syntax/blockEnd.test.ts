import {describe, expect, it} from "vitest";

import {knownPlaceAt} from "./placeAt.js";

/** The part of a candidate, line by line as it is written, at which the block has ended; undefined: it goes on. */
async function ended(languageId: string, text: string, candidate: string): Promise<string | undefined> {
    const place = await knownPlaceAt(languageId, text);
    const lines = candidate.split("\n");
    for (let count = 1; count <= lines.length; count++) {
        const at = place.blockEnd(lines.slice(0, count).join("\n"));
        if (at !== undefined)
            return candidate.slice(0, at);
    }
    return undefined;
}

describe("the end of a block", () => {
    it.each([
        ["TypeScript", "typescript", "function f(a: number) {\n    ‸\n", "if (a) {\n        g(\"}\");\n    }\n    return a;\n}\n\nh();", "if (a) {\n        g(\"}\");\n    }\n    return a;\n}"],
        ["a TypeScript callback", "typescript", "f(() => {‸\n", "\n    g();\n});\nh();", "\n    g();\n});"],
        ["Go", "go", "package a\n\nfunc f() {\n\t‸\n", "for i := range a {\n\t\tg(i)\n\t}\n}\n\nfunc h() {", "for i := range a {\n\t\tg(i)\n\t}\n}"],
        ["Rust", "rust", "fn f(a: u32) -> u32 {\n    ‸\n", "match a {\n        0 => 1,\n        _ => a,\n    }\n}\n\nfn g() {", "match a {\n        0 => 1,\n        _ => a,\n    }\n}"],
        ["Java", "java", "class A {\n    int f() {\n        ‸\n", "return 1;\n    }\n\n    int g() {", "return 1;\n    }"],
        ["Ruby", "ruby", "def f(a)\n  ‸\n", "a.each do |b|\n    p b\n  end\nend\n\ndef g", "a.each do |b|\n    p b\n  end\nend"],
        ["Python, after what leaves the function", "python", "def f(a):\n    ‸\n", "if a:\n        return 1\n    return 2\n\nx = 1", "if a:\n        return 1\n    return 2"]
    ])("in %s", async (_what, languageId, text, candidate, expected) => {
        expect(await ended(languageId, text, candidate)).toBe(expected);
    });

    it.each([
        ["only a block of the candidate's own is closed", "typescript", "function f() {\n    ‸\n", "if (a) {\n        b();\n    }\n    c();"],
        ["the closer begins another block", "typescript", "if (a) {\n    ‸\n", "b();\n} else {"],
        ["a bracket stands in a string or comment", "typescript", "function f() {\n    ‸\n", "a(\"}\"); // }\n    b(`}`);"],
        ["a Python block of its own ends", "python", "def f(a):\n    ‸\n", "for b in a:\n        continue\n    c()"]
    ])("has not come where %s", async (_what, languageId, text, candidate) => {
        expect(await ended(languageId, text, candidate)).toBeUndefined();
    });
});
