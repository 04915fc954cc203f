import {describe, expect, it} from "vitest";

import {closersBrought} from "../../../../src/core/text/brackets.js";

describe("closers that a text brings", () => {
    it.each([
        ["a) {", ")", 1],
        ["a, b", ")", 0],
        ["bar(x)", ")", 0],
        ["bar(x)) {", ")", 1],
        ["bar(x))", "))", 1],
        ["a])", "])", 2],
        ["a)]", "])", 1],
        ["\n    x();\n}", "}", 1],
        ["\n    f(() => {\n    });\n});", "})", 2],
        ["')'", ")", 0],
        ["\"a\\\")\"", ")", 0],
        ["it's)", ")", 1],
        ["&'a str)", ")", 1],
        ["hello\")", "\")", 2],
        ["a \" + b)", "\"", 1],
        ["string>", ">", 1],
        ["Map<string, number>", ">", 0],
        ["i<n)", ")", 1],
        ["x => y)", ")", 1],
        ["", ")", 0]
    ])("%j brings of %j: %d", (text, closers, count) => {
        expect(closersBrought(text, closers)).toBe(count);
    });
});
