/** The languages whose grammars are shipped, by VS Code's language identifiers. */

/** Text that a part of a file can stand in when the window begins in the middle of something: [before it, after it]. */
export type Surroundings = readonly [open: string, close: string];

export interface SyntaxLanguage {
    /** File of the grammar in the grammars' folder. */
    readonly grammar: string;
    /** Likeliest first; a part that parses by itself needs none of them. */
    readonly surroundings: readonly Surroundings[];
    /** A line break ends a statement when no bracket is open. */
    readonly endsAtLineBreak: boolean;
    /** Without this text before the cursor, what is there is not code at all. */
    readonly marker?: RegExp;
}

const list = (open: string): Surroundings => [`${open}[\n`, "\n]"];
const block = (open: string): Surroundings => [`${open} {\n`, `\n${"}".repeat(open.split("{").length)}`];

const scripting = [block("class A"), block("x ="), block("switch (x)"), list("x = ")];
const typed = [...scripting, block("interface A"), block("enum A")];
const markup: Surroundings = ["x = <>\n", "\n</>"];
const cLike = [block("void f()"), block("struct A"), block("enum A"), block("int x[] ="), block("void f() { switch (x)")];
const python: Surroundings = ["class A:\n", ""];

/** By language identifier. Several identifiers can share a grammar. */
export const syntaxLanguages: Readonly<Record<string, SyntaxLanguage>> = {
    typescript: {grammar: "tree-sitter-typescript.wasm", endsAtLineBreak: false, surroundings: typed},
    typescriptreact: {grammar: "tree-sitter-tsx.wasm", endsAtLineBreak: false, surroundings: [...typed, markup]},
    javascript: {grammar: "tree-sitter-javascript.wasm", endsAtLineBreak: false, surroundings: [...scripting, markup]},
    javascriptreact: {grammar: "tree-sitter-javascript.wasm", endsAtLineBreak: false, surroundings: [...scripting, markup]},
    python: {grammar: "tree-sitter-python.wasm", endsAtLineBreak: true, surroundings: [python, ["x = {\n", "\n}"], list("x = "), ["f(\n", "\n)"]]},
    go: {
        grammar: "tree-sitter-go.wasm", endsAtLineBreak: true,
        surroundings: [block("func f()"), block("type A struct"), block("type A interface"), block("func f() { switch x"), block("var x = T"), ["const (\n", "\n)"]]
    },
    rust: {
        grammar: "tree-sitter-rust.wasm", endsAtLineBreak: false,
        surroundings: [block("impl A"), block("fn f()"), block("struct A"), block("enum A"), block("fn f() { match x"), list("const X: T = ")]
    },
    java: {
        grammar: "tree-sitter-java.wasm", endsAtLineBreak: false,
        surroundings: [block("class A"), block("class A { void m()"), block("enum A"), block("class A { void m() { switch (x)")]
    },
    c: {grammar: "tree-sitter-c.wasm", endsAtLineBreak: false, surroundings: cLike},
    cpp: {grammar: "tree-sitter-cpp.wasm", endsAtLineBreak: false, surroundings: [block("class A"), ...cLike]},
    csharp: {
        grammar: "tree-sitter-c-sharp.wasm", endsAtLineBreak: false,
        surroundings: [block("class A"), block("class A { void M()"), block("enum A"), block("class A { void M() { switch (x)")]
    },
    ruby: {
        grammar: "tree-sitter-ruby.wasm", endsAtLineBreak: true,
        surroundings: [["class A\n", "\nend"], ["def f\n", "\nend"], ["case x\n", "\nend"], block("x ="), list("x = ")]
    },
    php: {
        grammar: "tree-sitter-php.wasm", endsAtLineBreak: false, marker: /<\?(php|=)/,
        surroundings: [["<?php\n", ""], block("<?php class A"), ["<?php $x = [\n", "\n];"], block("<?php switch ($x)")]
    },
    shellscript: {grammar: "tree-sitter-bash.wasm", endsAtLineBreak: true, surroundings: [block("f()"), ["case x in\n", "\nesac"]]},
    css: {grammar: "tree-sitter-css.wasm", endsAtLineBreak: false, surroundings: [block("a")]},
    json: {grammar: "tree-sitter-json.wasm", endsAtLineBreak: false, surroundings: [block(""), list("")]},
    html: {grammar: "tree-sitter-html.wasm", endsAtLineBreak: false, surroundings: []},
    yaml: {grammar: "tree-sitter-yaml.wasm", endsAtLineBreak: true, surroundings: []},
    kotlin: {
        grammar: "tree-sitter-kotlin.wasm", endsAtLineBreak: false,
        surroundings: [block("class A"), block("fun f()"), block("fun f() { when (x)")]
    },
    lua: {grammar: "tree-sitter-lua.wasm", endsAtLineBreak: false, surroundings: [["function f()\n", "\nend"], block("x =")]}
};
