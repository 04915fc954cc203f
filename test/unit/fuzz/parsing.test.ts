/** Source of many languages, whole, cut, mixed and broken: what the parsers say of it lies within it, and none of them fails. */
import {readFileSync} from "node:fs";
import path from "node:path";

import fc from "fast-check";
import {afterEach, describe, expect, it} from "vitest";

import {digestOf} from "../../../src/core/index/digest.js";
import {Outliner} from "../../../src/syntax/outline.js";
import {folder, problems, root, syntax} from "../syntax/placeAt.js";
import {patience, runs} from "./runs.js";

/** By language; each has definitions, imports, comments, strings and nesting. */
const samples: Readonly<Record<string, string>> = {
    typescript: readFileSync(path.join(root, "src/core/text/boundedMap.ts"), "utf8") + readFileSync(path.join(root, "src/core/text/markdown.ts"), "utf8"),
    python: "import os\nfrom .a import (b, c as d)\n\n\nclass A(Base):\n    \"\"\"Doc.\"\"\"\n\n    @property\n    def x(self) -> int:\n        # note\n        return f\"{self._x!r}\" if True else [i for i in y]\n\n\ndef main(*args, **kw):\n    with open('f') as f:\n        pass\n",
    go: "package main\n\nimport (\n\t\"fmt\"\n\tx \"a/b\"\n)\n\n// T is one.\ntype T struct {\n\tA int `json:\"a\"`\n}\n\nfunc (t *T) Get(k string) (int, error) {\n\tswitch k {\n\tcase \"a\":\n\t\treturn t.A, nil\n\t}\n\treturn 0, fmt.Errorf(\"%s\", k)\n}\n",
    rust: "use std::{fmt, io::Read};\nmod inner;\n\n/// Doc.\npub struct A<'a, T: Clone> { x: &'a T }\n\nimpl<'a, T: Clone> A<'a, T> {\n    pub fn get(&self) -> Option<T> {\n        match self.x { y if true => Some(y.clone()), _ => None }\n    }\n}\nmacro_rules! m { ($x:expr) => { $x + 1 }; }\n",
    java: "package a.b;\n\nimport java.util.*;\n\n/** Doc. */\npublic class C extends D implements E {\n    private final int x = 1;\n\n    @Override\n    public String toString() {\n        return \"x\" + (x > 0 ? 'c' : '\\n');\n    }\n\n    enum F { A, B }\n}\n",
    c: "#include <stdio.h>\n#include \"a.h\"\n#define M(x) ((x) + 1)\n\nstruct s { int a; char *b; };\n\n/* note */\nstatic int f(struct s *p, int n)\n{\n    for (int i = 0; i < n; i++) {\n        printf(\"%d\\n\", p[i].a);\n    }\n    return M(n);\n}\n",
    lua: "local m = require(\"a.b\")\n\n--- Doc.\nfunction m.f(x)\n    if x then\n        return {a = 1, [\"b\"] = 2}\n    end\nend\n\nreturn m\n",
    svelte: "<script lang=\"ts\">\n    import A from \"./A.svelte\";\n    // ü𝒳\n    export function f(x: number) {\n        return x;\n    }\n</script>\n\n<div id=\"q\">{f(1)}</div>\n<style>.a { color: red; }</style>\n",
    html: "<!doctype html>\n<html>\n<head><script src=\"x.js\"></script><style>.a { color: red; }</style></head>\n<body id=\"b\">\n<script>\nimport {a} from \"./a.js\";\nfunction f() { return 1; }\n</script>\n</body>\n</html>\n",
    json: "{\n    \"a\": {\"b\": [1, 2, {\"c\": null}]},\n    \"d\": \"x\\\"y\",\n    \"e\": 1.5e3\n}\n",
    css: "@import \"x.css\";\n.a > b:hover { color: red; }\n@media (min-width: 1px) { #c { margin: 0; } }\n"
};
const languageIds = Object.keys(samples);
const stray = fc.oneof(
    fc.constantFrom("{", "}", "(", ")", "\"", "'", "`", "/*", "*/", "//", "#", "\n", "\n\n    ", "\t", "<", ">", "</", ";", "end", "=>", "\\", "\0", "\ud835", "𝒳", "\u202e", "import ", "${"),
    fc.string({unit: "binary", maxLength: 8})
);
/** Places are shares of the text. */
const change = fc.record({from: fc.double({min: 0, max: 1, noNaN: true}), share: fc.double({min: 0, max: 0.4, noNaN: true}), inserted: fc.array(stray, {maxLength: 4}).map((parts) => parts.join("")), again: fc.nat({max: 3})});
/** A language, and a text that was once in it, or in another. */
const source = fc.tuple(fc.constantFrom(...languageIds), fc.constantFrom(...languageIds), fc.nat({max: 9}), fc.array(change, {maxLength: 4})).map(([languageId, other, luck, changes]) => {
    const text = changes.reduce(changed, samples[luck === 0 ? other : languageId] ?? "");
    return {languageId, text};
});

/** A piece taken out, or written several times over, and something put there. */
function changed(text: string, {from, share, inserted, again}: {readonly from: number; readonly share: number; readonly inserted: string; readonly again: number}): string {
    const start = Math.floor(from * text.length), end = Math.min(text.length, start + Math.floor(share * text.length));
    return text.slice(0, start) + text.slice(start, end).repeat(again) + inserted + text.slice(end);
}

const outliner = new Outliner({folder, onProblem: (message) => problems.push(message)});

afterEach(() => expect(problems.splice(0)).toEqual([]));

describe("the outline of any text", () => {
    it("lies within it, and so does what the index makes of it", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(source, async ({languageId, text}) => {
            const outline = await outliner.outline(languageId, text);
            const lines = text.split("\n");
            for (const {name, start, end, startLine, endLine, bodyStart} of outline?.definitions ?? []) {
                expect(text.slice(start, end)).toContain(name);
                expect(text.slice(0, start).split("\n").length - 1).toBe(startLine);
                expect([startLine <= endLine, endLine < lines.length, bodyStart === undefined || (start <= bodyStart && bodyStart <= text.length)]).not.toContain(false);
            }
            for (const {text: statement, line} of outline?.imports ?? [])
                expect(lines.slice(line).join("\n")).toContain(statement);
            expect(outline).toBeDefined();
            const {symbols, chunks} = digestOf("a/b", languageId, text, outline);
            expect(symbols.length).toBeLessThanOrEqual(outline?.definitions.length ?? 0);
            const left = lines.filter((_, i) => !chunks.some(({startLine, endLine}) => startLine <= i && i <= endLine));
            expect(left.join("").trim()).toBe("");
        }), {numRuns: runs(250)});
    });

    it("of what was not changed is that of its language", async () => {
        for (const [languageId, text] of Object.entries(samples))
            expect((await outliner.outline(languageId, text))?.definitions.length, languageId).toBeGreaterThan(0);
    });
});

describe("the spans of source", () => {
    it("are what stands between brackets, without those", async () => {
        for (const [languageId, text] of Object.entries(samples).filter(([id]) => id !== "typescript")) {
            for (const {kind, start, end} of await syntax.spans(languageId, text) ?? []) {
                const held = text.slice(start, end), count = (sign: string) => held.split(sign).length;
                expect(kind === "body" || (count("(") === count(")") && count("[") === count("]")), `${languageId}: ${held}`).toBe(true);
            }
        }
    });
});

describe("the syntax at any cursor", () => {
    it("judges any candidate within its text, twice the same", {timeout: patience}, async () => {
        const candidate = fc.array(fc.oneof(stray, fc.constantFrom("return 1;", "foo(", "x = 1", "}", "\n}", "\nend", "def f():\n    pass")), {maxLength: 5}).map((parts) => parts.join(""));
        await fc.assert(fc.asyncProperty(source, fc.double({min: 0, max: 1, noNaN: true}), fc.array(candidate, {minLength: 1, maxLength: 3}), async ({languageId, text}, share, candidates) => {
            const cursor = Math.floor(share * text.length);
            const place = await syntax.place(languageId, text.slice(0, cursor), text.slice(cursor));
            try {
                for (const each of candidates) {
                    const found = place?.breakIn(each), end = place?.blockEnd(each);
                    expect([found === undefined || (found.at >= 0 && found.at < each.length), end === undefined || (end >= 0 && end <= each.length)]).not.toContain(false);
                    expect([place?.breakIn(each), place?.blockEnd(each)]).toEqual([found, end]);
                }
            } finally {
                place?.dispose();
            }
        }), {numRuns: runs(250)});
    });

    it("has its spans within the text, each in one that is around it or beside the others", {timeout: patience}, async () => {
        await fc.assert(fc.asyncProperty(source, async ({languageId, text}) => {
            const spans = await syntax.spans(languageId, text) ?? [];
            for (const [i, {start, end}] of spans.entries()) {
                expect([start >= 0, start <= end, end <= text.length]).not.toContain(false);
                for (const other of spans.slice(i + 1))
                    expect(other.start >= end || other.end <= end || other.start === other.end, JSON.stringify([text, spans])).toBe(true);
            }
        }), {numRuns: runs(200)});
    });
});
