/** The languages that the index reads by their syntax: which grammar and which of Hearth's queries, by VS Code's language identifiers. */

export interface OutlineLanguage {
    /** File in the grammars' folder. */
    readonly grammar: string;
    /** File in its `queries` folder. */
    readonly query: string;
    /** The language whose file it may be as well: read as that where it has fewer errors so and does not match `unless`. */
    readonly otherwise?: {readonly languageId: string; readonly unless: RegExp};
}

function language(grammar: string, query = grammar): OutlineLanguage {
    return {grammar: `tree-sitter-${grammar}.wasm`, query: `${query}.scm`};
}

export const outlineLanguages: Readonly<Record<string, OutlineLanguage>> = {
    typescript: language("typescript"), typescriptreact: language("tsx", "typescript"), javascript: language("javascript"), javascriptreact: language("javascript"),
    python: language("python"), go: language("go"), rust: language("rust"), java: language("java"),
    c: language("c"), cpp: {...language("cpp"), otherwise: {languageId: "c", unless: /\b(?:class|namespace|template)\s/}}, csharp: language("c-sharp", "csharp"),
    ruby: language("ruby"), php: language("php"), kotlin: language("kotlin"), shellscript: language("bash"), powershell: language("powershell"), lua: language("lua"),
    scala: language("scala"), haskell: language("haskell"), ocaml: language("ocaml"), elixir: language("elixir"), zig: language("zig"), json: language("json"),
    yaml: language("yaml"), toml: language("toml"), html: language("html"), css: language("css"), svelte: language("svelte"),
    // Made of the same parts.
    vue: language("svelte")
};
