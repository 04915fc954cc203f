// `npm start`: everything Hearth needs on a fresh machine, then a VS Code with it. `-- --check` proves it and ends.
// Only Node's own modules until the dependencies are in.
// @ts-check
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {ensureModel} from "./lib/bringModel.mjs";
import {ensureChromium} from "./lib/debianPackages.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {desktopCode, openDesktopEditor} from "./lib/desktopEditor.mjs";
import {ensureCodeServer} from "./lib/codeServer.mjs";
import {cacheFolder} from "./lib/paths.mjs";
import {packageExtension} from "./lib/packageExtension.mjs";
import {copySampleWorkspace} from "./lib/sampleWorkspace.mjs";
import {elapsed, messageOf, runMain, UserError} from "./lib/steps.mjs";
import {untilEnded, withBrowserEditor} from "./lib/browserEditor.mjs";

const usage = `npm start [-- OPTIONS]

  (no option)   open the sample workspace in VS Code: the desktop one if \`code\` is on the PATH, else in the browser
  --check       headless: type, wait for ghost text, accept it, print it, end; exit code 0 only if it was there
  --browser     VS Code in the browser even where a desktop one is
  --port N      the port of VS Code in the browser (default: a free one)`;

await runMain(async () => {
    const started = performance.now();
    const {check, browser, port, help} = options();
    if (help) return console.log(usage);
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    await ensureModel();
    const vsix = await packageExtension();
    if (check) return await runCheck(vsix, port, started);
    const folder = copySampleWorkspace(path.join(cacheFolder(), "try", "workspace")), profile = path.join(cacheFolder(), "try", "profile");
    const code = browser ? undefined : desktopCode();
    if (code !== undefined) return await openDesktopEditor({code, vsix, folder, profile: `${profile}-desktop`});
    return await withBrowserEditor({entry: await ensureCodeServer(), vsix, folder, profile, settings: {"workbench.startupEditor": "readme"}, port}, async (editor) => {
        console.log(`\nVS Code with Hearth is at\n\n    ${editor.url}\n\nCtrl-C ends it. The workspace is ${folder}`);
        await untilEnded(editor);
    });
});

/**
 * @param {string} vsix
 * @param {number | undefined} port
 * @param {number} started
 */
async function runCheck(vsix, port, started) {
    const chromium = await ensureChromium();
    const entry = await ensureCodeServer();
    const {check} = await import("./lib/check.mjs"); // needs the dependencies
    const code = await check({entry, vsix, chromium, port});
    console.log(code === 0 ? `Check passed; all of it took ${elapsed(started)}.` : "Interrupted.");
    return code;
}

function options() {
    try {
        const {port, ...flags} = parseArgs({options: {check: {type: "boolean"}, browser: {type: "boolean"}, port: {type: "string"}, help: {type: "boolean"}}}).values;
        if (port !== undefined && !/^[1-9]\d{0,4}$/.test(port)) throw new Error(`--port ${port} is no port number.`);
        return {...flags, port: port === undefined ? undefined : Number(port)};
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
