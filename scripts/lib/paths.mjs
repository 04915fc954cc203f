// Where things are: the repository, the cache outside of it, the folder of models.
// @ts-check
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";

/** The repository's top folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
/** The repository's `node_modules/.bin`. */
export const bin = path.join(root, "node_modules", ".bin");
/** Logs, screenshots and other output of the scripts; ignored by git. */
export const out = path.join(root, "out");

/**
 * The folder for big things that outlive a checkout: `$HEARTH_CACHE`, else the platform's cache folder.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function cacheFolder(env = process.env, platform = process.platform) {
    if (env["HEARTH_CACHE"]) return path.resolve(env["HEARTH_CACHE"]);
    const home = os.homedir();
    if (platform === "win32") return path.join(env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "Hearth", "Cache");
    if (platform === "darwin") return path.join(home, "Library", "Caches", "Hearth");
    return path.join(env["XDG_CACHE_HOME"] ?? path.join(home, ".cache"), "hearth");
}

/**
 * Hearth's own folder of models, where the extension looks for them: `$HEARTH_MODELS`, else the platform's data folder.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function modelFolder(env = process.env, platform = process.platform) {
    if (env["HEARTH_MODELS"]) return path.resolve(env["HEARTH_MODELS"]);
    const home = os.homedir();
    if (platform === "win32") return path.join(env["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "Hearth", "models");
    if (platform === "darwin") return path.join(home, "Library", "Application Support", "Hearth", "models");
    return path.join(env["XDG_DATA_HOME"] ?? path.join(home, ".local", "share"), "hearth", "models");
}
