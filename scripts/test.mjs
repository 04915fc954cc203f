// `npm test`: everything the tests need on a fresh machine, then lint, types, unit, model and end-to-end tests.
// Only Node's own modules until the dependencies are in.
// @ts-check
import {existsSync, mkdirSync, readFileSync, rmSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {ensureModel} from "./lib/bringModel.mjs";
import {ensureCodeServer} from "./lib/codeServer.mjs";
import {ensureChromium} from "./lib/debianPackages.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {buildExtension, packageExtension} from "./lib/packageExtension.mjs";
import {cacheFolder, out, root} from "./lib/paths.mjs";
import {ensureReferenceTools} from "./lib/referenceTools.mjs";
import {exitCodeOf, withTools} from "./lib/run.mjs";
import {reportTo, runVitest} from "./lib/vitest.mjs";
import {elapsed, messageOf, runMain, step, UserError} from "./lib/steps.mjs";

const parts = ["lint", "typecheck", "unit", "adapters", "model", "e2e"];
const usage = `npm test [-- --only PART,PART]

Parts, in this order: ${parts.join(", ")}. It stops at the first one that fails.`;

/** Tests that vitest ran, and parts that failed without one (lint, types, a file that does not load). */
const count = {passed: 0, failed: 0};

await runMain(async () => {
    const started = performance.now();
    const chosen = chosenParts();
    try {
        const again = await onRightNode(fileURLToPath(import.meta.url));
        if (again !== undefined) return again; // it has said how it went
        const env = await setUp(chosen);
        for (const part of chosen) await step(titleOf(part), async () => await runPart(part, env));
    } catch (error) {
        if (count.failed === 0) count.failed = 1; // the set-up or a part without tests of its own
        console.error(`\n${error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error)}`);
    }
    console.log(`\nAll of it took ${elapsed(started)}.\n${count.passed} passed, ${count.failed} failed`);
    return count.failed === 0 ? 0 : 1;
});

/** @returns {string[]} in the order in which they run */
function chosenParts() {
    try {
        const only = parseArgs({options: {only: {type: "string"}}}).values.only?.split(",") ?? parts;
        const unknown = only.find((part) => !parts.includes(part));
        if (unknown !== undefined) throw new Error(`There is no part “${unknown}”.`);
        return parts.filter((part) => only.includes(part));
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}

/**
 * What the chosen parts need, and the environment that tells them where it is.
 * @param {readonly string[]} chosen
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
async function setUp(chosen) {
    const env = withTools();
    if (chosen.includes("adapters")) {
        const {python, packages} = await ensureReferenceTools();
        env["HEARTH_TEST_PYTHON"] = python;
        env["HEARTH_TEST_PYTHONPATH"] = packages;
    }
    if (chosen.includes("model") || chosen.includes("e2e"))
        env["HEARTH_TEST_MODEL"] = await ensureModel("0.5b");
    // One that can't fill in the middle, in a folder of its own: the editors of the end-to-end tests must not find it.
    if (chosen.includes("model")) env["HEARTH_TEST_PLAIN_MODEL"] = await ensureModel("smollm2", path.join(cacheFolder(), "test-models"));
    if (chosen.includes("unit") || chosen.includes("model")) await buildExtension();
    if (chosen.includes("e2e")) {
        env["HEARTH_TEST_CHROMIUM"] = await ensureChromium();
        env["HEARTH_TEST_CODE_SERVER"] = await ensureCodeServer();
        env["HEARTH_TEST_VSIX"] = await packageExtension();
    }
    return env;
}

/** @param {string} part */
function titleOf(part) {
    return {lint: "Lint", typecheck: "Type check", unit: "Unit tests", adapters: "Imported adapters against a reference", model: "Tests with the real model", e2e: "End-to-end tests in VS Code"}[part] ?? part;
}

/**
 * @param {string} part
 * @param {NodeJS.ProcessEnv} env
 */
async function runPart(part, env) {
    const tool = (/** @type {string[]} */ ...segments) => path.join(root, "node_modules", ...segments);
    if (part === "lint") {
        await succeed([tool("eslint", "bin", "eslint.js"), "."], env, "The lint found what is listed above.");
        await audit(env);
    }
    else if (part === "typecheck") for (const project of ["tsconfig.json", "src/pages", "test/pages"]) await succeed([tool("typescript", "bin", "tsc"), "-p", project], env, "The type check found what is listed above.");
    else await runTests(part, env);
}

/**
 * Known weaknesses fail the tests; a registry that can't be asked (a mirror, no connection) does not.
 * @param {NodeJS.ProcessEnv} env
 */
async function audit(env) {
    if (await exitCodeOf(process.execPath, [path.join(root, "scripts", "audit.mjs")], {cwd: root, env}) === 1) throw new UserError("npm knows the weaknesses that are listed above: update what has them.");
}

/**
 * @param {string[]} args of Node
 * @param {NodeJS.ProcessEnv} env
 * @param {string} failure
 */
async function succeed(args, env, failure) {
    if (await exitCodeOf(process.execPath, args, {cwd: root, env}) !== 0) throw new UserError(failure);
}

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 */
async function runTests(project, env) {
    const report = path.join(out, "test", `${project}.json`);
    mkdirSync(path.dirname(report), {recursive: true});
    rmSync(report, {force: true});
    const code = await runVitest(project, reportTo(report), env);
    const {numPassedTests = 0, numFailedTests = 0} = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
    count.passed += numPassedTests;
    // a file that does not load, or an error outside of a test, fails the run without a failed test
    count.failed += numFailedTests === 0 && code !== 0 ? 1 : numFailedTests;
    if (code !== 0) throw new UserError(`${titleOf(project)}: the failures are listed above.`);
}
