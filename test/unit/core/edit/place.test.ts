import {describe, expect, it} from "vitest";

import {withCode} from "../../../../src/core/edit/place.js";
import {editedText, editQuery, whileWritten} from "../../../../src/core/edit/prompt.js";

const file = [
    "import {a} from \"a\";", "", "/** Adds. */", "export function add(x: number, y: number): number {", "    return x + y;", "}", "",
    "export class Shape {", "    area(): number {", "        return 0;", "    }", "", "    name = \"\";", "}", ""
].join("\n");

describe("applying code to a file", () => {
    it("replaces the function that the code declares, and nothing else", () => {
        const result = withCode(file, "export function add(x: number, y: number): number {\n    if (x < 0)\n        return y;\n    return x + y;\n}");
        expect(result).toBe(file.replace("    return x + y;", "    if (x < 0)\n        return y;\n    return x + y;"));
    });

    it("keeps a function exported that the code gives without the word", () => {
        const result = withCode(file, "function add(x: number, y: number): number {\n    return y + x;\n}");
        expect(result).toBe(file.replace("x + y", "y + x"));
        expect(withCode("export class A {\n    x = 1;\n}\n", "export class A {\n    x = 2;\n}")).toBe("export class A {\n    x = 2;\n}\n");
    });

    it("takes the comment along when the code brings one", () => {
        const result = withCode(file, "/** Adds two numbers. */\nexport function add(x: number, y: number): number {\n    return y + x;\n}");
        expect(result).toContain("/** Adds two numbers. */\nexport function add");
        expect(result).not.toContain("/** Adds. */");
    });

    it("replaces a method at its own depth", () => {
        const result = withCode(file, "area(): number {\n  return this.w * this.h;\n}");
        expect(result).toContain("    area(): number {\n        return this.w * this.h;\n    }\n\n    name");
    });

    it("replaces the lines that were asked about", () => {
        expect(withCode("a\n  b\nc\n", "x\ny", {start: 1, end: 2})).toBe("a\n  x\n  y\nc\n");
    });

    it("takes a whole file for a whole file", () => {
        const whole = file.replace("return 0;", "return 1;").trimEnd();
        expect(withCode(file, whole)).toBe(`${whole}\n`);
    });

    it("puts what is new at the end", () => {
        expect(withCode(file, "export function sub() {}")).toBe(`${file}\nexport function sub() {}\n`);
        expect(withCode("", "x = 1")).toBe("x = 1\n");
    });

    it("knows the blocks of Python and of braces on their own lines", () => {
        expect(withCode("def a():\n    return 1\n\ndef b():\n    return 2\n", "def a():\n    return 3")).toBe("def a():\n    return 3\n\ndef b():\n    return 2\n");
        expect(withCode("void a()\n{\n    x();\n}\n\nvoid b()\n{\n}\n", "class C {}")).toContain("void b()\n{\n}\n\nclass C {}\n");
    });
});

describe("an edit", () => {
    const request = {
        path: "a.ts", languageId: "typescript", selected: "\t\tconst a = 1;\n\t\tif (a) {\n\t\t\tb();\n\t\t}", above: "", below: "", instruction: "Rename a to c", again: false, unit: "\t"
    };

    it("asks with the code at the margin, and drafts from it", () => {
        const query = editQuery(request);
        expect(query.draft).toBe("const a = 1;\nif (a) {\n\tb();\n}");
        expect(query.opening).toBe("```typescript\n");
        expect(query.stops).toEqual(["\n```"]);
        expect(query.turns[0]?.text.endsWith("\n\nRename a to c")).toBe(true);
    });

    it("gives the answer the indentation of what it replaces, tabs or not", () => {
        const answer = "```typescript\nconst c = 1;\nif (c) {\n    b();\n}\n";
        expect(editedText(answer, request)).toBe("\t\tconst c = 1;\n\t\tif (c) {\n\t\t\tb();\n\t\t}");
    });

    it("leaves out the lines around it that the model wrote as well", () => {
        const around = {...request, selected: "\tarea() {}", above: "class Box {\n\twidth = 1;", below: "}\n"};
        expect(editedText("class Box {\n    width = 1;\n    surface() {}\n}", around)).toBe("\tsurface() {}");
        expect(editedText("surface() {\n}", around)).toBe("\tsurface() {\n\t}");
        expect(editQuery(around).turns[0]?.text).toContain("class Box");
        expect(editQuery({...request, above: "class Box {"}).turns[0]?.text).not.toContain("class Box");
    });

    it("keeps a fence that the code itself contains", () => {
        const selected = "a\n```\nb";
        const query = editQuery({...request, selected, languageId: "markdown"});
        expect(query.opening).toBe("````markdown\n");
        expect(editedText(`${query.opening ?? ""}${selected}`, {...request, selected, languageId: "markdown"})).toBe(selected);
    });

    it("goes on after lines that must stay, as after a comment", () => {
        const going = {...request, selected: "\t// Twice the number.", goesOn: true};
        const query = editQuery(going);
        expect(query.opening).toBe("```typescript\n// Twice the number.\n");
        expect(query.draft).toBeUndefined();
        expect(editedText(`${query.opening ?? ""}return 2 * n;`, going)).toBe("\t// Twice the number.\n\treturn 2 * n;");
    });

    it("shows the old lines that it has not come to yet", () => {
        expect(whileWritten("x1\nl2\nha", "l1\nl2\nl3\nl4")).toBe("x1\nl2\nl3\nl4");
        expect(whileWritten("", "l1\nl2")).toBe("l1\nl2");
    });
});
