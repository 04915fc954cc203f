// Which parts of a VSIX weigh most.
// @ts-check
import {megabytes} from "../lib/steps.mjs";

/** @typedef {{packed: number, size: number}} Weight bytes in the VSIX, and when installed */

/** The part of the extension that a file is counted to. @param {string} name path inside the VSIX */
function partOf(name) {
    const native = /node_modules\/(@node-llama-cpp\/[^/]+)\//.exec(name);
    if (native !== null) {
        const what = /ggml-cpu-/.test(name) ? "one library per kind of CPU" : /ggml-(vulkan|metal)\./.test(name) ? "GPU code" : "llama.cpp and its binding";
        return `${native[1]}: ${what}`;
    }
    return /^extension\/([^/]+\/)/.exec(name)?.[1] ?? "manifest and documents";
}

/**
 * A table of the parts, biggest first.
 * @param {readonly (Weight & {name: string})[]} entries of the VSIX
 * @returns {string[]} lines
 */
export function sizeTable(entries) {
    /** @type {Map<string, Weight>} */
    const parts = new Map();
    for (const {name, packed, size} of entries) {
        const before = parts.get(partOf(name)) ?? {packed: 0, size: 0};
        parts.set(partOf(name), {packed: before.packed + packed, size: before.size + size});
    }
    const total = [...parts.values()].reduce((sum, {packed, size}) => ({packed: sum.packed + packed, size: sum.size + size}), {packed: 0, size: 0});
    const line = (/** @type {string} */ name, /** @type {Weight} */ {packed, size}) => `${megabytes(packed).padStart(10)}${megabytes(size).padStart(12)}   ${name}`;
    return [
        "    packed   installed",
        ...[...parts].sort(([, a], [, b]) => b.packed - a.packed).map(([name, weight]) => line(name, weight)),
        line("all", total)
    ];
}
