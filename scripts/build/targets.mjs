// VS Code's platforms, and the prebuilt native packages of node-llama-cpp that serve each.
// @ts-check
import {UserError} from "../lib/steps.mjs";

/**
 * @typedef {object} Target
 * @property {string} os as npm names it
 * @property {string} cpu as npm names it
 * @property {string} [libc] as npm names it
 * @property {readonly string[]} packages names under `@node-llama-cpp/`; the first is the one for the CPU alone
 */

/** @type {Readonly<Record<string, Target>>} */
export const targets = {
    "linux-x64": {os: "linux", cpu: "x64", libc: "glibc", packages: ["linux-x64", "linux-x64-vulkan"]},
    "linux-arm64": {os: "linux", cpu: "arm64", libc: "glibc", packages: ["linux-arm64"]},
    "linux-armhf": {os: "linux", cpu: "arm", libc: "glibc", packages: ["linux-armv7l"]},
    "darwin-arm64": {os: "darwin", cpu: "arm64", packages: ["mac-arm64-metal"]},
    "darwin-x64": {os: "darwin", cpu: "x64", packages: ["mac-x64"]},
    "win32-x64": {os: "win32", cpu: "x64", packages: ["win-x64", "win-x64-vulkan"]},
    "win32-arm64": {os: "win32", cpu: "arm64", packages: ["win-arm64"]}
};

/**
 * @param {string} name a VS Code target
 * @returns {Target}
 * @throws {UserError} when no engine exists for it
 */
export function targetOf(name) {
    const target = targets[name];
    if (target === undefined || !Object.hasOwn(targets, name))
        throw new UserError(`There is no prebuilt engine for the target “${name}”: choose one of ${Object.keys(targets).join(", ")}.`);
    return target;
}

/** The VS Code target of this machine; a musl-based Linux counts as `alpine`, which has no engine. */
export function hostTarget() {
    const cpu = process.arch === "arm" ? "armhf" : process.arch;
    /** @type {{header?: {glibcVersionRuntime?: string}}} */
    const report = process.platform === "linux" ? /** @type {any} */ (process.report.getReport()) : {};
    const musl = process.platform === "linux" && report.header?.glibcVersionRuntime === undefined;
    return `${musl ? "alpine" : process.platform}-${cpu}`;
}
