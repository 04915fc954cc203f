/** The bundles that make up dist/: the extension, the worker, and the small program that tries a native binary. */
import path from "node:path";

import {engineInfo, engineStubs, jsonRpcWithoutSockets, probeFile} from "./engineStubs.mjs";
import {networkProbeFile} from "./networkProbe.mjs";
import {parserStubs} from "./parserStubs.mjs";
import {vscodeOnce} from "./vscodeOnce.mjs";

// Bundled CommonJS packages call require() for Node's own modules; an ES module has none.
const requireForEsm = 'import {createRequire as hearthCreateRequire} from "node:module"; const require = hearthCreateRequire(import.meta.url);';

/**
 * esbuild options of each bundle.
 * @param {{root: string, outdir?: string, production?: boolean, entries?: {extension: string, worker: string}}} options
 *   `entries` replaces the entry files (absolute paths), for builds outside the repository.
 * @returns {{name: string, options: import("esbuild").BuildOptions}[]}
 */
export function bundles({root, outdir = path.join(root, "dist"), production = false, entries}) {
    const engine = engineInfo(root);
    const common = {
        absWorkingDir: root, bundle: true, platform: "node", target: "node22", metafile: true, treeShaking: true, logLevel: "warning",
        // Names and short lines stay in production, so that a stack trace in someone's log can be read without a source map.
        ...(production ? {minifyWhitespace: true, minifySyntax: true, lineLimit: 200} : {}),
        sourcemap: production ? false : "linked", legalComments: "none"
    };
    const esm = {...common, format: "esm", banner: {js: requireForEsm}};
    return [
        {name: "extension", options: {
            ...common, format: "cjs", external: ["vscode"], plugins: [jsonRpcWithoutSockets, vscodeOnce],
            entryPoints: [entries?.extension ?? path.join(root, "src/extension.ts")], outfile: path.join(outdir, "extension.js")
        }},
        {name: "worker", options: {
            ...esm, plugins: [jsonRpcWithoutSockets, parserStubs, engineStubs(engine)],
            entryPoints: [entries?.worker ?? path.join(root, "src/worker/main.ts")], outfile: path.join(outdir, "worker.mjs")
        }},
        {name: "stores", options: {
            ...common, format: "esm", entryPoints: [path.join(root, "src/system/store/thread.ts")], outfile: path.join(outdir, "stores.mjs"), plugins: []
        }},
        ...["chat", "statistics", "privacy"].map((name) => {
            const folder = path.join(root, "src/pages", name);
            return {name: `${name} page`, options: {
                ...common, platform: "browser", target: "es2023", format: "iife", entryPoints: [path.join(folder, "main.ts"), path.join(folder, `${name}.css`)],
                outdir, entryNames: name, outbase: folder, plugins: []
            }};
        }),
        {name: "indexer", options: {...esm, plugins: [jsonRpcWithoutSockets, parserStubs], entryPoints: [path.join(root, "src/indexer/main.ts")], outfile: path.join(outdir, "indexer.mjs")}},
        {name: "embedder", options: {
            ...esm, plugins: [jsonRpcWithoutSockets, engineStubs(engine)], entryPoints: [path.join(root, "src/embedder/main.ts")], outfile: path.join(outdir, "embedder.mjs")
        }},
        {name: "index thread", options: {...esm, plugins: [parserStubs], entryPoints: [path.join(root, "src/indexer/read/thread.ts")], outfile: path.join(outdir, "indexThread.mjs")}},
        // Alone among the bundles it may load network modules: it finds out that they lead nowhere (checkBundles.mjs holds it to that).
        {name: "network probe", options: {...common, format: "esm", entryPoints: [path.join(root, "src/probe/networkProbe.ts")], outfile: path.join(outdir, networkProbeFile)}},
        {name: "binary probe", options: {
            ...esm, plugins: [engineStubs(engine)],
            entryPoints: [path.join(engine.folder, "dist/bindings/utils/testBindingBinary.js")], outfile: path.join(outdir, probeFile)
        }}
    ];
}
