// The folder that becomes a VSIX: only what ships, for one target.
// @ts-check
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";

import {writeRecord} from "../lib/modelStore.mjs";
import {build} from "../build.mjs";
import {billFile, billOfMaterials} from "./billOfMaterials.mjs";
import {engineInfo} from "./engineStubs.mjs";
import {addNativePackages, nativeDependencies} from "./nativePackages.mjs";
import {thirdPartyNotices} from "./notices.mjs";

/**
 * Builds and gathers everything for a target.
 * @param {{root: string, stage: string, target: import("./targets.mjs").Target, model: import("./modelFiles.mjs").ModelFiles | undefined}} options
 * @returns {Promise<void>}
 */
export async function stageExtension({root, stage, target, model}) {
    rmSync(stage, {recursive: true, force: true});
    mkdirSync(stage, {recursive: true});
    const engine = engineInfo(root);
    const native = nativeDependencies(target, engine.version);
    const {version} = writeManifest(root, stage, native);
    const metafiles = await build({production: true, outdir: path.join(stage, "dist"), grammars: path.join(stage, "grammars")});
    writeFileSync(path.join(stage, "THIRD_PARTY_NOTICES.md"), thirdPartyNotices({root, metafiles}));
    writeFileSync(path.join(stage, billFile), billOfMaterials({root, metafiles, version, native}));
    for (const file of ["LICENSE", "CHANGELOG.md"])
        cpSync(path.join(root, file), path.join(stage, file));
    writeFileSync(path.join(stage, "README.md"), standingAlone(readFileSync(path.join(root, "README.md"), "utf8"), root));
    for (const folder of ["media", "adapters"])
        cpSync(path.join(root, folder), path.join(stage, folder), {recursive: true});
    addNativePackages({root, stage, target, version: engine.version});
    if (model !== undefined)
        addModel(stage, model);
}

/** @type {(stage: string, model: import("./modelFiles.mjs").ModelFiles) => void} */
function addModel(stage, {file, record}) {
    const copy = path.join(stage, "models", path.basename(file));
    cpSync(file, copy);
    writeRecord(copy, record);
}

/** The manifest without what only development needs; its dependencies are the native packages, which vsce then includes. */
function writeManifest(/** @type {string} */ root, /** @type {string} */ stage, /** @type {Record<string, string>} */ dependencies) {
    const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    for (const key of ["scripts", "devDependencies", "optionalDependencies", "overrides", "private"])
        delete manifest[key];
    // VS Code refuses an extension that asks for anything but itself.
    manifest.engines = {vscode: manifest.engines.vscode};
    writeFileSync(path.join(stage, "package.json"), `${JSON.stringify({...manifest, dependencies}, undefined, 2)}\n`);
    return manifest;
}

/**
 * Markdown that stands alone: its local PNG pictures as data URIs, and links to files of the repository as their bare names. VS Code shows an
 * extension's README without its folder, so a path would be rewritten to a web address, and reading the README would fetch it.
 * @param {string} markdown
 * @param {string} root what the pictures' paths are relative to
 */
export function standingAlone(markdown, root) {
    return markdown.replace(/(!\[[^\]]*\]\()([\w./-]+\.png)(\))/g, (_whole, before, file, after) =>
        `${before}data:image/png;base64,${readFileSync(path.join(root, file)).toString("base64")}${after}`)
        .replace(/(?<!!)\[([^\]]+)\]\((?![a-z]+:|#)[^)]+\)/g, "$1");
}
