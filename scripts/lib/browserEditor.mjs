// Starts VS Code in the browser with the packaged extension, in a profile of its own, and ends it again.
// @ts-check
import {spawn} from "node:child_process";
import {closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {createServer} from "node:net";
import path from "node:path";

import {node24} from "./dependencies.mjs";
import {endTree} from "./processes.mjs";
import {run} from "./run.mjs";
import {step, UserError} from "./steps.mjs";

/**
 * @typedef {object} EditorOptions
 * @property {string} entry code-server's `entry.js`
 * @property {string} vsix the packaged extension
 * @property {readonly string[]} [others] packaged extensions beside it
 * @property {string} folder the workspace to open: a folder, or a `.code-workspace` file
 * @property {string} profile an own folder for user data, extensions and logs
 * @property {Record<string, unknown>} [settings] user settings besides the quiet ones
 * @property {boolean} [trusted] false: the folder opens in Restricted Mode
 * @property {NodeJS.ProcessEnv} [env] added to the environment; undefined removes a variable
 * @property {number | undefined} [port]
 */

/**
 * @typedef {object} Editor
 * @property {string} url of the workspace
 * @property {string} profile
 * @property {import("node:child_process").ChildProcess} process
 * @property {() => Promise<void>} stop ends it and all it started
 * @property {() => string} hearthLog what Hearth has logged so far
 */

/** Nothing that opens by itself, looks for updates, or brings back the edits of an earlier run. */
const quietSettings = {
    "workbench.startupEditor": "none", "telemetry.telemetryLevel": "off", "update.mode": "none", "update.showReleaseNotes": false, "workbench.secondarySideBar.defaultVisibility": "hidden",
    "extensions.autoUpdate": false, "extensions.autoCheckUpdates": false, "extensions.ignoreRecommendations": true,
    "security.workspace.trust.startupPrompt": "never", "workbench.tips.enabled": false, "files.hotExit": "off", "files.autoSave": "off", "workbench.enableExperiments": false
};

/**
 * Installs the extension into a profile and starts the editor.
 * @param {EditorOptions} options
 * @returns {Promise<Editor>}
 * @throws {UserError} when it does not answer within a minute; carries its log
 */
export async function startBrowserEditor(options) {
    const {entry, vsix, folder, profile, trusted = true} = options;
    const userData = path.join(profile, "user-data"), extensions = path.join(profile, "extensions");
    mkdirSync(path.join(userData, "User"), {recursive: true});
    writeFileSync(path.join(userData, "User", "settings.json"), JSON.stringify({...quietSettings, ...options.settings}, undefined, 4));
    const folders = ["--config", path.join(profile, "config.yaml"), "--user-data-dir", userData, "--extensions-dir", extensions];
    const env = editorEnvironment(options.env);
    const installed = [vsix, ...options.others ?? []].flatMap((file) => ["--install-extension", file]);
    await run(node24(), [entry, ...folders, ...installed, "--force"], {env, replaceEnv: true, log: "install-extension"});

    const port = options.port ?? await freePort();
    const logFile = path.join(profile, "editor.log");
    const log = openSync(logFile, "w");
    const child = spawn(node24(), [entry, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, ...folders, "--disable-telemetry",
        "--disable-update-check", ...trusted ? ["--disable-workspace-trust"] : [], "--disable-getting-started-override", "--ignore-last-opened", folder],
    // its own process group: Ctrl-C in the terminal must reach it once, through stop()
    {env, stdio: ["ignore", log, log], detached: process.platform !== "win32", windowsHide: true});
    closeSync(log);
    const stop = async () => await endTree(child);
    try {
        await answering(port, child, logFile);
    } catch (error) {
        await stop();
        throw error;
    }
    return {url: `http://127.0.0.1:${port}/?${folder.endsWith(".code-workspace") ? "workspace" : "folder"}=${encodeURIComponent(folder)}`, profile, process: child, stop, hearthLog: () => hearthLog(userData)};
}

/**
 * Starts the editor, does something with it, and ends it, also on Ctrl-C or when the terminal closes.
 * @param {EditorOptions} options
 * @param {(editor: Editor, interrupted: AbortSignal) => Promise<void>} use
 * @returns {Promise<number>} the exit code: 130 when it was interrupted
 */
export async function withBrowserEditor(options, use) {
    const interruption = new AbortController();
    const interrupt = () => interruption.abort();
    const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
    for (const name of signals) process.on(name, interrupt);
    try {
        const editor = await step("Starting VS Code in the browser with the packaged extension", async () => await startBrowserEditor(options));
        try {
            await Promise.race([use(editor, interruption.signal), aborted(interruption.signal)]);
        } finally {
            await editor.stop();
        }
        return interruption.signal.aborted ? 130 : 0;
    } finally {
        for (const name of signals) process.off(name, interrupt);
    }
}

/** @param {AbortSignal} signal */
async function aborted(signal) {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, {once: true}));
}

/**
 * Resolves when the editor ends by itself, which it should not.
 * @param {Editor} editor
 */
export async function untilEnded({process: child, profile}) {
    await new Promise((resolve) => child.once("exit", resolve));
    throw new UserError(`VS Code in the browser ended by itself; its log is ${path.join(profile, "editor.log")}`);
}

/**
 * Without what an outer VS Code or a server's set-up would tell this one.
 * @param {NodeJS.ProcessEnv} [changes]
 * @returns {NodeJS.ProcessEnv}
 */
function editorEnvironment(changes = {}) {
    const all = Object.entries({...process.env, ...changes});
    return Object.fromEntries(all.filter(([name, value]) => value !== undefined && !/^(VSCODE_|CODE_SERVER_|ELECTRON_|PORT$|PASSWORD$|HASHED_PASSWORD$|NODE_OPTIONS$|VITEST)/.test(name)));
}

/** A TCP port of this machine that nobody uses now. */
async function freePort() {
    const server = createServer();
    await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (address === null || typeof address === "string") throw new Error("a TCP server has a numbered port");
    return address.port;
}

/**
 * @param {number} port
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} logFile
 */
async function answering(port, child, logFile) {
    const deadline = Date.now() + 60_000;
    let last = "";
    while (Date.now() < deadline && child.exitCode === null) {
        try {
            const {ok, status} = await fetch(`http://127.0.0.1:${port}/healthz`);
            if (ok) return;
            last = `HTTP ${status}`;
        } catch (error) {
            last = String(error); // not listening yet
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new UserError(`VS Code in the browser did not start on port ${port} (${child.exitCode === null ? last : `it ended with ${child.exitCode}`}):\n${readFileSync(logFile, "utf8").slice(-2000)}`);
}

/**
 * The newest log of each of Hearth's channels.
 * @param {string} userData
 */
function hearthLog(userData) {
    const logs = path.join(userData, "logs");
    const files = readdirSync(logs, {recursive: true, encoding: "utf8"}).filter((file) => /hearth[^/\\]*\.log$/i.test(file));
    return files.map((file) => readFileSync(path.join(logs, file), "utf8")).join("\n");
}
