// Runs tests of one vitest project.
// @ts-check
import path from "node:path";

import {root} from "./paths.mjs";
import {exitCodeOf} from "./run.mjs";

/**
 * @param {string} project
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export async function runVitest(project, args, env) {
    return await exitCodeOf(process.execPath, [path.join(root, "node_modules", "vitest", "vitest.mjs"), "run", "--project", project, ...args], {cwd: root, env});
}

/**
 * The arguments with which it also writes its results as JSON.
 * @param {string} file
 * @returns {string[]}
 */
export function reportTo(file) {
    return ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
}
