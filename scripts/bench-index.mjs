#!/usr/bin/env node
// `npm run bench:index`: the workspace index against ctags. Its options are in test/bench/index.ts; without a folder it takes the packages that are installed here.
// @ts-check
import {existsSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";

import {shownCommand} from "./bench/about.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {buildExtension} from "./lib/packageExtension.mjs";
import {out, root} from "./lib/paths.mjs";
import {exitCodeOf, withTools} from "./lib/run.mjs";
import {runMain} from "./lib/steps.mjs";

await runMain(async () => {
    const args = process.argv.slice(2);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    if (!existsSync(path.join(root, "dist", "indexer.mjs"))) await buildExtension();
    const {build} = await import("esbuild"); // only now are the dependencies certain
    const outfile = path.join(out, "bench", "index.mjs");
    await build({bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning", entryPoints: [path.join(root, "test", "bench", "index.ts")], outfile});
    const named = args.some((arg) => arg.startsWith("--folder") || arg.startsWith("--generate"));
    const all = named ? args : [...args, "--folder", path.join(root, "node_modules")];
    return await exitCodeOf(process.execPath, [outfile, ...all], {env: {...withTools(), HEARTH_BENCH_COMMAND: shownCommand("index", args)}, cwd: root});
});
