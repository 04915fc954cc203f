import {describe, expect, it} from "vitest";

import {importsOf} from "../../../../src/core/index/imports.js";
import {basesOf, dirname, lastPart, type PathSet, resolveBases, stemOf, stemsOfFile} from "../../../../src/core/index/resolve.js";
import {parseJsonWithComments, resolveConfigOf} from "../../../../src/core/index/resolveConfig.js";

const files = [
    "src/a.ts", "src/b/index.ts", "src/c.d.ts", "src/data.json", "src/x.test.ts", "lib/view.svelte", "packages/core/src/index.ts", "packages/core/src/util.ts",
    "py/pkg/__init__.py", "py/pkg/mod.py", "py/main.py", "go/cmd/main.go", "go/store/a.go", "go/store/b_test.go", "rs/src/lib.rs", "rs/src/net.rs", "rs/src/net/tcp.rs",
    "java/src/main/java/a/b/C.java", "c/include/x.h", "c/src/y.h", "rb/lib/q.rb", "lua/m/init.lua"
];
const set: PathSet = {
    has: (path) => files.includes(path),
    firstIn: (dir, wanted) => files.filter((path) => dirname(path) === dir && wanted(lastPart(path))).sort()[0]
};
const config = resolveConfigOf(new Map([
    ["tsconfig.json", "{\n  // where things are\n  \"extends\": \"./tsconfig.base.json\",\n}"],
    ["tsconfig.base.json", "{\"compilerOptions\": {\"baseUrl\": \".\", \"paths\": {\"@/*\": [\"src/*\"], \"view\": [\"lib/view.svelte\"]}}}"],
    ["packages/core/package.json", "{\"name\": \"@acme/core\"}"],
    ["go/go.mod", "module example.com/app\n\ngo 1.22\n"]
]));

function target(from: string, languageId: string, statement: string): (string | undefined)[] {
    return importsOf(languageId, {text: statement, line: 0}).map((found) => resolveBases(basesOf(found, from, languageId, config), languageId, set));
}

describe("imports lead to", () => {
    it.each([
        ["src/x.ts", "typescript", "import {q} from \"./a.js\"", "src/a.ts"],
        ["src/x.ts", "typescript", "import {q} from \"./b\"", "src/b/index.ts"],
        ["src/x.ts", "typescript", "import {q} from \".\"", undefined],
        ["src/b/y.ts", "typescript", "import {q} from \".\"", "src/b/index.ts"],
        ["src/x.ts", "typescript", "export * from \"./c\"", "src/c.d.ts"],
        ["src/x.d.ts", "typescript", "import {q} from \"./c.ts\"", "src/c.d.ts"],
        ["src/x.ts", "typescript", "import d from \"./data.json\"", "src/data.json"],
        ["lib/x.ts", "typescript", "import {q} from \"@/b\"", "src/b/index.ts"],
        ["src/x.ts", "typescript", "import v from \"view\"", "lib/view.svelte"],
        ["src/x.ts", "typescript", "import {q} from \"@acme/core\"", "packages/core/src/index.ts"],
        ["src/x.ts", "typescript", "import {q} from \"@acme/core/util\"", "packages/core/src/util.ts"],
        ["src/x.ts", "typescript", "import fs from \"node:fs\"", undefined],
        ["src/x.ts", "javascript", "const a = require('./a')", "src/a.ts"],
        ["src/x.ts", "typescript", "import {q} from \"../../outside\"", undefined],
        ["py/main.py", "python", "import pkg.mod", "py/pkg/mod.py"],
        ["py/pkg/mod.py", "python", "from . import other", "py/pkg/__init__.py"],
        ["go/cmd/main.go", "go", "\"example.com/app/store\"", "go/store/a.go"],
        ["rs/src/lib.rs", "rust", "mod net;", "rs/src/net.rs"],
        ["rs/src/lib.rs", "rust", "use crate::net::tcp::Stream;", "rs/src/net/tcp.rs"],
        ["java/src/main/java/x/Y.java", "java", "import a.b.C;", "java/src/main/java/a/b/C.java"],
        ["c/src/z.c", "c", "#include \"x.h\"", "c/include/x.h"],
        ["c/src/z.c", "c", "#include <y.h>", "c/src/y.h"],
        ["rb/bin/run.rb", "ruby", "require \"q\"", "rb/lib/q.rb"],
        ["lua/main.lua", "lua", "require(\"m\")", "lua/m/init.lua"]
    ])("%s (%s): %s -> %s", (from, languageId, statement, expected) => {
        expect(target(from, languageId, statement)[0]).toBe(expected);
    });

    it("a module that stands where a name could", () => {
        expect(target("py/main.py", "python", "from pkg import mod, other")).toEqual(["py/pkg/__init__.py", "py/pkg/mod.py", undefined]);
    });

    it("every file by one of its stems", () => {
        for (const [from, languageId, statement] of [["src/x.ts", "typescript", "import {q} from \"./b\""], ["go/cmd/main.go", "go", "\"example.com/app/store\""], ["py/main.py", "python", "import pkg.mod"],
            ["lib/x.ts", "typescript", "import {q} from \"@/c\""], ["c/src/z.c", "c", "#include \"x.h\""]] as const) {
            const [found] = importsOf(languageId, {text: statement, line: 0});
            const bases = found === undefined ? [] : basesOf(found, from, languageId, config);
            expect(stemsOfFile(resolveBases(bases, languageId, set) ?? "")).toContain(stemOf(bases));
        }
    });
});

describe("import statements", () => {
    it.each([
        ["typescript", "import def, {a as b, type C} from \"./x.js\"", ["./x.js"], ["def", "a", "C"]],
        ["typescript", "import * as ns from \"y\"", ["y"], ["*", "ns"]],
        ["typescript", "import \"./side-effect\"", ["./side-effect"], []],
        ["python", "import os.path as p, sys", ["os.path", "sys"], ["path", "sys"]],
        ["rust", "use crate::a::{b, c as d};", ["crate::a"], ["b", "c"]],
        ["csharp", "using System.Linq;", ["System.Linq"], ["Linq"]],
        ["php", "use C\\D\\E as F;", ["C.D.E"], ["E"]],
        ["go", "x \"example.com/m/pkg\"", ["example.com/m/pkg"], ["*", "x"]],
        ["html", "<script src=\"x.js\"></script>", ["x.js"], ["*"]],
        ["shellscript", ". ./lib.sh", ["./lib.sh"], ["*"]]
    ])("%s: %s", (languageId, text, specifiers, names) => {
        const found = importsOf(languageId, {text, line: 3});
        expect(found.map(({specifier}) => specifier)).toEqual(specifiers);
        expect(found.flatMap((each) => each.names)).toEqual(names);
    });

    it.each([
        ["typescript", "import def, {a as b, type C, type D as E} from \"./x.js\"", {a: "b", D: "E"}],
        ["typescript", "export {default as Panel} from \"./Panel.js\"", {default: "Panel"}],
        ["javascript", "const {a: b, c} = require(\"./x\")", {a: "b"}],
        ["javascript", "const x = await import(\"./x\")", undefined],
        ["python", "from x import (a as b,  # why\n    c)", {a: "b"}],
        ["rust", "use crate::a::{b, c as d};", {c: "d"}],
        ["rust", "use crate::net::Stream as Wire;", {Stream: "Wire"}],
        ["typescript", "import {a, a as b, constructor, c as d} from \"./x.js\"", {c: "d"}],
        ["python", "import a.b as c", {b: "c"}],
        ["python", "import a", undefined],
        ["kotlin", "import a.b.C as D", {C: "D"}],
        ["haskell", "import qualified Data.Map as M", {Map: "M"}],
        ["elixir", "alias A.B, as: C", {B: "C"}],
        ["csharp", "using C = A.B;", {B: "C"}],
        ["scala", "import a.{B => C, D}", {B: "C"}],
        ["php", "use C\\D\\E as F;", {E: "F"}]
    ])("%s: %s says what is called otherwise here", (languageId, text, aliases) => {
        expect(importsOf(languageId, {text, line: 0})[0]?.aliases).toEqual(aliases);
    });

    it("say what they pass on", () => {
        expect(importsOf("typescript", {text: "export * from \"./z\"", line: 0})).toMatchObject([{reexport: true, names: ["*"]}]);
    });
});

it("configuration files may have comments and commas, and be broken", () => {
    expect(parseJsonWithComments("{/* a */ \"x\": \"// no comment, ]\", // b\n \"y\": [1,],}")).toEqual({x: "// no comment, ]", y: [1]});
    expect(parseJsonWithComments("{\"x\": ")).toBeUndefined();
    expect(resolveConfigOf(new Map([["tsconfig.json", "{\"extends\": \"./tsconfig.json\"}"], ["package.json", "[]"]])).tsPaths.size).toBe(0);
});
