// The desktop VS Code that is on the PATH, with a profile of its own.
// @ts-check
import {mkdirSync, writeFileSync, existsSync} from "node:fs";
import path from "node:path";

import {run, which} from "./run.mjs";
import {step} from "./steps.mjs";

/**
 * Installs the extension into a profile of its own and opens the workspace. VS Code runs on by itself.
 * @param {{code: string, vsix: string, folder: string, profile: string}} options
 */
export async function openDesktopEditor({code, vsix, folder, profile}) {
    const userData = path.join(profile, "user-data");
    const settings = path.join(userData, "User", "settings.json");
    mkdirSync(path.dirname(settings), {recursive: true});
    if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify({"telemetry.telemetryLevel": "off", "workbench.startupEditor": "readme"}, undefined, 4)}\n`);
    const own = ["--user-data-dir", userData, "--extensions-dir", path.join(profile, "extensions")];
    await step("Installing the extension into a VS Code profile of its own", async () => await runCode(code, [...own, "--install-extension", vsix, "--force"]));
    await step(`Opening ${folder} in VS Code`, async () => await runCode(code, [...own, "--new-window", folder]));
}

/** @returns {string | undefined} the path of `code` */
export function desktopCode() {
    return which("code");
}

/**
 * On Windows `code` is a batch file: those run in a shell only, which wants the quotes that spawn leaves out.
 * @param {string} code
 * @param {string[]} args
 */
async function runCode(code, args) {
    const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    if (process.platform !== "win32") await run(code, [...asRoot, ...args]);
    else await run(`"${code}"`, args.map((argument) => `"${argument}"`), {shell: true});
}
