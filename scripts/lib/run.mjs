// Running other programs: output to a log file, a clear failure, and a search of the PATH.
// @ts-check
import {spawn} from "node:child_process";
import {accessSync, constants, mkdirSync, openSync, closeSync, readFileSync, statSync} from "node:fs";
import path from "node:path";

import {bin, out} from "./paths.mjs";
import {UserError} from "./steps.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {boolean} [shell] run in the system's shell; the caller quotes
 * @property {boolean} [replaceEnv] `env` is the whole environment
 * @property {string} [log] name of the log file under `out/logs`; without it the program writes to this terminal
 * @property {string} [hint] what to do about a failure, as a sentence
 */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<void>}
 * @throws {UserError} when it ends with anything but 0; carries the last lines of its log
 */
export async function run(command, args, options = {}) {
    const code = await exitCodeOf(command, args, options);
    if (code === 0) return;
    const shown = [command, ...args].join(" ");
    const log = options.log === undefined ? "" : `, its last lines (all of it: ${logPath(options.log)}):\n${lastLines(logPath(options.log))}\n`;
    throw new UserError(`\`${shown}\` ended with ${code}${log}${options.hint ? ` ${options.hint}` : ""}`);
}

/**
 * Runs a program to its end and gives its exit code; an end by a signal counts as 1.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export async function exitCodeOf(command, args, options = {}) {
    const log = options.log === undefined ? undefined : openLog(options.log);
    try {
        const child = spawn(command, args, {
            cwd: options.cwd, env: options.replaceEnv ? options.env : {...process.env, ...options.env},
            stdio: log === undefined ? "inherit" : ["ignore", log, log], shell: options.shell ?? false, windowsHide: true
        });
        return await new Promise((resolve, reject) => {
            child.once("error", (error) => {
                reject(new UserError(`${command} could not be started: ${error.message}.${options.hint ? ` ${options.hint}` : ""}`));
            });
            child.once("exit", (code) => resolve(code ?? 1));
        });
    } finally {
        if (log !== undefined) closeSync(log);
    }
}

/**
 * The full path of a program on the PATH, or undefined.
 * @param {...string} names tried in this order
 * @returns {string | undefined}
 */
export function which(...names) {
    const extensions = process.platform === "win32" ? (process.env["PATHEXT"] ?? ".EXE;.CMD").split(";") : [""];
    const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
    for (const name of names)
        for (const folder of folders)
            for (const extension of extensions) {
                const file = path.join(folder, name + extension);
                if (isExecutable(file)) return file;
            }
    return undefined;
}

/**
 * Whether `file` is a file that may be run.
 * @param {string} file
 */
export function isExecutable(file) {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false; // not there, or not ours to run: both mean no
    }
}

/**
 * npm as a command: the one that runs this script, else the one beside Node or on the PATH.
 * Through Node and not a shell, because on Windows `npm` is a batch file that `spawn` refuses.
 * @returns {{command: string, args: string[]}}
 */
export function npm() {
    const cli = process.env["npm_execpath"] ?? "";
    if (/npm-cli\.[cm]?js$/.test(cli)) return {command: process.execPath, args: [cli]};
    const beside = path.join(path.dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js");
    if (isFile(beside)) return {command: process.execPath, args: [beside]};
    const found = which("npm");
    if (found === undefined) throw new UserError("npm is not on the PATH: install Node.js 20 or newer together with npm.");
    return {command: found, args: []};
}

/**
 * The environment with the repository's tools (and its Node) first on the PATH.
 * @returns {NodeJS.ProcessEnv}
 */
export function withTools() {
    return {...process.env, PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`};
}

/** @param {string} file */
function isFile(file) {
    return statSync(file, {throwIfNoEntry: false})?.isFile() ?? false;
}

/** @param {string} name */
function logPath(name) {
    return path.join(out, "logs", `${name}.log`);
}

/** @param {string} name */
function openLog(name) {
    mkdirSync(path.join(out, "logs"), {recursive: true});
    return openSync(logPath(name), "w");
}

/** @param {string} file */
function lastLines(file) {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
