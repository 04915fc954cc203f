/** Where model files lie on each system. Pure: paths in, paths out, in the separators of the platform asked about. */
import path from "node:path";

/** The environment variables, home folder and platform that decide. */
export interface Machine {
    readonly env: NodeJS.ProcessEnv;
    readonly home: string;
    readonly platform: NodeJS.Platform;
}

/** Hearth's own model folder: `$HEARTH_MODELS`, else the system's place for a program's data. */
export function hearthModelFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
    const set = variable(env, "HEARTH_MODELS");
    if (set !== undefined)
        return set;
    const paths = pathsOf(platform);
    if (platform === "win32")
        return paths.join(localAppData({env, home, platform}), "Hearth", "models");
    if (platform === "darwin")
        return paths.join(home, "Library", "Application Support", "Hearth", "models");
    return paths.join(variable(env, "XDG_DATA_HOME") ?? paths.join(home, ".local", "share"), "hearth", "models");
}

/** Hearth's own folder of adapters, beside that of its models: `$HEARTH_ADAPTERS`, else the system's place for a program's data. */
export function hearthAdapterFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
    const paths = pathsOf(platform);
    return variable(env, "HEARTH_ADAPTERS") ?? paths.join(paths.dirname(hearthModelFolder({...env, HEARTH_MODELS: undefined}, platform, home)), "adapters");
}

/** Ollama's stores: `$OLLAMA_MODELS`, the user's, and on Linux that of its system service. Each holds `manifests` and `blobs`. */
export function ollamaFolders({env, home, platform}: Machine): readonly string[] {
    const paths = pathsOf(platform);
    return present([
        variable(env, "OLLAMA_MODELS"),
        paths.join(home, ".ollama", "models"),
        platform === "linux" ? "/usr/share/ollama/.ollama/models" : undefined
    ]);
}

/** The file in which LM Studio notes its home folder when that is not the default. */
export function lmStudioPointer({home, platform}: Machine): string {
    return pathsOf(platform).join(home, ".lmstudio-home-pointer");
}

/** LM Studio's model folders, which hold `publisher/model/file.gguf`; `noted` is its home as {@link lmStudioPointer} says, if it does. */
export function lmStudioFolders({home, platform}: Machine, noted: string | undefined): readonly string[] {
    const paths = pathsOf(platform);
    return present([
        noted === undefined ? undefined : paths.join(noted, "models"),
        paths.join(home, ".lmstudio", "models"),
        paths.join(home, ".cache", "lm-studio", "models")
    ]);
}

/** Hugging Face's cache, the same on every system: `$HF_HUB_CACHE`, else `$HF_HOME/hub`, else below the user's cache folder. */
export function huggingFaceFolders({env, home, platform}: Machine): readonly string[] {
    const paths = pathsOf(platform);
    const cache = variable(env, "XDG_CACHE_HOME") ?? paths.join(home, ".cache");
    const hfHome = variable(env, "HF_HOME") ?? paths.join(cache, "huggingface");
    return present([
        variable(env, "HF_HUB_CACHE") ?? variable(env, "HUGGINGFACE_HUB_CACHE") ?? paths.join(hfHome, "hub"),
        // Programs other than Hugging Face's own do not look at XDG_CACHE_HOME.
        paths.join(home, ".cache", "huggingface", "hub")
    ]);
}

/** The llama.cpp programs' own download cache: `$LLAMA_CACHE`, else the system's cache folder. Flat. */
export function llamaCppFolders({env, home, platform}: Machine): readonly string[] {
    const paths = pathsOf(platform);
    const set = variable(env, "LLAMA_CACHE");
    if (set !== undefined)
        return [set];
    if (platform === "win32")
        return [paths.join(localAppData({env, home, platform}), "llama.cpp")];
    if (platform === "darwin")
        return [paths.join(home, "Library", "Caches", "llama.cpp")];
    return [paths.join(variable(env, "XDG_CACHE_HOME") ?? paths.join(home, ".cache"), "llama.cpp")];
}

function localAppData({env, home, platform}: Machine): string {
    return variable(env, "LOCALAPPDATA") ?? pathsOf(platform).join(home, "AppData", "Local");
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
    return platform === "win32" ? path.win32 : path.posix;
}

/** An empty variable counts as unset, as these programs themselves treat it. */
function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
    const value = env[name];
    return value === undefined || value === "" ? undefined : value;
}

function present(folders: readonly (string | undefined)[]): readonly string[] {
    return [...new Set(folders.filter((folder) => folder !== undefined))];
}
