// Programs that come from the system: found, or installed on Debian by root, or named with the exact command.
// @ts-check
import {existsSync} from "node:fs";

import {run, which, isExecutable} from "./run.mjs";
import {step, UserError} from "./steps.mjs";

/**
 * A Chromium that Playwright can drive: `$CHROMIUM`, else one on the PATH, else Debian's is installed (as root).
 * @returns {Promise<string>} its full path
 * @throws {UserError} naming the command to install it
 */
export async function ensureChromium() {
    const given = process.env["CHROMIUM"];
    if (given !== undefined && given !== "") {
        if (isExecutable(given)) return given;
        throw new UserError(`The environment variable CHROMIUM names ${given}, which is no program: correct or unset it.`);
    }
    const find = () => which("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome") ?? knownPlaces().find(isExecutable);
    return await ensurePackages(["chromium"], "Chromium (drives VS Code in the browser)", find);
}

/** Where Chrome and Chromium are when they are not on the PATH. */
function knownPlaces() {
    if (process.platform === "darwin") return ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    if (process.platform === "win32") return ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe"];
    return [];
}

/**
 * g++, make and Python 3, which two small native modules of VS Code's server are built with.
 * @throws {UserError} naming the command to install them
 */
export async function ensureCompiler() {
    const missing = () => [["g++", "c++", "clang++"], ["make", "gmake"], ["python3", "python"]].filter((names) => which(...names) === undefined);
    if (process.platform === "win32") return; // there node-gyp finds Visual Studio by itself
    await ensurePackages(["g++", "make", "python3"], "g++, make and Python 3 (build VS Code's server)", () => missing().length === 0 ? "found" : undefined);
}

/**
 * What `find` finds; when it finds nothing, the packages are installed and it is asked again.
 * @template T
 * @param {string[]} packages Debian's names
 * @param {string} what for people
 * @param {() => T | undefined} find
 * @returns {Promise<T>}
 * @throws {UserError} naming the command to install them
 */
export async function ensurePackages(packages, what, find) {
    const there = find();
    if (there !== undefined) return there;
    if (!canInstall()) throw new UserError(`${what} is missing. ${installHint(packages)}`);
    await aptInstall(packages);
    const found = find();
    if (found === undefined) throw new UserError(`${what} is still missing after installing ${packages.join(", ")}.`);
    return found;
}

function canInstall() {
    return existsSync("/etc/debian_version") && process.getuid?.() === 0 && which("apt-get") !== undefined;
}

/** @param {string[]} packages */
async function aptInstall(packages) {
    const env = {DEBIAN_FRONTEND: "noninteractive"};
    await step(`Installing Debian packages: ${packages.join(", ")}`, async () => {
        await run("apt-get", ["update"], {env, log: "apt-update"});
        await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {env, log: "apt-install"});
    });
}

/** @param {string[]} packages */
function installHint(packages) {
    if (existsSync("/etc/debian_version")) return `Install it with: sudo apt-get update && sudo apt-get install -y ${packages.join(" ")}`;
    return `Install it with your system's package manager (on Debian the packages are called: ${packages.join(", ")}).`;
}
