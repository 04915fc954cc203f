// VS Code in the browser with the packaged extension, for benchmarks: a fresh profile in a home folder of its own, so that nothing of this machine's takes part but the model.
// @ts-check
import {copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {withBrowserEditor} from "../lib/browserEditor.mjs";
import {ensureCodeServer} from "../lib/codeServer.mjs";
import {ensureChromium} from "../lib/debianPackages.mjs";
import {packageExtension} from "../lib/packageExtension.mjs";
import {codeOf} from "../lib/steps.mjs";

/**
 * @param {{model: string, folder: string, settings?: Record<string, unknown>}} options
 * @param {(editor: import("../lib/browserEditor.mjs").Editor, chromium: string, interrupted: AbortSignal) => Promise<void>} use gets the path of a Chromium
 * @returns {Promise<number>} the exit code: 130 when it was interrupted
 */
export async function withBenchEditor({model, folder, settings}, use) {
    const vsix = await packageExtension();
    const chromium = await ensureChromium();
    const entry = await ensureCodeServer();
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-bench-")));
    const home = path.join(base, "home"), models = path.join(base, "models");
    mkdirSync(home);
    mkdirSync(models);
    try {
        placeModel(model, models);
        const editor = {entry, vsix, folder, profile: path.join(base, "profile"), ...settings === undefined ? {} : {settings}, env: alone(base, home, models)};
        return await withBrowserEditor(editor, async (running, interrupted) => await use(running, chromium, interrupted));
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
}

/**
 * The only model that Hearth finds. Not by the setting: a user's settings in the browser don't reach those of the machine.
 * @param {string} model
 * @param {string} folder
 */
function placeModel(model, folder) {
    const target = path.join(folder, path.basename(model));
    try {
        linkSync(model, target);
    } catch (error) {
        if (codeOf(error) !== "EXDEV") throw error;
        symlinkSync(model, target); // another disk
    }
    if (existsSync(`${model}.hearth.json`)) copyFileSync(`${model}.hearth.json`, `${target}.hearth.json`);
}

/**
 * @param {string} base
 * @param {string} home
 * @param {string} models
 * @returns {NodeJS.ProcessEnv}
 */
function alone(base, home, models) {
    const none = ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "OLLAMA_MODELS", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE"];
    return {...Object.fromEntries(none.map((name) => [name, undefined])), HEARTH_MODELS: models, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, TMPDIR: base};
}
