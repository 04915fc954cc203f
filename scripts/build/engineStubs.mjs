/**
 * What of node-llama-cpp does not go into the worker: everything that downloads, clones, compiles or talks to a server.
 * The cut is made at node-llama-cpp's own modules, so that the packages behind them (simple-git, octokit, chmodrp,
 * stdout-update, cross-spawn, ...) are no longer imported by anything and fall away by themselves.
 */
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";

import {patched, patchedModules} from "./enginePatches.mjs";

/** The bundle that node-llama-cpp forks to try a native binary; it must be a file of its own with a name that begins like this. */
export const probeFile = "testBindingBinary.mjs";

/** One throwing function as source text. */
function refuse(name, what) {
    return `export function ${name}() { throw new Error("Hearth's engine does not ${what}."); }`;
}

/** Source of each replaced module, by its path under node-llama-cpp/dist. A missing export fails the build. */
function replacements(engine) {
    return {
        // Reads GGUF headers over HTTP.
        "gguf/fileReaders/GgufNetworkFetchFileReader.js":
            "export class GgufNetworkFetchFileReader { constructor() { throw new Error(\"Hearth's engine reads no remote files.\"); } }",
        // Download models (with ipull), or find them by URL.
        "utils/resolveModelFile.js": refuse("resolveModelFile", "download models"),
        "utils/createModelDownloader.js": [
            refuse("createModelDownloader", "download models"),
            refuse("combineModelDownloaders", "download models"),
            "export class ModelDownloader {}",
            "export class CombinedModelDownloader {}"
        ].join("\n"),
        // Resolves hf: and https: model names with fetch(); here every model name is a path.
        "utils/parseModelUri.js": [
            "export const parseModelUri = () => null;",
            "export const isModelUri = () => false;",
            "export const getAuthorizationHeader = () => undefined;",
            "export async function resolveParsedModelUri(uri) { if (uri == null) return uri; throw new Error(\"Hearth's engine resolves no model URIs.\"); }"
        ].join("\n"),
        // Asks GitHub for the newest release.
        "utils/resolveGithubRelease.js": [
            "export const isGithubReleaseNeedsResolving = () => false;",
            refuse("resolveGithubRelease", "look up releases")
        ].join("\n"),
        // Clones llama.cpp; null means "no clone here: use the prebuilt binary".
        "bindings/utils/cloneLlamaCppRepo.js": [
            "export const getClonedLlamaCppRepoReleaseInfo = async () => null;",
            "export const isLlamaCppRepoCloned = async () => false;",
            refuse("ensureLlamaCppRepoIsCloned", "clone repositories")
        ].join("\n"),
        // Downloads and runs CMake, for builds from source.
        "utils/cmake.js": [
            "export const hasBuiltinCmake = async () => false;",
            "export const getCmakePath = async () => undefined;",
            refuse("downloadCmakeIfNeeded", "download build tools"),
            refuse("fixXpackPermissions", "use build tools")
        ].join("\n"),
        // Runs npm, git and compilers, for builds from source.
        "utils/spawnCommand.js": [
            refuse("spawnCommand", "run build tools"),
            "export class SpawnError extends Error {}"
        ].join("\n"),
        "bindings/utils/hasBuildingFromSourceDependenciesInstalled.js":
            "export const hasBuildingFromSourceDependenciesInstalled = async () => false;",
        // Facts that node-llama-cpp reads from files around itself at run time; the bundle carries them instead.
        "utils/getModuleVersion.js": `export const getModuleVersion = async () => ${JSON.stringify(engine.version)};`,
        "bindings/utils/binariesGithubRelease.js": [
            `export const builtinLlamaCppRelease = ${JSON.stringify(engine.llamaCppRelease)};`,
            "export const defaultLlamaCppRelease = builtinLlamaCppRelease;",
            "export const getBinariesGithubRelease = async () => builtinLlamaCppRelease;"
        ].join("\n")
    };
}

/**
 * Where node-llama-cpp is installed and what it is.
 * @param {string} root the repository's folder
 * @returns {{folder: string, version: string, llamaCppRelease: string}}
 */
export function engineInfo(root) {
    const entry = createRequire(path.join(root, "package.json")).resolve("node-llama-cpp");
    const folder = path.dirname(path.dirname(entry));
    const read = (name) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    return {folder, version: read("package.json").version, llamaCppRelease: read("llama/binariesGithubRelease.json").release};
}

/** esbuild plugin that makes the cuts described above. `engine` is what {@link engineInfo} returns. */
export function engineStubs(engine) {
    const sources = replacements(engine);
    const dist = path.join(engine.folder, "dist");
    const keyOf = (file) => path.relative(dist, file).split(path.sep).join("/");
    return {
        name: "engine-stubs",
        setup(build) {
            // The prebuilt native packages are found at run time in the extension's node_modules.
            build.onResolve({filter: /^@node-llama-cpp\//}, ({path: name}) => ({path: name, external: true}));
            // graceful-fs queues file opens when handles run out, which the engine's handful of reads never does; Node's own fs serves.
            build.onResolve({filter: /^graceful-fs$/}, () => ({path: "node:fs", external: true}));
            // Looks for compilers on the PATH, for builds from source.
            build.onResolve({filter: /^which$/}, ({path: name}) => ({path: name, namespace: "no-compilers"}));
            build.onLoad({filter: /.*/, namespace: "no-compilers"}, () => ({contents: `${refuse("which", "look for compilers")}\nexport default which;`}));
            // Only Electron's main process has this module, and it brings a network stack; without it a plain fork is used.
            build.onResolve({filter: /^electron$/}, ({path: name}) => ({path: name, namespace: "absent"}));
            build.onLoad({filter: /.*/, namespace: "absent"}, () => ({contents: "throw new Error(\"Electron is not available to the engine.\");"}));
            // Its modules only define things (checked by the start of the bundle in the tests), so unused ones may be dropped.
            build.onResolve({filter: /^(\.|node-llama-cpp$)/}, async (args) => {
                if (args.pluginData === "resolving" || (args.kind === "entry-point"))
                    return undefined;
                if (args.path.startsWith(".") && !args.importer.startsWith(dist))
                    return undefined;
                const found = await build.resolve(args.path, {resolveDir: args.resolveDir, kind: args.kind, importer: args.importer, pluginData: "resolving"});
                if (found.errors.length > 0)
                    return {errors: found.errors};
                if (keyOf(found.path) === "bindings/utils/testBindingBinary.js")
                    return {path: `./${probeFile}`, external: true};
                return {path: found.path, sideEffects: false};
            });
            build.onLoad({filter: /\.js$/}, ({path: file}) => {
                const key = file.startsWith(dist) ? keyOf(file) : "";
                const contents = patchedModules.includes(key) ? patched(key, readFileSync(file, "utf8")) : sources[key];
                return contents === undefined ? undefined : {contents, loader: "js"};
            });
        }
    };
}

/** esbuild plugin: vscode-jsonrpc's Node entry imports `net` for named pipes and sockets; Hearth talks over stdio only. */
export const jsonRpcWithoutSockets = {
    name: "jsonrpc-without-sockets",
    setup(build) {
        build.onResolve({filter: /^(node:)?net$/}, ({importer}) =>
            (/[\\/]vscode-jsonrpc[\\/]/.test(importer) ? {path: "sockets", namespace: "no-sockets"} : undefined));
        build.onLoad({filter: /.*/, namespace: "no-sockets"}, () => ({
            contents: [refuse("createServer", "open sockets"), refuse("createConnection", "open sockets")].join("\n")
        }));
    }
};
