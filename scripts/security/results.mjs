// The last results of tests, as vitest writes them under out/test (and `npm run prove:offline` in the same form).
// @ts-check
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";

import {out, root} from "../lib/paths.mjs";

/** @typedef {{file: string, title: string, status: string, at: number}} Result */

const folder = path.join(out, "test");

/** @returns {Result[]} the last one of every test that a report is there of */
export function lastResults() {
    const byTest = new Map(allResults().sort((a, b) => a.at - b.at).map((result) => [`${result.file}\n${result.title}`, result]));
    return [...byTest.values()];
}

/** @returns {Result[]} */
function allResults() {
    if (!existsSync(folder)) return [];
    return readdirSync(folder).filter((name) => name.endsWith(".json")).flatMap((name) => {
        const report = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
        return report.testResults.flatMap((/** @type {any} */ each) => each.assertionResults.map((/** @type {any} */ test) => ({
            file: path.relative(root, each.name).replaceAll(path.sep, "/"), title: test.fullName, status: test.status, at: report.startTime
        })));
    });
}

/**
 * Keeps the outcome of a check that is no vitest test.
 * @param {string} name of the report
 * @param {string} file the script, relative to the repository
 * @param {string} title what was checked
 * @param {boolean} passed
 */
export function keepResult(name, file, title, passed) {
    mkdirSync(folder, {recursive: true});
    const report = {startTime: Date.now(), testResults: [{name: path.join(root, file), assertionResults: [{fullName: title, status: passed ? "passed" : "failed"}]}]};
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(report));
}
