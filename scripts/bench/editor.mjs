// VS Code in the browser with the packaged extension, for benchmarks: a fresh profile in a home folder of its own, so that nothing of this machine's takes part but the model.
// @ts-check
import {mkdirSync, mkdtempSync, realpathSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {withBrowserEditor} from "../lib/browserEditor.mjs";
import {ensureCodeServer} from "../lib/codeServer.mjs";
import {ensureChromium} from "../lib/debianPackages.mjs";
import {packageExtension} from "../lib/packageExtension.mjs";

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
    const home = path.join(base, "home");
    mkdirSync(home);
    try {
        const editor = {entry, vsix, folder, profile: path.join(base, "profile"), settings: {"hearth.model.path": model, ...settings}, env: alone(base, home)};
        return await withBrowserEditor(editor, async (running, interrupted) => await use(running, chromium, interrupted));
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
}

/**
 * @param {string} base
 * @param {string} home
 * @returns {NodeJS.ProcessEnv}
 */
function alone(base, home) {
    const none = ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "OLLAMA_MODELS", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE"];
    return {...Object.fromEntries(none.map((name) => [name, undefined])), HEARTH_MODELS: path.join(base, "models"), HOME: home, USERPROFILE: home, LOCALAPPDATA: home, TMPDIR: base};
}
