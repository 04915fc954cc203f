/**
 * What of web-tree-sitter does not go into the worker: its ways to fetch wasm files in a browser. Hearth gives it the bytes of its own files.
 */
import {readFileSync} from "node:fs";

/** What the loader says, as text, and what takes its place. Each must be there, or the build fails: a new version must be looked at. */
const cuts = [
    ["await fetch(input)", "refuseToFetch()"],
    ["await fetch(url, {", "refuseToFetch({"],
    ["fetch(binaryFile, {", "refuseToFetch({"],
    ["new XMLHttpRequest()", "refuseToFetch()"]
];
const refuse = "\nfunction refuseToFetch() { throw new Error(\"Hearth's parser fetches nothing.\"); }\n";

/** @param {string} source of web-tree-sitter.js */
function withoutFetching(source) {
    let cut = source;
    for (const [from, to] of cuts) {
        if (!cut.includes(from))
            throw new Error(`web-tree-sitter has no “${from}” any more: look at scripts/build/parserStubs.mjs.`);
        cut = cut.replaceAll(from, to);
    }
    return cut + refuse;
}

/** esbuild plugin that makes the cuts. */
export const parserStubs = {
    name: "parser-stubs",
    setup(build) {
        build.onLoad({filter: /[\\/]web-tree-sitter[\\/]web-tree-sitter\.js$/}, ({path: file}) =>
            ({contents: withoutFetching(readFileSync(file, "utf8")), loader: "js"}));
    }
};
