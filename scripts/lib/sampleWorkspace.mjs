// A copy of the sample workspace, so that trying Hearth changes nothing in the repository.
// @ts-check
import {cpSync, mkdirSync} from "node:fs";
import path from "node:path";

import {root} from "./paths.mjs";

/**
 * Copies the sample workspace. Files that are there already stay as they are: they may hold a person's edits.
 * @param {string} target
 * @returns {string} the target
 */
export function copySampleWorkspace(target) {
    mkdirSync(target, {recursive: true});
    cpSync(path.join(root, "scripts", "sample-workspace"), target, {recursive: true, force: false});
    return target;
}

/** A place in the sample workspace that has one natural answer: what to type there, and how the answer is known. */
export const samplePlace = {
    file: path.join("src", "geometry.ts"), line: 13,
    typed: "export function perimeter(rectangle: Rectangle): number {"
};
