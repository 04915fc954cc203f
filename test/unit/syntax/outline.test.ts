import {describe, expect, it} from "vitest";

import {digestOf} from "../../../src/core/index/digest.js";
import {languageOf} from "../../../src/core/index/languages.js";
import {withoutCppGaps} from "../../../src/syntax/cppGaps.js";
import {withoutKotlinGaps} from "../../../src/syntax/kotlinGaps.js";
import {outlineLanguages} from "../../../src/syntax/outlineLanguages.js";
import {Outliner} from "../../../src/syntax/outline.js";
import {withoutTypescriptGaps} from "../../../src/syntax/typescriptGaps.js";
import {folder} from "./placeAt.js";

const problems: string[] = [];
const outliner = new Outliner({folder, onProblem: (message) => problems.push(message), longestParseMs: 1_000});

/** `kind container.name` of every symbol; imports as `< specifier`. */
async function read(languageId: string, text: string): Promise<string[]> {
    const {symbols, imports} = digestOf("file", languageId, text, await outliner.outline(languageId, text));
    return [...imports.map(({specifier}) => `< ${specifier}`), ...symbols.map(({kind, name, container}) => `${kind} ${container === "" ? "" : `${container}.`}${name}`)];
}

/** A sample of each language and what is to be found in it. */
const samples: Readonly<Record<string, readonly [text: string, found: readonly string[]]>> = {
    typescript: ["import {a} from \"./x.js\";\nexport default class Foo<T> extends Bar {\n    #x = 1;\n    constructor() {}\n    get v(): number { return 1; }\n}\nexport const f = async (a: number) => { };\nexport interface I { m(): void }\nexport type T = \"x\";\nnamespace N { function g() {} }\n",
        ["< ./x.js", "class Foo", "field Foo.#x", "method Foo.constructor", "method Foo.v", "function f", "interface I", "method I.m", "type T", "module N", "function N.g"]],
    typescriptreact: ["import A from \"./A\";\nexport function View() {\n    return <A/>;\n}\n", ["< ./A", "function View"]],
    javascript: ["const x = require(\"./y\");\nclass A { m() {} static s() {} }\nmodule.exports.h = function (z) {};\n", ["< ./y", "constant x", "class A", "method A.m", "method A.s", "function h"]],
    javascriptreact: ["export * from \"./z\";\nfunction f() { return <p/>; }\n", ["< ./z", "function f"]],
    python: ["from .a import c as d\nX = 1\nclass A(B):\n    \"\"\"Doc.\"\"\"\n    z = 1\n    def f(self): return 1\n", ["< .a", "< .a.c", "constant X", "class A", "field A.z", "function A.f"]],
    go: ["package a\nimport (\n\t\"fmt\"\n)\ntype S struct {\n\tA int\n}\ntype I interface {\n\tF() error\n}\nconst C = 1\nfunc (s *S) M() {}\nfunc G() {}\n",
        ["< fmt", "struct S", "field S.A", "interface I", "method I.F", "constant C", "method M", "function G"]],
    rust: ["use crate::a::b;\nmod foo;\npub struct S { pub a: u32 }\npub trait Tr { fn f(&self); }\nimpl Tr for S { fn f(&self) {} }\nmacro_rules! mac { () => {} }\n",
        ["< crate::a::b", "< self::foo", "struct S", "field S.a", "interface Tr", "function Tr.f", "implementation S", "function S.f", "macro mac"]],
    java: ["package a;\nimport java.util.List;\npublic class A {\n    int x;\n    A() {}\n    void m() {}\n    enum E { P }\n}\n",
        ["< java.util.List", "class A", "field A.x", "constructor A.A", "method A.m", "enum A.E", "field A.E.P"]],
    c: ["#include \"x.h\"\n#define MAX 1\ntypedef struct { int a; } P;\nstatic int *f(int a) { return 0; }\nint g(void);\n", ["< x.h", "macro MAX", "type P", "field P.a", "function f", "function g"]],
    cpp: ["#include <vector>\nnamespace n {\nclass A {\n    int m() { return 1; }\n    int z;\n};\n}\nint n::A::q(int x) { return 1; }\nusing Al = int;\n",
        ["< vector", "module n", "class n.A", "function n.A.m", "field n.A.z", "function q", "type Al"]],
    csharp: ["using System;\nnamespace A.B {\nclass C {\n    int P { get; set; }\n    void M() {}\n}\n}\n", ["< System", "module B", "class B.C", "field B.C.P", "method B.C.M"]],
    ruby: ["require_relative \"x\"\nmodule M\n  class A < B\n    K = 1\n    def f; end\n  end\nend\n", ["< x", "module M", "class M.A", "constant M.A.K", "method M.A.f"]],
    php: ["<?php\nuse C\\D;\nclass A {\n    private $p;\n    function m() {}\n}\nfunction f() {}\n", ["< C.D", "class A", "field A.p", "method A.m", "function f"]],
    kotlin: ["import a.B\nclass A {\n    val p = 1\n    fun m() {}\n}\nenum class E { X }\nfun f() = 1\n", ["< a.B", "class A", "field A.p", "function A.m", "enum E", "field E.X", "function f"]],
    shellscript: ["source ./lib.sh\nX=1\nf() { echo; }\n", ["< ./lib.sh", "variable X", "function f"]],
    powershell: ["Import-Module Foo\nfunction Get-Foo {\n    return 1\n}\nclass A {\n    [int] M([int]$a) { return 1 }\n}\n", ["< Foo", "function Get-Foo", "class A", "method A.M"]],
    lua: ["local x = require(\"a.b\")\nfunction M.g(a) end\nlocal function f() end\n", ["< a.b", "variable x", "function g", "function f"]],
    scala: ["import a.B\ntrait T { def q: Int }\nobject O { def f = 1 }\n", ["< a.B", "interface T", "function T.q", "class O", "function O.f"]],
    haskell: ["module A where\nimport Data.Map\ndata X = Y\nf :: Int -> Int\nf x = x\n", ["< Data.Map", "module A", "type X", "function f", "function f"]],
    ocaml: ["open Base\ntype t = int\nlet f x = x\nmodule M = struct\n  let z = 1\nend\n", ["< Base", "type t", "function f", "module M", "function M.z"]],
    elixir: ["defmodule A.B do\n  alias C.D\n  def f(a) do\n    a\n  end\n  defp g(a), do: a\nend\n", ["< C.D", "module B", "function B.f", "function B.g"]],
    zig: ["const std = @import(\"std\");\npub const S = struct {\n    a: u32,\n    pub fn m() void {}\n};\n", ["< std", "struct S", "field S.a", "function S.m"]],
    json: ["{\"name\": \"x\", \"deps\": {\"a\": 1}}\n", ["key name", "key deps", "key deps.a"]],
    yaml: ["a: 1\nb:\n  c: 2\n", ["key a", "key b", "key b.c"]],
    toml: ["x = 1\n[a.b]\ny = 2\n", ["key x", "key a.b"]],
    html: ["<script src=\"x.js\"></script>\n<div id=\"main\"></div>\n", ["< x.js", "element main"]],
    css: ["@import \"x.css\";\n.a { color: red; }\n#b { margin: 0; }\n", ["< x.css", "class a", "element b"]],
    svelte: ["<script lang=\"ts\">\nimport A from \"./A.svelte\";\nfunction f() {}\n</script>\n<div id=\"q\"></div>\n", ["< ./A.svelte", "element script", "function f", "element q"]],
    vue: ["<template>\n  <div id=\"app\" :class=\"{a: isA}\" @click=\"go($event)\">{{ text | upper }}</div>\n</template>\n\n<script setup lang=\"ts\">\nimport B from \"./B.vue\";\nconst count = ref(0);\nfunction go(): void {}\n</script>\n\n<style scoped>\n.a { color: red; }\n</style>\n",
        ["< ./B.vue", "element app", "element script", "constant count", "function go", "element style"]]
};

describe("each language", () => {
    it("has a sample here", () => {
        expect(Object.keys(samples).sort()).toEqual(Object.keys(outlineLanguages).sort());
    });

    it.each(Object.entries(samples))("%s", async (languageId, [text, found]) => {
        expect(await read(languageId, text)).toEqual(found);
        expect(problems).toEqual([]);
    }, 20_000);
});

describe("a symbol", () => {
    it("has its signature without the body, and the first sentence of its comment", async () => {
        const text = "/**\n * Adds two numbers. Slowly.\n * @param a one\n */\nexport function add(\n    a: number,\n    b: number\n): number {\n    return a + b;\n}\n\n// Not this.\n\n/**\n * Numbers by name\n */\nexport const table: Record<string, number> = {\n    a: 1\n};\n";
        const {symbols} = digestOf("f.ts", "typescript", text, await outliner.outline("typescript", text));
        expect(symbols.map(({signature, doc, startLine, endLine, exported}) => ({signature, doc, startLine, endLine, exported}))).toEqual([
            {signature: "function add( a: number, b: number ): number", doc: "Adds two numbers.", startLine: 4, endLine: 9, exported: true},
            {signature: "table: Record<string, number>", doc: "Numbers by name", startLine: 16, endLine: 18, exported: true}
        ]);
    });

    it.each(["typescript", "javascript"])("that is a field with a function has the function's signature, in %s", async (languageId) => {
        const text = "class A {\n    handle = async (event, more = 1) => {\n        this.last = event;\n    };\n    size = 3;\n    static make = function (a) { return a; };\n}\n";
        const {symbols} = digestOf("f", languageId, text, await outliner.outline(languageId, text));
        expect(symbols.slice(1).map(({name, signature}) => [name, signature])).toEqual([["handle", "handle = async (event, more = 1)"], ["size", "size = 3"], ["make", "static make = function (a)"]]);
    });

    it("of Python has its docstring", async () => {
        const text = "class A:\n    def f(self, x: int) -> str:\n        \"\"\"Says x. Twice.\"\"\"\n        return str(x)\n";
        const {symbols} = digestOf("f.py", "python", text, await outliner.outline("python", text));
        expect(symbols[1]).toMatchObject({signature: "def f(self, x: int) -> str", doc: "Says x.", container: "A"});
    });
});

describe("a header", () => {
    it("is read as C++, which has all that a C header has", async () => {
        expect(languageOf("include/a.h")).toBe("cpp");
        const text = "#include <stddef.h>\n#define MAX(a, b) ((a) > (b) ? (a) : (b))\ntypedef struct node {\n    struct node *next;\n    int size;\n} node_t;\ntypedef int (*visit_fn)(node_t *);\nnode_t *node_new(size_t size);\nint node_free(node_t *);\n" +
            "static const int limit = 3;\nstatic inline int twice(int a) { return 2 * a; }\nenum color { RED, BLUE };\n";
        expect(await read("cpp", text)).toEqual([
            "< stddef.h", "macro MAX", "type node_t", "struct node_t.node", "field node_t.node.next", "field node_t.node.size", "type visit_fn", "function node_new", "function node_free", "variable limit", "function twice",
            "enum color", "constant color.RED", "constant color.BLUE"
        ]);
        expect(await read("cpp", "namespace a {\nconstexpr int most = 4;\nclass B : public C {\npublic:\n    B();\n    const T *get() const;\n    T &ref();\nprivate:\n    T *held = nullptr;\n};\n}\n"))
            .toEqual(["module a", "variable a.most", "class a.B", "function a.B.B", "method a.B.get", "method a.B.ref", "field a.B.held"]);
    });
});

describe("what the TypeScript grammar can't read", () => {
    const found = async (text: string) => (await read("typescript", text)).join(", ");

    it("call signatures that only a line's end ends", async () => {
        const text = "export const map: {\n  /** Data last. */\n  <A, B>(f: (a: A) => B): (self: Box<A>) => Box<B>\n  // Data first.\n\n  /** Of *all*. */\n  <\n    A,\n    B\n  >(self: Box<A>, f: (a: A) => B): void\n  (): void\n} = dual(2, f)\n\nexport const next = 1\n";
        expect(await found(text)).toBe("constant map, constant next");
        expect((await outliner.outline("typescript", text))?.definitions.map(({startLine, endLine}) => [startLine, endLine])).toEqual([[0, 11], [13, 13]]);
    });

    it("variance", async () => {
        expect(await found("export interface Box<in out A, out E = never> extends Base {\n  readonly value: A\n}\nexport class Ref<in A> {\n  set(value: A): void {}\n}\n")).toBe("interface Box, field Box.value, class Ref, method Ref.set");
    });

    it("types by an import", async () => {
        expect(await found("declare const _default: {\n    readonly run: (parser: import(\"../a.js\").Parser<string>) => import('b').Reply<number>;\n    readonly next: number;\n};\nexport type A = 1;\n"))
            .toBe("constant _default, field run, field next, type A");
    });

    it("escaped backticks in a type", async () => {
        expect(await found("type Missing<U extends string> =\n  `No \\`Self\\`: use \\`class Self extends ${U}<Self>\\``\n\nexport const slash = `\\\\`, next = `a`\n")).toBe("type Missing, constant slash, constant next");
    });

    it.each([
        "const f = (a: A) =>\n    (b: B) => a;\n", "const x = a // Of\n    (b);\n", "type F<T> = T extends\n    (...args: never[]) => infer R ? R : never;\n", "if (a < b && c in out) {\n    return\n}\n",
        "if (x)\n    (this as any).y = 1;\nelse return 2;\n", "const f = async\n    (a) => b;\n", "class A extends mixin\n    (B, C) {\n}\n", "class A {\n    f\n        <T>(a: T) {}\n}\n", "a\n    .b()\n    (c);\n", "type A<T, out extends B> = 1;\n",
        "const view = <p>\n    <b/>\n</p>;\n", "const {in: a, out} = b;\n", "call(a,\n    (b) => b);\n"
    ])("and leaves alone what it can: %j", (text) => {
        expect(withoutTypescriptGaps(text)).toBe(text);
    });
});

describe("what macros make of C++", () => {
    it.each([
        ["a class that is exported", "class TORCH_API Group : public Base {\npublic:\n    void run();\n};\nstruct alignas(8) P { int x; };\n", ["class Group", "method Group.run", "struct P", "field P.x"]],
        ["a function that is exported", "EXPORT int *begin(void);\nLLVM_READNONE\nType common(Type a, Type b);\nstatic FARPROC WINAPI load(int a) { return 0; }\nFOO_INLINE constexpr int most = 4;\n",
            ["function begin", "function common", "function load", "variable most"]],
        ["marks of Qt and Unreal", "class Window : public QWidget {\n    Q_OBJECT\n    Q_PROPERTY(int size READ size)\npublic:\n    int size() const;\n\n    UPROPERTY(EditAnywhere, meta = (Min = \"0\"))\n    float speed;\n};\n",
            ["class Window", "method Window.size", "field Window.speed"]],
        ["marks after the parameters, defaults of nothing, nameless enums", "struct A {\n    bool isOpen() const LLVM_READONLY;\n    void f(std::vector<int> a = {}, int b = 1);\n    enum : unsigned { most = 3 };\n    int last;\n};\n",
            ["struct A", "method A.isOpen", "method A.f", "constant A.most", "field A.last"]]
    ])("is read: %s", async (_what, text, found) => {
        expect(await read("cpp", text)).toEqual(found);
    });

    it.each([
        "enum color {\n    RED,\n    BLUE\n};\n", "enum E {\n    AAAA, /* a */\n    BBBB\n    /* last */\n};\n", "enum E {\n    AAAA,\n#ifdef X\n    BBBB\n#endif\n};\n",
        "int a = f(b,\n    MOST_OF_ALL\n);\n", "HRESULT run(DWORD flags);\nstruct FOO bar = {};\n", "int a = b +\n    MOST_OF_ALL\n    + c;\n", "FOO_T value;\n", "return MAKE(a);\n",
        "struct P {\n    UINT32 a : 3;\n    INT x, y;\n};\n", "FILE * open_it(const char *name);\n", "VEC3 const & cref() const;\nUINT32 const most = 3;\nULONG * const p = 0;\n", "if (a &&\n        MAX_LEN < f(b))\n",
        "x = (int) FOO_BAR;\nreturn (void *) NULL;\n", "class AABB final : public Shape {\n};\nstruct POINT p {1, 2};\n", "for (struct POINT p : points) {}\n", "VALUE\nbegin(VALUE x)\n{\n}\n",
        "class AABB {\npublic:\n    AABB(int x)\n        : a(x) {}\n    int a;\n};\n"
    ])("and what they leave alone stays: %j", (text) => {
        expect(withoutCppGaps(text)).toBe(text);
    });
});

it("Kotlin's classes of one line are read", async () => {
    expect(await read("kotlin", "class A { val x = 1 }\nsealed interface S { data class P(val x: Int) : S; object Q : S }\nclass B { companion object { const val MOST = 1 } }\nenum class E { A, B }\nclass C { fun f() { g { it } } }\nfun h() = 1\n")).toEqual([
        "class A", "field A.x", "class S", "class S.P", "class S.Q", "class B", "field B.MOST", "enum E", "field E.A", "field E.B", "class C", "function C.f", "function h"
    ]);
});

it("a header of C that C++ can't read is read as C", async () => {
    expect(await read("cpp", "int template(int a);\nstruct s {\n    void *private;\n    int new;\n};\nint last(void);\n")).toEqual(["function template", "struct s", "field s.private", "field s.new", "function last"]);
});

it.each([
    "val s = \"class ${ x }\"\n", "val f = foo(A::class) { x -> }\n", "class A { val s = \"${ x }\" }\n", "class A { /* x */ }\n", "val f = foo(A::class.java) { a }\n"
])("Kotlin that its grammar can read stays: %j", (text) => {
    expect(withoutKotlinGaps(text)).toBe(text);
});

describe("what a constructor makes is its class's", () => {
    it.each([
        ["python", "class A(B):\n    size: int = 0\n\n    def __init__(self, name, size):\n        self.name = name\n        self._all: dict[str, int] = {}\n        self.size = size\n        self.name = name.strip()\n        other.x = 1\n\n    def f(self):\n        self.late = 1\n",
            ["class A", "field A.size", "function A.__init__", "field A.name", "field A._all", "function A.f"]],
        ["javascript", "class A {\n    constructor(name) {\n        super();\n        this.name = name;\n        this.#held = new Map();\n        name.x = 1;\n    }\n\n    f() { this.late = 1; }\n}\n",
            ["class A", "method A.constructor", "field A.name", "field A.#held", "method A.f"]],
        ["ruby", "class A\n  def initialize(name)\n    @name = name\n    local = 1\n  end\n\n  def f; @late = 1; end\nend\n", ["class A", "method A.initialize", "field A.name", "method A.f"]]
    ])("in %s", async (languageId, text, found) => {
        expect(await read(languageId, text)).toEqual(found);
    });

    it("unless the class names it, before or after, or has no name", async () => {
        expect(await read("javascript", "class A {\n    $el;\n    constructor() {\n        this.$el = 1;\n        this.x = 2;\n        this.#y = 3;\n        this.f = this.f.bind(this);\n    }\n    x = 2;\n    #y;\n    f() {}\n}\n"))
            .toEqual(["class A", "field A.el", "method A.constructor", "field A.x", "field A.#y", "method A.f"]);
        expect(await read("javascript", "function make() {\n    return class {\n        constructor() { this.x = 1; }\n    };\n}\nexport default class {\n    constructor() { this.z = 1; }\n}\n"))
            .toEqual(["function make", "method make.constructor", "method constructor"]);
    });
});

it("variables of declarations and of exports are found, and members of enums", async () => {
    expect(await read("typescript", "declare var document: Document;\ndeclare const a: A;\nexport var b = 1;\n")).toEqual(["constant document", "constant a", "constant b"]);
    expect(await read("typescript", "enum Level {\n    Low,\n    High = 1 << 2,\n    \"very-high\" = 9\n}\n")).toEqual(["enum Level", "field Level.Low", "field Level.High", "field Level.very-high"]);
    expect(await read("javascript", "export var b = 1;\nexport const c = 1;\n")).toEqual(["constant b", "constant c"]);
    expect(await read("java", "interface I {\n    int MOST = 3;\n    void m();\n}\n")).toEqual(["interface I", "field I.MOST", "method I.m"]);
    expect(await read("csharp", "class C {\n    event Action Done;\n}\n")).toEqual(["class C", "field C.Done"]);
});

describe("bad input", () => {
    it.each([["typescript", "{[(".repeat(4_000)], ["json", "[".repeat(20_000)], ["python", "class :\n  def (((\n\x01\x02 = =\n".repeat(300)], ["cpp", "template<<<<".repeat(3_000)]])("of %s is read as far as it goes", async (languageId, text) => {
        const {chunks} = digestOf("f", languageId, text, await outliner.outline(languageId, text));
        expect(Array.isArray(chunks)).toBe(true);
    }, 20_000);

    it("of a language without a grammar has chunks only", async () => {
        expect(await outliner.outline("plaintext", "a")).toBeUndefined();
        expect(await outliner.outline("constructor", "a")).toBeUndefined();
    });

    it("a grammar that is not there is told once", async () => {
        const said: string[] = [];
        const without = new Outliner({folder: `${folder}/absent`, onProblem: (message) => said.push(message)});
        expect([await without.outline("go", "package a"), await without.outline("go", "package a")]).toEqual([undefined, undefined]);
        expect(said).toHaveLength(1);
    });
});
