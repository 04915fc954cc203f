import {describe, expect, it} from "vitest";

import {withoutBreak} from "../../../src/core/completion/syntax.js";
import {knownPlaceAt, placeAt} from "./placeAt.js";

async function kept(languageId: string, text: string, candidate: string): Promise<string> {
    return withoutBreak(candidate, await knownPlaceAt(languageId, text));
}

describe("a candidate with a closer too many", () => {
    it.each([
        ["at its end", "typescript", "function f() {\n    ‸\n}\n", "g(a));", "g(a)"],
        ["that stands below already", "typescript", "function f() {\n    ‸\n}\n\ng();\n", "return 1;\n}", "return 1;"],
        ["that ends a method twice", "typescript", "class A {\n    f() {\n        ‸\n    }\n\n    g(): void {\n        h();\n    }\n}\n", "return 1;\n    }", "return 1;"],
        ["in a call's arguments", "python", "x = f(‸)\ny = 1\n", "a]", ""],
        ["of a block in Go", "go", "package a\n\nfunc f() {\n\t‸\n}\n\nfunc g() {\n}\n", "return\n}", "return"],
        ["of a function in Rust", "rust", "fn f() -> u32 {\n    ‸\n}\n\nfn g() {}\n", "a + b\n}", "a + b"],
        ["of a method in Java", "java", "class A {\n    int f() {\n        ‸\n    }\n\n    int g() { return 1; }\n}\n", "return 1;\n    }", "return 1;"],
        ["of a word in Lua", "lua", "function f()\n    ‸\nend\n\nprint(1)\n", "g(1)\nend", "g(1)"],
        ["in JSX", "typescriptreact", "const a = <p>‸</p>;\n", "text {b}}", "text {b}"]
    ])("%s is cut back or refused", async (_what, languageId, text, candidate, expected) => {
        expect(await kept(languageId, text, candidate)).toBe(expected);
    });

    it("keeps the closer that is missing below", async () => {
        expect(await kept("typescript", "function f() {\n    ‸\n\n\nexport const a = 1;\n", "return 1;\n}")).toBe("return 1;\n}");
    });

    it("keeps a closer that replaces the one after the cursor", async () => {
        expect(await kept("typescript", "if (‸)\n", "a) {\n    g();\n}")).toBe("a) {\n    g();\n}");
    });
});

describe("a candidate that is not the language's", () => {
    it("loses the lines that are not", async () => {
        expect(await kept("typescript", "function f() {\n    ‸\n}\n", "g();\nHere is the code that you asked for\nh();")).toBe("g();");
        expect(await kept("typescript", "const a = ‸;\n", "the answer is 42 of course")).toBe("");
        expect(await kept("go", "package a\n\nfunc f() {\n\t‸\n}\n", "x := 1\nThat is all there is")).toBe("x := 1");
    });
});

describe("a candidate that is merely unfinished", () => {
    it.each([
        ["a call", "typescript", "function f() {\n    ‸\n}\n", "g(a, "],
        ["a block", "typescript", "function f() {\n    ‸\n}\n\ng();\n", "for (const a of b) {"],
        ["an assignment", "typescript", "function f() {\n    ‸\n}\n", "const a ="],
        ["a string", "typescript", "f(‸\n", "\"some words"],
        ["a template string", "typescript", "const a = ‸\n", "`${b} and ${c} of more"],
        ["a template string of two lines", "typescript", "const a = ‸\n", "`one two\nthree four"],
        ["a comment", "typescript", "‸\nf();\n", "/**\n * What it does"],
        ["a word", "go", "package a\n\nfunc f() {\n\tif a {\n\t} ‸\n}\n", "els"],
        ["a Python block", "python", "def f(a):\n    ‸\n", "for b in a:"],
        ["a Python string", "python", "def f(a):\n    ‸\n", "\"\"\"What it does"],
        ["a tag", "typescriptreact", "const a = <p>‸</p>;\n", "<b className=\"x\""]
    ])("%s is kept", async (_what, languageId, text, candidate) => {
        expect(await kept(languageId, text, candidate)).toBe(candidate);
    });
});

describe("call signatures that only a line's end ends", () => {
    const overloads = "export const map: {\n  <A, B>(f: (a: A) => B): (self: Box<A>) => Box<B>\n";

    it("are no error before the cursor", async () => {
        expect(await kept("typescript", `${overloads}  <A, B>(self: Box<A>, f: (a: A) => B): Box<B>\n} = dual(2, f)\n\nexport const g = (a: number) => {\n  ‸\n}\n`, "return a))")).toBe("return a");
    });

    it("are none of a candidate", async () => {
        const candidate = "<A, B>(self: Box<A>, f: (a: A) => B): Box<B>\n  (): void";
        expect(await kept("typescript", `${overloads}  ‸\n} = dual(2, f)\n`, candidate)).toBe(candidate);
        expect(await kept("typescript", `${overloads}  ‸\n} = dual(2, f)\n`, `${candidate}\n} = dual(2, f)\n}`)).toBe(`${candidate}\n} = dual(2, f)`);
    });
});

describe("the surroundings", () => {
    it("may begin in the middle of a class or a function", async () => {
        const method = "        h();\n    }\n\n    async g(a: number): Promise<void> {\n        ‸\n    }\n\n    i(): void {\n";
        expect(await kept("typescript", method, "await this.h(a);")).toBe("await this.h(a);");
        expect(await kept("typescript", method, "await this.h(a));")).toBe("await this.h(a)");
        expect(await kept("typescript", method, "await this.h(a);\n    }")).toBe("await this.h(a);");
        const java = "        h();\n    }\n\n    int g(int a) {\n        return ‸;\n    }\n\n    int i() {\n";
        expect(await kept("java", java, "a + 1")).toBe("a + 1");
        expect(await kept("java", java, "a + 1)")).toBe("a + 1");
        const python = "            h()\n        return 1\n\n    def g(self, a):\n        x = ‸\n        return x\n";
        expect(await kept("python", python, "f(a)")).toBe("f(a)");
        expect(await kept("python", python, "f(a))")).toBe("f(a)");
    });

    it("are not known above where the window begins: closing them is nobody's mistake", async () => {
        expect(await kept("typescript", "    f(): void {\n        ‸", "g();\n    }\n}\n\nexport const a = 1;")).toBe("g();\n    }\n}\n\nexport const a = 1;");
    });

    it("may be broken: a mistake below is not the candidate's", async () => {
        const text = "function f() {\n    ‸\n}\n\nfunction g( {\n    return ];\n}\n";
        expect(await kept("typescript", text, "return 1;")).toBe("return 1;");
        expect(await kept("typescript", text, "if (a) {\n        b();\n    }")).toBe("if (a) {\n        b();\n    }");
    });

    it("of which nothing can be said above the cursor let everything pass", async () => {
        expect(await placeAt("typescript", "function f() {\n    g(a]);\n    ‸\n}\n")).toBeUndefined();
        expect(await placeAt("typescript", "/**\n * Prose of more than one word ‸\n */\nf();\n")).toBeUndefined();
    });

    it("may have CRLF, and characters of two units", async () => {
        expect(await kept("typescript", "const a = \"😀😀\";\r\nconst b = [\"ä\",\r\n    ‸\r\n];\r\n", "\"😀\", f(1)")).toBe("\"😀\", f(1)");
        expect(await kept("typescript", "const a = \"😀😀\"; f(‸\r\n", "\"😀\"));")).toBe("\"😀\")");
    });

    it("are never the whole of a long document", async () => {
        const lines = Array.from({length: 10_000}, (_, i) => `function f${String(i)}() { return g(${String(i)}); }`).join("\n");
        await placeAt("typescript", "‸");
        const started = performance.now();
        const place = await knownPlaceAt("typescript", `${lines}\nconst a = ‸;\n${lines}`);
        expect(withoutBreak("f(1))", place)).toBe("f(1)");
        // All of it takes half a second to parse on the slowest machine this ran on.
        expect(performance.now() - started).toBeLessThan(200);
    });
});
