#!/usr/bin/env node
// Runs a benchmark of test/bench: bundles it (TypeScript) and starts it with Node. `node scripts/bench.mjs fim --cases ... --model ...`
import {spawnSync} from "node:child_process";
import path from "node:path";
import {build} from "esbuild";

const [name, ...args] = process.argv.slice(2);
if (!/^[a-z]+$/.test(name ?? "")) {
    console.error("usage: node scripts/bench.mjs NAME [options]   (NAME: a file of test/bench)");
    process.exit(2);
}
const outfile = path.resolve("out/bench", `${name}.mjs`);
await build({
    entryPoints: [path.resolve("test/bench", `${name}.ts`)], outfile, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "warning"
});
process.exit(spawnSync(process.execPath, [outfile, ...args], {stdio: "inherit"}).status ?? 1);
