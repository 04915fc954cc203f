// Type-aware rules, and the layers of the house: a folder is a layer, and a layer is what it may import.
import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** Rule options that forbid the given import patterns in a layer. */
function layer(folder, forbidden) {
    return {
        files: [`src/${folder}/**/*.ts`],
        rules: {
            "no-restricted-imports": ["error", {patterns: forbidden.map(([group, message]) => ({group, message}))}]
        }
    };
}
const vscode = [["vscode"], "only src/host touches VS Code"];
const engine = [["node-llama-cpp"], "only src/worker and src/embedder touch the engine"];
const network = [["node:http", "node:https", "node:http2", "node:net", "node:tls", "node:dgram", "node:dns", "node:dns/*",
    "http", "https", "http2", "net", "tls", "dgram", "dns"], "Hearth makes no network calls"];
const node = [["node:*", "fs", "path", "os", "child_process"], "core is pure: no file system, no processes"];
const above = (...names) => [names.flatMap((name) => [`**/${name}/**`]),
    "imports go one way: host -> system -> protocol, core; embedder -> worker -> system, protocol, syntax, core"];
const parser = [["web-tree-sitter"], "only src/syntax touches the parser"];

export default tseslint.config(
    {ignores: ["dist/**", "out/**", "node_modules/**", "llama/**", "grammars/**", "scripts/absent-binary/**", "scripts/sample-workspace/**"]},
    eslint.configs.recommended,
    {
        files: ["**/*.ts"],
        extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
        languageOptions: {parserOptions: {project: ["./tsconfig.json", "./src/pages/tsconfig.json", "./test/pages/tsconfig.json"], tsconfigRootDir: import.meta.dirname}},
        rules: {
            "@typescript-eslint/no-floating-promises": "error",
            "@typescript-eslint/no-misused-promises": "error",
            "@typescript-eslint/switch-exhaustiveness-check": "error",
            "@typescript-eslint/restrict-template-expressions": ["error", {allowNumber: true, allowBoolean: true}],
            "@typescript-eslint/no-confusing-void-expression": ["error", {ignoreArrowShorthand: true}],
            "max-lines": ["error", {max: 320, skipBlankLines: true, skipComments: true}],
            "no-empty": ["error", {allowEmptyCatch: false}]
        }
    },
    {
        files: ["**/*.mjs"],
        languageOptions: {globals: {process: "readonly", console: "readonly", setTimeout: "readonly", clearTimeout: "readonly", setInterval: "readonly",
            clearInterval: "readonly", URL: "readonly", Buffer: "readonly", performance: "readonly", AbortSignal: "readonly", AbortController: "readonly",
            setImmediate: "readonly", document: "readonly", window: "readonly", fetch: "readonly"}}
    },
    layer("core", [vscode, engine, parser, network, node, above("host", "system", "worker", "embedder", "indexer", "syntax")]),
    layer("protocol", [vscode, engine, parser, network, node, above("host", "system", "worker", "embedder", "indexer", "syntax")]),
    layer("system", [vscode, engine, parser, network, above("host", "worker", "embedder", "indexer", "syntax")]),
    layer("syntax", [vscode, engine, network, above("host", "system", "worker", "embedder", "indexer", "protocol")]),
    layer("worker", [vscode, parser, network, above("host", "indexer", "embedder")]),
    layer("embedder", [vscode, parser, network, above("host", "indexer", "syntax")]),
    layer("indexer", [vscode, engine, parser, network, above("host", "worker", "embedder")]),
    layer("training", [vscode, engine, parser, network, above("host", "indexer", "embedder", "pages")]),
    layer("pages", [vscode, engine, parser, network, node, above("host", "system", "worker", "embedder", "indexer", "syntax", "protocol")]),
    {
        // The one program that may load network modules: it finds out that they lead nowhere.
        files: ["src/probe/**/*.ts"],
        rules: {"no-restricted-imports": ["error", {patterns: [{regex: "^(?!node:(net|dgram)$)", message: "the network probe is kept too small to do anything else"}]}]}
    },
    layer("host", [engine, parser, network, above("worker", "embedder", "indexer", "syntax")])
);
