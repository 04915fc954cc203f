// VS Code in the browser (code-server), built once into the cache.
// @ts-check
import {existsSync, writeFileSync} from "node:fs";
import path from "node:path";

import {builtFolder} from "./builtFolder.mjs";
import {ensureCompiler} from "./debianPackages.mjs";
import {node24} from "./dependencies.mjs";
import {npm, run, withTools} from "./run.mjs";
import {step} from "./steps.mjs";

/** code-server 4.139.1 is VS Code 1.139. Raise `recipe` when the steps below change. */
const version = "4.139.1", recipe = 1;
/**
 * Native modules that VS Code's server needs here: its log files, and the watchdog that ends an orphaned extension host.
 * Terminals and file watching come prebuilt. Left out: SQLite (a minute of compiling, for remote agents only), kerberos.
 */
const native = ["@vscode/spdlog", "@vscode/native-watchdog"];

/**
 * code-server, ready to run under `node24()`.
 * @returns {Promise<string>} its `entry.js`
 */
export async function ensureCodeServer() {
    const key = {version, recipe, abi: process.versions.modules, platform: process.platform, arch: process.arch};
    const folder = await builtFolder("code-server", key, async (target) => {
        await ensureCompiler();
        await step(`Building VS Code in the browser (code-server ${version}), once on this machine: about a minute`, async () => await build(target));
    });
    return path.join(folder, "node_modules", "code-server", "out", "node", "entry.js");
}

/** @param {string} target */
async function build(target) {
    const env = {...withTools(), JOBS: "max", ...headers()};
    const {command, args} = npm();
    /** @type {(name: string, cwd: string, ...more: string[]) => Promise<void>} */
    const npmRun = async (name, cwd, ...more) => await run(command, [...args, ...more], {
        cwd, env, log: `code-server-${name}`, hint: "Check the connection to your package registry, then run the command again."});
    const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];

    writeFileSync(path.join(target, "package.json"), JSON.stringify({private: true}));
    await npmRun("install", target, ...install, "--save-exact", `code-server@${version}`);
    const vscode = path.join(target, "node_modules", "code-server", "lib", "vscode");
    await npmRun("vscode", vscode, ...install, "--omit=dev");
    await npmRun("native", vscode, "rebuild", "--foreground-scripts", ...native);
    await npmRun("extensions", path.join(vscode, "extensions"), ...install, "--omit=dev");
}

/**
 * The headers of the Node that will run it, where its package brings them: else node-gyp would fetch some, or take those of another Node.
 * @returns {NodeJS.ProcessEnv}
 */
function headers() {
    const folder = path.resolve(path.dirname(node24()), "..");
    return existsSync(path.join(folder, "include", "node", "node.h")) ? {npm_config_nodedir: folder} : {};
}
