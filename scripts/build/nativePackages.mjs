// Puts node-llama-cpp's prebuilt native packages for a target into a staged extension.
// @ts-check
import {spawnSync} from "node:child_process";
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";

import {npm, withTools} from "../lib/run.mjs";
import {UserError} from "../lib/steps.mjs";

const scope = "@node-llama-cpp";

/**
 * The native packages of a target with their exact version, as a manifest's `dependencies`.
 * @param {import("./targets.mjs").Target} target
 * @param {string} version of node-llama-cpp
 * @returns {Record<string, string>}
 */
export function nativeDependencies(target, version) {
    return Object.fromEntries(target.packages.map((name) => [`${scope}/${name}`, version]));
}

/**
 * Copies each package from `root`'s node_modules where it is there in this version, and fetches the others with npm.
 * @param {{root: string, stage: string, target: import("./targets.mjs").Target, version: string}} options
 * @returns {void}
 * @throws {UserError} when a package can't be had
 */
export function addNativePackages({root, stage, target, version}) {
    const missing = target.packages.filter((name) => !copyInstalled(root, stage, name, version));
    if (missing.length > 0)
        fetchPackages({root, stage, target, version, names: missing});
}

/** @type {(root: string, stage: string, name: string, version: string) => boolean} */
function copyInstalled(root, stage, name, version) {
    const from = path.join(root, "node_modules", scope, name);
    const manifest = path.join(from, "package.json");
    // A package can be there without its binaries (scripts/absent-binary).
    if (!existsSync(path.join(from, "bins")) || JSON.parse(readFileSync(manifest, "utf8")).version !== version)
        return false;
    cpSync(from, path.join(stage, "node_modules", scope, name), {recursive: true, dereference: true});
    return true;
}

/**
 * Installs packages for a platform that need not be this one into a folder of their own, then moves them to the stage.
 * npm checks each against the registry's hash; where package-lock.json knows the package, its hash must be the same.
 * @param {{root: string, stage: string, target: import("./targets.mjs").Target, version: string, names: readonly string[]}} options
 */
function fetchPackages({root, stage, target, version, names}) {
    const folder = `${stage}.fetch`;
    rmSync(folder, {recursive: true, force: true});
    mkdirSync(folder, {recursive: true});
    const dependencies = Object.fromEntries(names.map((name) => [`${scope}/${name}`, version]));
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({name: "native", version: "1.0.0", private: true, dependencies}));
    const {command, args} = npm();
    const platform = [`--os=${target.os}`, `--cpu=${target.cpu}`, ...(target.libc === undefined ? [] : [`--libc=${target.libc}`])];
    const result = spawnSync(command, [...args, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", ...platform],
        {cwd: folder, env: withTools(), encoding: "utf8"});
    if (result.status !== 0)
        throw new UserError(`The native packages ${Object.keys(dependencies).join(", ")} ${version} can't be had (${whyOf(result)}): ` +
            "build this target where npm's registry has them.");
    compareWithLock(root, folder, Object.keys(dependencies));
    for (const name of names)
        cpSync(path.join(folder, "node_modules", scope, name), path.join(stage, "node_modules", scope, name), {recursive: true});
    rmSync(folder, {recursive: true, force: true});
}

/** npm's own reason in a few words. @param {import("node:child_process").SpawnSyncReturns<string>} result */
function whyOf({stderr, error}) {
    const line = (stderr ?? "").split("\n").find((text) => /^npm error (?!code)/.test(text));
    return line?.replace(/^npm error (notarget )?/, "").replace(/\.$/, "") ?? error?.message ?? "npm failed";
}

/** @type {(root: string, folder: string, names: readonly string[]) => void} */
function compareWithLock(root, folder, names) {
    const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, "utf8")).packages;
    const locked = read(path.join(root, "package-lock.json"));
    const fetched = read(path.join(folder, "node_modules", ".package-lock.json"));
    for (const name of names) {
        const expected = locked[`node_modules/${name}`]?.integrity;
        const actual = fetched[`node_modules/${name}`]?.integrity;
        if (expected !== undefined && expected !== actual)
            throw new UserError(`The package ${name} is not the one that package-lock.json records (${actual}, expected ${expected}): nothing was packaged.`);
    }
}
