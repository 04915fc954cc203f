// The packages that the shipped adapter learns from: fetched by npm and pip, held against their pinned hashes; nothing of them is run.
// @ts-check
import {readFileSync, renameSync, writeFileSync, mkdirSync} from "node:fs";
import path from "node:path";

import {builtFolder} from "../lib/builtFolder.mjs";
import {hashFile} from "../lib/modelStore.mjs";
import {downloadWheel, ensurePip} from "../lib/pip.mjs";
import {npm, run, withTools} from "../lib/run.mjs";
import {step, UserError} from "../lib/steps.mjs";
import {readWheelEntry, wheelEntries} from "../lib/wheel.mjs";

/**
 * @typedef {object} PinnedSource
 * @property {string} repository the name that the prompt shows
 * @property {"npm" | "pypi"} kind
 * @property {string} package
 * @property {string} version
 * @property {string} license SPDX
 * @property {string} [integrity] npm's, of the package
 * @property {string} [sha256] of the wheel
 * @property {readonly string[]} only folders to take
 */

/**
 * @param {PinnedSource} source
 * @returns {Promise<{repository: string, folder: string, only: readonly string[]}>}
 * @throws {UserError} when the package is not the pinned one
 */
export async function ensureSource(source) {
    const folder = await builtFolder(`training-source-${source.repository}`, source, async (target) => {
        await step(`Fetching ${source.package} ${source.version} (${source.license})`, () => source.kind === "npm" ? fetchNpm(source, target) : fetchWheel(source, target));
    });
    return {repository: source.repository, folder: path.join(folder, "sources"), only: source.only};
}

/** @type {(source: PinnedSource, target: string) => Promise<void>} */
async function fetchNpm({package: name, version, integrity}, target) {
    writeFileSync(path.join(target, "package.json"), JSON.stringify({private: true}));
    const {command, args} = npm();
    await run(command, [...args, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--omit=peer", "--omit=optional", `${name}@${version}`],
        {cwd: target, env: withTools(), log: "training-sources", hint: "Check the connection to your package registry."});
    const found = JSON.parse(readFileSync(path.join(target, "package-lock.json"), "utf8")).packages[`node_modules/${name}`].integrity;
    requirePinned(`${name} ${version}`, integrity, found);
    renameSync(path.join(target, "node_modules", ...name.split("/")), path.join(target, "sources"));
}

/** @type {(source: PinnedSource, target: string) => Promise<void>} */
async function fetchWheel({package: name, version, sha256, only}, target) {
    const wheel = await downloadWheel(await ensurePip(), name, version, path.join(target, "wheel"));
    requirePinned(`${name} ${version}`, sha256, await hashFile(wheel));
    for (const entry of await wheelEntries(wheel)) {
        const parts = entry.name.split("/");
        if (!entry.name.endsWith(".py") || parts.includes("..") || !only.some((folder) => entry.name.startsWith(`${folder}/`))) continue;
        const pieces = [];
        for await (const piece of readWheelEntry(wheel, entry.name)) pieces.push(piece);
        const file = path.join(target, "sources", ...parts);
        mkdirSync(path.dirname(file), {recursive: true});
        writeFileSync(file, Buffer.concat(pieces));
    }
}

/** @type {(what: string, expected: string | undefined, found: string) => void} */
function requirePinned(what, expected, found) {
    if (expected === undefined || found !== expected)
        throw new UserError(`${what} is not the package that training/shipped.json pins (expected ${expected}, found ${found}): the list and the registry disagree, so nothing is learned from it.`);
}
