// THIRD_PARTY_NOTICES.md: every package whose code is in the bundles or beside them, with its license text.
// @ts-check
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";

import {UserError} from "../lib/steps.mjs";
import {packageOf} from "./checkBundles.mjs";
import {grammarPackages} from "./grammars.mjs";

const allowedLicenses = new Set(["MIT", "MIT-0", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "Unlicense"]);

/** Libraries inside the native packages' binaries; their texts are kept here because no npm package carries them. */
export const nativeParts = [
    {name: "llama.cpp and ggml", license: "MIT", file: "llama.cpp.txt"},
    {name: "llamafile sgemm (in ggml)", license: "MIT", file: "llamafile-sgemm.txt"},
    {name: "JSON for Modern C++ (nlohmann/json)", license: "MIT", file: "nlohmann-json.txt"},
    {name: "cpp-httplib", license: "MIT", file: "cpp-httplib.txt"},
    {name: "subprocess.h (sheredom)", license: "Unlicense", file: "subprocess.h.txt"}
];

/** What `@vscode/tree-sitter-wasm` is built from and does not carry the texts of. */
const grammarParts = [{name: "tree-sitter grammars in @vscode/tree-sitter-wasm", license: "MIT", file: "tree-sitter-grammars.txt"}];

/**
 * The folders of the packages whose code is in any of the bundles.
 * @param {readonly import("esbuild").Metafile[]} metafiles
 * @param {string} root what their paths are relative to
 * @returns {string[]} absolute, each once
 */
function packageFolders(metafiles, root) {
    const folders = metafiles.flatMap(({outputs}) => Object.values(outputs))
        .flatMap(({inputs}) => Object.entries(inputs))
        .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
        .flatMap(([file]) => {
            const name = packageOf(file);
            return name === undefined ? [] : [path.resolve(root, file.slice(0, file.lastIndexOf(`node_modules/${name}/`)), "node_modules", name)];
        });
    return [...new Set(folders)];
}

/** @param {string} folder of an installed package */
function noticeOf(folder) {
    const {name, version, license} = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    if (!allowedLicenses.has(license))
        throw new UserError(`The package ${name} ${version} would ship under the license “${license}”, which scripts/build/notices.mjs does not allow: replace the package.`);
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(-[a-z0-9]+)?(\.(md|txt))?$/i.test(entry));
    if (file === undefined)
        throw new UserError(`The package ${name} ${version} would ship without its license text: ${folder} holds none.`);
    return {name, version, title: `${name} ${version}`, license, text: readFileSync(path.join(folder, file), "utf8")};
}

/** @param {{title: string, license: string, text: string}} notice */
function section({title, license, text}) {
    return `## ${title}\n\nLicense: ${license}\n\n\`\`\`text\n${text.replaceAll("\r\n", "\n").trim()}\n\`\`\`\n`;
}

/**
 * The packages whose code ships, each once, by name.
 * @param {{root: string, metafiles: readonly import("esbuild").Metafile[]}} options
 */
export function shippedPackages({root, metafiles}) {
    const bundled = packageFolders(metafiles, root).map(noticeOf).sort((a, b) => a.title.localeCompare(b.title, "en"));
    const grammars = grammarPackages().map((name) => noticeOf(path.join(root, "node_modules", name))).filter(({title}) => !bundled.some((each) => each.title === title));
    return {bundled, grammars};
}

/**
 * The text of THIRD_PARTY_NOTICES.md.
 * @param {{root: string, metafiles: readonly import("esbuild").Metafile[]}} options
 * @returns {string}
 * @throws {UserError} when something would ship under a license that is not allowed, or without its text
 */
export function thirdPartyNotices({root, metafiles}) {
    const {bundled, grammars} = shippedPackages({root, metafiles});
    const kept = (/** @type {{name: string, license: string, file: string}} */ {name, license, file}) =>
        ({title: name, license, text: readFileSync(path.join(root, "scripts", "build", "licenses", file), "utf8")});
    return [
        "# Third-party notices\n",
        "Hearth itself is under the MIT license (LICENSE). It contains the following; `npm run notices` writes this file from what the build bundles.\n",
        "# In the bundles\n", ...bundled.map(section),
        "# In the grammars folder\n", ...[...grammars, ...grammarParts.map(kept)].map(section),
        "# In the native packages (`node_modules/@node-llama-cpp/`)\n",
        "These packages are under node-llama-cpp's license above and are built from:\n", ...nativeParts.map(kept).map(section)
    ].join("\n");
}
