import {describe, expect, it} from "vitest";

import {isCompiled, isMinified, textOf} from "../../../../src/core/index/fileText.js";
import {isNeverIndexed, languageOf} from "../../../../src/core/index/languages.js";

describe("bytes", () => {
    it("are UTF-8, without mark, with LF only", () => {
        expect(textOf(Buffer.from("\ufeffä\r\nb\rc\n"))).toEqual({text: "ä\nb\nc\n"});
    });

    it("can be UTF-16 with a mark", () => {
        expect(textOf(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("let ä = 1;\n", "utf16le")]))).toEqual({text: "let ä = 1;\n"});
    });

    it("in an old one-byte encoding keep their code", () => {
        expect(textOf(Buffer.from("s = 'Gr\xf6\xdfe'\n", "latin1"))).toEqual({text: "s = 'Größe'\n"});
    });

    it.each([[Buffer.from([1, 2, 0, 4])], [Buffer.from([0x80, 1, 2, 3, 4, 5, 6, 7])]])("that are no text are skipped", (bytes) => {
        expect(textOf(bytes)).toEqual({skip: "binary"});
    });

    it("of a bundle are skipped", () => {
        expect(textOf(Buffer.from(`var a=${"f(1,2),".repeat(2_000)}0;\n`))).toEqual({skip: "minified"});
    });
});

describe("what was not written by hand", () => {
    it("has long lines only", () => {
        expect(isMinified(`${"x".repeat(4_000)}\n`)).toBe(true);
        expect(isMinified(`${"const a = 1;\n".repeat(2_000)}${"x".repeat(4_000)}\n`)).toBe(false);
    });

    it("ends with a reference to its source map where a compiler wrote a script", () => {
        const script = "export const a = 1;\n//# sourceMappingURL=a.js.map";
        expect([isCompiled("javascript", script), isCompiled("javascriptreact", `${script}\n`)]).toEqual([true, true]);
        expect([isCompiled("typescript", script), isCompiled("javascript", `${script}\nexport const b = 2;\n`), isCompiled("javascript", "const text = \"//# sourceMappingURL=a\";\n")]).toEqual([false, false, false]);
    });

    it("is known by some names", () => {
        expect(["a.min.js", "package-lock.json", "x/logo.PNG", "a.wasm"].every(isNeverIndexed)).toBe(true);
        expect(["a.js", "package.json", "Makefile", ".gitignore", "map.ts"].some(isNeverIndexed)).toBe(false);
    });
});

it.each([["a/b.mts", "typescript"], ["X.TSX", "typescriptreact"], ["Gemfile", "ruby"], ["README.md", "markdown"], ["Makefile", "plaintext"], ["a.toString", "plaintext"], ["constructor", "plaintext"]])(
    "%s is %s", (path, languageId) => {
        expect(languageOf(path)).toBe(languageId);
    });
