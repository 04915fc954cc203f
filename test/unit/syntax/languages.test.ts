import path from "node:path";

import {describe, expect, it} from "vitest";

import {withoutBreak} from "../../../src/core/completion/syntax.js";
import {syntaxLanguages} from "../../../src/syntax/languages.js";
import {Syntax} from "../../../src/syntax/syntax.js";
import {folder, knownPlaceAt, problems, syntax} from "./placeAt.js";

/** A place in sound code of each language, what belongs there, and what can't stand there. */
const samples: Readonly<Record<string, readonly [text: string, right: string, wrong: string]>> = {
    typescript: ["function f(a: number): string {\n    return ‸;\n}\n", "String(a)", "String(a))"],
    typescriptreact: ["const a = () => {\n    return <p title=\"x\">‸</p>;\n};\n", "Hello {name}", "Hello {name}}"],
    javascript: ["export function f(a) {\n    if (a)\n        ‸\n}\n", "g(`${a}`);", "g(a));"],
    javascriptreact: ["const a = <ul>{items.map((item) => ‸)}</ul>;\n", "<li key={item}>{item}</li>", "<li>]</li>]"],
    python: ["def f(a):\n    x = ‸\n    return x\n", "[b for b in a if b]", "[b for b in a]]"],
    go: ["package a\n\nfunc f(a int) string {\n\tx := ‸\n\treturn x\n}\n", "g(a)", "g(a))"],
    rust: ["fn f(a: u32) -> u32 {\n    let x = ‸;\n    x\n}\n", "a.max(1)", "a.max(1))"],
    java: ["class A {\n    int f(int a) {\n        int x = ‸;\n        return x;\n    }\n}\n", "Math.max(a, 1)", "Math.max(a, 1))"],
    c: ["int f(int a) {\n    int x = ‸;\n    return x;\n}\n", "a + sizeof(int)", "a + sizeof(int))"],
    cpp: ["int f(int a) {\n    auto x = ‸;\n    return x;\n}\n", "std::max<int>(a, 1)", "std::max<int>(a, 1))"],
    csharp: ["class A {\n    int F(int a) {\n        var x = ‸;\n        return x;\n    }\n}\n", "a ?? G(1)", "a ?? G(1))"],
    ruby: ["def f(a)\n  x = ‸\n  x\nend\n", "a.map { |b| b + 1 }", "a.map { |b| b + 1 }}"],
    php: ["<?php\nfunction f($a) {\n    $x = ‸;\n    return $x;\n}\n", "max($a, 1)", "max($a, 1))"],
    shellscript: ["f() {\n    local x=‸\n    echo \"$x\"\n}\n", "$(g \"$1\")", "$(g \"$1\"))"],
    css: ["a {\n    color: ‸;\n}\nb { margin: 0; }\n", "rgb(0 0 0)", "rgb(0 0 0))"],
    json: ["{\n    \"a\": ‸,\n    \"b\": 1\n}\n", "[1, 2]", "[1, 2]]"],
    html: ["<p>‸</p>\n", "<b>x</b>", ""],
    yaml: ["a: ‸\nb: 1\n", "[1, 2]", "[1, 2]]"],
    kotlin: ["fun f(a: Int): Int {\n    val x = ‸\n    return x\n}\n", "maxOf(a, 1)", "maxOf(a, 1]"],
    lua: ["function f(a)\n    local x = ‸\n    return x\nend\n", "math.max(a, 1)", "math.max(a, 1))"]
};

describe("each language", () => {
    it("has a sample here", () => {
        expect(Object.keys(samples).sort()).toEqual(Object.keys(syntaxLanguages).sort());
    });

    it.each(Object.entries(samples))("%s is loaded, lets right code pass and refuses a bracket too many", async (languageId, [text, right, wrong]) => {
        const place = await knownPlaceAt(languageId, text);
        expect(withoutBreak(right, place)).toBe(right);
        // HTML has no wrong brackets, and its parser takes any end tag.
        if (wrong !== "")
            expect(withoutBreak(wrong, place)).not.toBe(wrong);
        expect(problems).toEqual([]);
    });
});

describe("what can't be loaded", () => {
    it("knows nothing of a language without a grammar", async () => {
        expect(await syntax.place("plaintext", "a", "b")).toBeUndefined();
        expect(await syntax.place("constructor", "a", "b")).toBeUndefined();
        expect(problems).toEqual([]);
    });

    it("says so once and then has nothing to say of the language", async () => {
        const said: string[] = [];
        const without = new Syntax({folder: path.join(folder, "absent"), onProblem: (message) => said.push(message)});
        expect(await without.place("python", "a = ", "")).toBeUndefined();
        expect(await without.place("python", "a = ", "")).toBeUndefined();
        expect(said).toHaveLength(1);
        expect(said[0]).toMatch(/^The grammar tree-sitter-python\.wasm can't be loaded \(ENOENT/);
    });
});
