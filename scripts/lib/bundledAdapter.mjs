// The adapter that comes with Hearth for a model: what the product takes by itself.
// @ts-check
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";

import {root} from "./paths.mjs";

/**
 * @param {string | undefined} sha256 of the model's file; undefined: not known, and then there is none
 * @returns {string | undefined} path of the adapter's file
 */
export function bundledAdapterFor(sha256) {
    if (sha256 === undefined) return undefined;
    const folder = path.join(root, "adapters");
    const bases = readdirSync(folder).filter((file) => file.endsWith(".hearth.json")).map((file) => ({file, base: JSON.parse(readFileSync(path.join(folder, file), "utf8")).base}));
    const found = bases.find(({base}) => base?.sha256 === sha256) ?? bases.find(({base}) => base?.others?.includes(sha256));
    return found === undefined ? undefined : path.join(folder, found.file.replace(/\.hearth\.json$/, ".gguf"));
}
