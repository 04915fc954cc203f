// `npm run test:desktop`: the extension of this checkout in a desktop VS Code that @vscode/test-electron downloads. A second way to test in a real VS Code, for
// machines where that download is reachable; `npm test` has its own (code-server).
// @ts-check
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {findModel} from "../../scripts/bench/model.mjs";
import {onRightNode} from "../../scripts/lib/dependencies.mjs";
import {buildExtension} from "../../scripts/lib/packageExtension.mjs";
import {cacheFolder, out, root} from "../../scripts/lib/paths.mjs";
import {copySampleWorkspace} from "../../scripts/lib/sampleWorkspace.mjs";
import {messageOf, runMain, step, UserError} from "../../scripts/lib/steps.mjs";

const usage = `npm run test:desktop [-- OPTIONS]

  --version V     the VS Code to download: "stable" (the default), or one from 1.106.0 on
  --model FILE    the model (default: $HEARTH_TEST_MODEL, else one of Hearth's folder)

Exit code 0: passed, 1: failed, 2: VS Code could not be downloaded. On Linux it needs a display: xvfb-run -a npm run test:desktop`;

await runMain(async () => {
    const {version, model: asked, help} = options();
    if (help) return console.log(usage);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const executable = await downloaded(version);
    if (executable === undefined) return 2;
    const model = findModel(asked);
    await buildExtension();
    const suite = await bundledSuite();
    await step("Testing in the desktop VS Code", async () => await runSuite(executable, suite, model));
    console.log("Passed: the commands are registered, and a completion came and was accepted.");
});

/**
 * @param {string} version
 * @returns {Promise<string | undefined>} path of the program; undefined (and a sentence on stderr) when it cannot be had
 */
async function downloaded(version) {
    const {downloadAndUnzipVSCode} = await import("@vscode/test-electron");
    const cachePath = path.join(cacheFolder(), "vscode-test");
    mkdirSync(cachePath, {recursive: true});
    try {
        return await step(`Downloading VS Code ${version}, unless it is in the cache`, async () => await downloadAndUnzipVSCode({version, cachePath}));
    } catch (error) {
        console.error(`\nVS Code ${version} could not be downloaded (${messageOf(error).trim()}), so this test did not run: check the connection to the VS Code download site, or use \`npm test\`, which tests in VS Code in the browser and needs only npm.`);
        return undefined;
    }
}

/** The suite as one file of CommonJS, as VS Code wants it. */
async function bundledSuite() {
    const {build} = await import("esbuild");
    const outfile = path.join(out, "desktop", "suite.cjs");
    await build({entryPoints: [path.join(root, "test", "desktop", "suite.ts")], outfile, bundle: true, platform: "node", format: "cjs", external: ["vscode"], logLevel: "warning"});
    return outfile;
}

/**
 * @param {string} vscodeExecutablePath
 * @param {string} extensionTestsPath
 * @param {string} model
 */
async function runSuite(vscodeExecutablePath, extensionTestsPath, model) {
    const {runTests} = await import("@vscode/test-electron");
    const {quietTyping} = await import("../../scripts/lib/workbench.mjs");
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-desktop-")));
    const userData = path.join(base, "user-data");
    mkdirSync(path.join(userData, "User"), {recursive: true});
    writeFileSync(path.join(userData, "User", "settings.json"), JSON.stringify({...quietTyping, "hearth.model.path": model, "telemetry.telemetryLevel": "off", "update.mode": "none"}));
    const workspace = copySampleWorkspace(path.join(base, "workspace"));
    try {
        await runTests({
            vscodeExecutablePath, extensionDevelopmentPath: root, extensionTestsPath,
            launchArgs: [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${path.join(base, "extensions")}`, "--disable-workspace-trust", "--skip-welcome", "--skip-release-notes"]
        });
    } catch (error) {
        throw new UserError(`The test in the desktop VS Code failed (${messageOf(error)}): what it said stands above. On Linux without a display, run it under xvfb-run -a.`);
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
}

function options() {
    try {
        const values = parseArgs({options: {version: {type: "string", default: "stable"}, model: {type: "string"}, help: {type: "boolean"}}}).values;
        const [, major = "", minor = ""] = /^(\d+)\.(\d+)\.\d+$/.exec(values.version) ?? [];
        if (values.version !== "stable" && Number(major) * 1000 + Number(minor) < 1106) throw new Error(`--version ${values.version} is neither "stable" nor a version from 1.106.0 on.`);
        return values;
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
