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
    const folder = path.join(root, "adapters");
    const record = readdirSync(folder).find((file) => file.endsWith(".hearth.json") && sha256 !== undefined && JSON.parse(readFileSync(path.join(folder, file), "utf8")).base?.sha256 === sha256);
    return record === undefined ? undefined : path.join(folder, record.replace(/\.hearth\.json$/, ".gguf"));
}
