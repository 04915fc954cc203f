// The repository's own dependencies, and the Node that comes with them.
// @ts-check
import {spawn, spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {chmodSync, existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";

import {bin, root} from "./paths.mjs";
import {npm, run, withTools} from "./run.mjs";
import {step, UserError} from "./steps.mjs";

/** The Node that VS Code has: scripts, tests and VS Code in the browser run on it. */
export const requiredNode = 24;
const marker = path.join(root, "node_modules", ".hearth-installed");

/**
 * Installs the dependencies as locked, unless the same lock is installed already. Not `npm ci`: it refuses a lock that lacks an optional
 * package of another platform, and a registry that does not carry that package makes such locks. `--no-save` leaves the lock as it is.
 * Without install scripts: nothing Hearth uses needs one, and one of them would fetch and build an engine.
 */
export async function ensureDependencies() {
    const wanted = lockHash();
    if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return;
    await step("Installing dependencies (npm install, as locked)", async () => {
        const {command, args} = npm();
        await run(command, [...args, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], {cwd: root, log: "npm-install",
            hint: "Check the connection to your package registry, then run the command again."});
        makeToolsRunnable();
        verifyTool("esbuild", "--version");
        writeFileSync(marker, wanted);
    });
}

/** Over the lock and the manifest, and the Node that chose the platform's packages. */
function lockHash() {
    const hash = createHash("sha256");
    for (const name of ["package-lock.json", "package.json"]) hash.update(dependencyPart(path.join(root, name)));
    return hash.update(`${process.platform}-${process.arch}`).digest("hex");
}

/**
 * The part of a manifest that decides what is installed: settings and commands change often and install nothing.
 * @param {string} file
 */
function dependencyPart(file) {
    const content = readFileSync(file, "utf8");
    if (path.basename(file) !== "package.json") return content;
    const {dependencies, devDependencies, optionalDependencies, overrides} = JSON.parse(content);
    return JSON.stringify({dependencies, devDependencies, optionalDependencies, overrides});
}

/** npm 11 sets the run bit of a package's tools in a step that `--ignore-scripts` can leave out. */
function makeToolsRunnable() {
    if (process.platform === "win32") return;
    for (const name of readdirSync(bin)) {
        const file = realpathSync(path.join(bin, name));
        const {mode} = statSync(file);
        if ((mode & 0o111) !== 0o111) chmodSync(file, mode | 0o111);
    }
}

/**
 * @param {string} name
 * @param {string} argument
 */
function verifyTool(name, argument) {
    const {status, error, stderr} = spawnSync(path.join(bin, name), [argument], {encoding: "utf8", shell: process.platform === "win32"});
    if (status !== 0) throw new UserError(`${name} was installed but does not run: ${error?.message ?? stderr.trim()}. Delete node_modules and run the command again.`);
}

/**
 * The path of a Node of the required version: the repository's own, else this one.
 * @returns {string}
 * @throws {UserError} when neither is new enough
 */
export function node24() {
    const name = process.platform === "win32" ? `node-win-${process.arch}` : `node-${process.platform}-${process.arch}`;
    const own = path.join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
    if (existsSync(own) && spawnSync(own, ["--version"]).status === 0) return own;
    if (Number(process.versions.node.split(".")[0]) >= requiredNode) return process.execPath;
    throw new UserError(`Node.js ${requiredNode} or newer is needed on ${process.platform} ${process.arch} (this is ${process.version}): install it and run the command again.`);
}

/**
 * Installs the dependencies and, where this Node is older than VS Code's, runs the same script again on the right one.
 * @param {string} script absolute path of the script
 * @returns {Promise<number | undefined>} the exit code when the script ran again; undefined: go on here
 */
export async function onRightNode(script) {
    await ensureDependencies();
    const node = node24();
    if (realpathSync(node) === realpathSync(process.execPath) || process.env["HEARTH_ON_NODE"] === node) return undefined;
    return await runAgain(node, script);
}

/**
 * Ctrl-C reaches the whole process group, so this process only waits; an end asked of it alone is passed on.
 * @param {string} node
 * @param {string} script
 * @returns {Promise<number>}
 */
async function runAgain(node, script) {
    const child = spawn(node, [script, ...process.argv.slice(2)], {stdio: "inherit", env: {...withTools(), HEARTH_ON_NODE: node}});
    const wait = () => undefined;
    const passOn = () => child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", passOn);
    try {
        return await new Promise((resolve, reject) => {
            child.once("error", reject);
            child.once("exit", (code) => resolve(code ?? 1));
        });
    } finally {
        process.off("SIGINT", wait).off("SIGTERM", passOn);
    }
}
