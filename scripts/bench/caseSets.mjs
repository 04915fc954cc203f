// The cases that benchmarks take when none are named: cut from pinned npm packages that ship their TypeScript and are newer than the models' training data.
// @ts-check
import {spawnSync} from "node:child_process";
import {readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";

import {builtFolder} from "../lib/builtFolder.mjs";
import {root} from "../lib/paths.mjs";
import {npm, run, withTools} from "../lib/run.mjs";
import {step, UserError} from "../lib/steps.mjs";

/**
 * @typedef {object} CaseSet
 * @property {string} name
 * @property {string} cases path of the JSON lines
 * @property {string} workspace the folder that the cases' files belong to
 */

/** Raise it when the steps below change. */
const recipe = 2;
const packages = {
    db: {name: "@tanstack/db", version: "0.15.2", integrity: "sha512-s7CR8kOgkF1oPEGyKWItWHsg7U3hhQQu+k9CPjjAWwS6wzWVvjCbHbu/xnJvO1aPe7v3SBwo1tf6CMyKjNPNxg=="},
    effect: {name: "effect", version: "4.1.0", integrity: "sha512-lGx2MJJyrXA8RZb2UpQ/0Nkb5Utaimby7oD92+18noBxLPE85IFOvptdzau8dvcxAOwfwHo9iqapbKeFzqQM/Q=="}
};

/** @type {Readonly<Record<string, {from: keyof typeof packages, cut: "line" | "block" | "typist", n: number}>>} */
const sets = {
    "db-line": {from: "db", cut: "line", n: 60},
    "effect-line": {from: "effect", cut: "line", n: 100},
    "db-block": {from: "db", cut: "block", n: 40},
    "db-typist": {from: "db", cut: "typist", n: 8}
};

export const defaultFimSets = ["db-line", "effect-line"];
export const defaultTypistSet = "db-typist";

/**
 * Whether a name is that of a set; else it is a file.
 * @param {string} name
 */
export function isSetName(name) {
    return Object.hasOwn(sets, name);
}

/**
 * A named set, fetched and cut when it is not in the cache yet.
 * @param {string} name
 * @returns {Promise<CaseSet>}
 * @throws {UserError} for a name that is none, or when the package cannot be fetched
 */
export async function ensureCaseSet(name) {
    const set = sets[name];
    if (set === undefined) throw new UserError(`There is no set of cases “${name}”: give a file, or one of ${Object.keys(sets).join(", ")}.`);
    const source = await ensureSources(set.from);
    const cutter = path.join(root, "scripts", "bench", set.cut === "typist" ? "typist-cases.mjs" : "fim-cases.mjs");
    const folder = await builtFolder(`bench-cases-${name}`, {set, recipe, package: packages[set.from], cutter: readFileSync(cutter, "utf8")}, async (target) => {
        const cases = path.join(target, "cases.jsonl"), n = ["--n", String(set.n), "--seed", "1"];
        if (set.cut === "typist") await run(process.execPath, [cutter, source, path.join(target, set.from), cases, ...n], {log: "bench-cases"});
        else cutFim(cutter, [source, ...n, "--kind", set.cut], cases);
    });
    return {name, cases: path.join(folder, "cases.jsonl"), workspace: set.cut === "typist" ? path.join(folder, set.from) : source};
}

/**
 * fim-cases.mjs writes to stdout.
 * @param {string} cutter
 * @param {readonly string[]} args
 * @param {string} cases
 */
function cutFim(cutter, args, cases) {
    const {status, stdout, stderr} = spawnSync(process.execPath, [cutter, ...args], {encoding: "utf8", maxBuffer: 1 << 28});
    if (status !== 0) throw new UserError(`Cutting the cases failed:\n${stderr}`);
    writeFileSync(cases, stdout);
}

/**
 * npm has checked that what came is what the registry names; this checks that the registry names what was pinned.
 * @param {string} folder
 * @param {{name: string, version: string, integrity: string}} pinned
 */
function requireIntegrity(folder, {name, version, integrity}) {
    const found = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")).packages[`node_modules/${name}`].integrity;
    if (found !== integrity) throw new UserError(`${name} ${version} is not the package that the cases are cut from (expected ${integrity}, found ${found}): give cases of your own with --cases FILE.`);
}

/**
 * A package's `src` folder, under the name that a person would give its workspace. Fetched by npm; nothing of it is run.
 * @param {keyof typeof packages} key
 * @returns {Promise<string>}
 */
async function ensureSources(key) {
    const {name, version} = packages[key];
    const folder = await builtFolder(`bench-sources-${key}`, {name, version, recipe}, async (target) => {
        await step(`Fetching ${name} ${version}, whose sources the benchmark's cases are cut from`, async () => {
            writeFileSync(path.join(target, "package.json"), JSON.stringify({private: true}));
            const {command, args} = npm();
            await run(command, [...args, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--omit=peer", `${name}@${version}`],
                {cwd: target, env: withTools(), log: "bench-sources", hint: "Check the connection to your package registry, or give cases of your own with --cases FILE."});
        });
        requireIntegrity(target, packages[key]);
        renameSync(path.join(target, "node_modules", ...name.split("/"), "src"), path.join(target, key));
        rmSync(path.join(target, "node_modules"), {recursive: true});
    });
    return path.join(folder, key);
}
