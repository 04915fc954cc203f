// A folder in the cache that takes long to build: built beside its final name, renamed when it is whole, kept by key.
// @ts-check
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";

import {cacheFolder} from "./paths.mjs";
import {isAlive} from "./processes.mjs";
import {codeOf} from "./steps.mjs";

const marker = ".hearth-complete";

/**
 * The folder `<cache>/<name>-<hash of the key>`, built by `build` unless it is there whole.
 * @param {string} name
 * @param {unknown} key everything that decides the content; JSON
 * @param {(folder: string) => Promise<void>} build fills an empty folder
 * @returns {Promise<string>}
 */
export async function builtFolder(name, key, build) {
    const hash = createHash("sha256").update(JSON.stringify(key)).digest("hex").slice(0, 16);
    const final = path.join(cacheFolder(), `${name}-${hash}`);
    if (existsSync(path.join(final, marker))) return final;
    const temporary = `${final}.building-${process.pid}`;
    rmSync(temporary, {recursive: true, force: true});
    mkdirSync(temporary, {recursive: true});
    try {
        await build(temporary);
        writeFileSync(path.join(temporary, marker), "");
        moveInto(temporary, final);
    } finally {
        rmSync(temporary, {recursive: true, force: true});
    }
    removeOlder(name, final);
    return final;
}

/**
 * Another run may have finished the same folder meanwhile: then that one is as good.
 * @param {string} temporary
 * @param {string} final
 */
function moveInto(temporary, final) {
    if (!existsSync(path.join(final, marker))) rmSync(final, {recursive: true, force: true});
    try {
        renameSync(temporary, final);
    } catch (error) {
        if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes(codeOf(error) ?? "") || !existsSync(path.join(final, marker))) throw error;
    }
}

/**
 * An older recipe's folder is never used again, nor what a killed run left half built, and they are large.
 * @param {string} name
 * @param {string} current
 */
function removeOlder(name, current) {
    const pattern = new RegExp(`^${name}-[0-9a-f]{16}(?:\\.building-(\\d+))?$`);
    for (const entry of readdirSync(path.dirname(current))) {
        const match = pattern.exec(entry);
        const inUse = entry === path.basename(current) || (match?.[1] !== undefined && isAlive(Number(match[1])));
        if (match !== null && !inUse) rmSync(path.join(path.dirname(current), entry), {recursive: true, force: true});
    }
}
