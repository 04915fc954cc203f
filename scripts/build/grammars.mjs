// The grammars folder: web-tree-sitter's own wasm, the grammars' of the languages whose syntax Hearth knows, and Hearth's own queries for the index.
// @ts-check
import {copyFileSync, cpSync, mkdirSync, rmSync} from "node:fs";
import path from "node:path";

/** Files by the package that they come from. */
const files = {
    "web-tree-sitter": ["web-tree-sitter.wasm"],
    "@vscode/tree-sitter-wasm": ["bash", "c-sharp", "cpp", "css", "go", "java", "javascript", "php", "powershell", "python", "ruby", "rust", "tsx", "typescript"]
        .map((name) => `wasm/tree-sitter-${name}.wasm`),
    "tree-sitter-c": ["tree-sitter-c.wasm"],
    "tree-sitter-html": ["tree-sitter-html.wasm"],
    "tree-sitter-json": ["tree-sitter-json.wasm"],
    "@tree-sitter-grammars/tree-sitter-kotlin": ["tree-sitter-kotlin.wasm"],
    "@tree-sitter-grammars/tree-sitter-lua": ["tree-sitter-lua.wasm"],
    "@tree-sitter-grammars/tree-sitter-svelte": ["tree-sitter-svelte.wasm"],
    "@tree-sitter-grammars/tree-sitter-toml": ["tree-sitter-toml.wasm"],
    "@tree-sitter-grammars/tree-sitter-yaml": ["tree-sitter-yaml.wasm"],
    "@tree-sitter-grammars/tree-sitter-zig": ["tree-sitter-zig.wasm"],
    "tree-sitter-elixir": ["tree-sitter-elixir.wasm"],
    "tree-sitter-haskell": ["tree-sitter-haskell.wasm"],
    "tree-sitter-ocaml": ["tree-sitter-ocaml.wasm"],
    "tree-sitter-scala": ["tree-sitter-scala.wasm"]
};

/** The packages whose files are in the grammars folder. @returns {string[]} */
export function grammarPackages() {
    return Object.keys(files);
}

/**
 * Makes the grammars folder anew.
 * @param {{root: string, folder: string}} options `root` has the packages in its node_modules
 */
export function copyGrammars({root, folder}) {
    rmSync(folder, {recursive: true, force: true});
    mkdirSync(folder, {recursive: true});
    for (const [name, names] of Object.entries(files)) {
        for (const file of names)
            copyFileSync(path.join(root, "node_modules", name, file), path.join(folder, path.basename(file)));
    }
    cpSync(path.join(root, "src", "syntax", "queries"), path.join(folder, "queries"), {recursive: true});
}
