// What a folder weighs, and which parts of it weigh most.
// @ts-check
import {readdirSync, statSync} from "node:fs";
import path from "node:path";

import {megabytes} from "../lib/steps.mjs";

/**
 * Every file under a folder with its size.
 * @param {string} folder
 * @returns {{file: string, bytes: number}[]} paths relative to `folder`, with `/`
 */
export function filesUnder(folder) {
    return readdirSync(folder, {recursive: true, withFileTypes: true})
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => ({file: path.relative(folder, file).split(path.sep).join("/"), bytes: statSync(file).size}));
}

/** The part of the extension that a file is counted to. @param {string} file */
function partOf(file) {
    const native = /^node_modules\/(@node-llama-cpp\/[^/]+)\/(.*)$/.exec(file);
    if (native !== null) {
        const what = /ggml-cpu-/.test(file) ? "CPU variants" : /ggml-vulkan|ggml-metal/.test(file) ? "GPU code" : "llama.cpp and addon";
        return `${native[1]}: ${what}`;
    }
    return file.includes("/") ? `${file.split("/")[0]}/` : "manifest and documents";
}

/**
 * A table of the parts, biggest first.
 * @param {readonly {file: string, bytes: number}[]} files
 * @returns {string[]} lines
 */
export function sizeTable(files) {
    /** @type {Map<string, number>} */
    const parts = new Map();
    for (const {file, bytes} of files)
        parts.set(partOf(file), (parts.get(partOf(file)) ?? 0) + bytes);
    return [...parts].sort(([, a], [, b]) => b - a).map(([part, bytes]) => `${megabytes(bytes).padStart(9)}  ${part}`);
}
