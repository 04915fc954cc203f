/**
 * VS Code's API in the extension's bundle, taken over once. esbuild copies what a CommonJS module exports for every file that imports it, name by name: VS Code's some
 * 500 names times 56 files were the larger part of loading the extension.
 */
const shared = "vscode-once";

/** esbuild plugin: every `import … from "vscode"` leads to one module, which passes the API on. */
export const vscodeOnce = {
    name: shared,
    setup(build) {
        build.onResolve({filter: /^vscode$/}, ({namespace}) => namespace === shared ? {path: "vscode", external: true} : {path: "vscode", namespace: shared});
        build.onLoad({filter: /^vscode$/, namespace: shared}, () => ({contents: 'export * from "vscode";', loader: "js"}));
    }
};
