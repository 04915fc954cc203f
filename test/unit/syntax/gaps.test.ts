/** Code that a grammar can't read as it stands: the check of completions sees it as well as the index does. */
import {describe, expect, it} from "vitest";

import {withoutBreak} from "../../../src/core/completion/syntax.js";
import {knownPlaceAt} from "./placeAt.js";

async function kept(languageId: string, text: string, candidate: string): Promise<string> {
    return withoutBreak(candidate, await knownPlaceAt(languageId, text));
}

/** Texts in which each candidate at each place is right; `‹` and `›` stand around what is taken out and put in as the candidate. */
const right: readonly (readonly [languageId: string, text: string])[] = [
    ["typescript", "interface Box<in out ‹A> {\n    a: A;\n}›\n"],
    ["typescript", "interface Box<‹in out A, out B = never›> {\n    a: A;\n}\n"],
    ["typescript", "let x: import('‹a').Foo = 1;›\nlet y = 2;\n"],
    ["typescript", "let x: ‹import('a').Foo<string>› = 1;\n"],
    ["typescript", "export const f: {\n  <A>(a: A): void\n‹  <A, B>(a: A, b: B): void›\n} = g\n"],
    ["typescript", "if (x)\n    ‹(this as any).y = 1;›\nelse\n    z();\n"],
    ["cpp", "class A {\n    Q_OBJECT\n\n    ‹explicit A(int x);›\n};\n"],
    ["cpp", "class A {\n    Q_OBJECT\n\n    ‹std::vector<int> x;\n    int y;›\n};\n"],
    ["cpp", "class A {\n    GENERATED_BODY()\n\n‹public:\n    float x;›\n};\n"],
    ["cpp", "class FOO_API ‹Bar : public Baz {\n    int x;\n};›\nint y;\n"],
    ["cpp", "struct P {\n    UINT32 a ‹: 3;\n    INT x, y;›\n};\n"],
    ["cpp", "int f(int a) {\n    int b = ‹(int) FOO_BAR;›\n    return b;\n}\n"],
    ["c", "int f(int a) {\n    ‹void *m = (void *) NULL;\n    return (int) FOO_BAR;›\n}\n"],
    ["c", "VALUE\n‹begin(VALUE x)\n{\n    return x;\n}›\n"],
    // What is written otherwise changes before the candidate as well.
    ["typescript", "interface Box<in out A> {}\ninterface Other<in out ‹B> {\n    b: B;\n}›\n"],
    ["typescript", "interface Box<in out A> {}\nlet x: import('‹a').Foo = 1;›\nlet y = 2;\n"],
    ["cpp", "class FOO_API A : public B {\n};\nclass BAR_API ‹D : public E {\n    int x;\n};›\n"],
    ["cpp", "class FOO_API A : public B {\n    Q_OBJECT\n\n    ‹explicit A(int x);\n    int y;›\n};\n"],
    ["kotlin", "fun f() {\n    ‹val g = foo(A::class) { x -> }›\n}\n"],
    ["kotlin", "‹class A { val x = 1 }›\n\nfun f() = 1\n"]
];

describe("what is right is kept", () => {
    it.each(right)("in %s: %j", async (languageId, text) => {
        const [prefix = "", candidate = "", suffix = ""] = text.split(/[‹›]/);
        expect(await kept(languageId, `${prefix}‸${suffix}`, candidate)).toBe(candidate);
    });

    it("wherever a candidate begins", async () => {
        for (const [languageId, text] of right) {
            const whole = text.replaceAll(/[‹›]/g, "");
            for (let at = whole.indexOf("\n") + 1; at > 0; at = whole.indexOf("\n", at) + 1) {
                const lineEnd = whole.indexOf("\n", at), rest = whole.slice(at, lineEnd < 0 ? whole.length : lineEnd);
                if (rest.trim() !== "")
                    expect(await kept(languageId, `${whole.slice(0, at)}‸${whole.slice(at + rest.length)}`, rest)).toBe(rest);
            }
        }
    }, 30_000);
});

describe("what is wrong beside it is cut", () => {
    it.each([
        ["typescript", "interface Box<in out A> {\n    a: A;\n}\n\nfunction f() {\n    ‸\n}\n", "return g(1));", "return g(1)"],
        ["cpp", "class FOO_API Bar : public Baz {\n    Q_OBJECT\npublic:\n    int f() {\n        ‸\n    }\n};\n", "return g(1));", "return g(1)"],
        ["kotlin", "class A { val x = 1 }\n\nfun f(): Int {\n    ‸\n}\n", "return g(1))", "return g(1)"]
    ])("in %s", async (languageId, text, candidate, expected) => {
        expect(await kept(languageId, text, candidate)).toBe(expected);
    });
});
