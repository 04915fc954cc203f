/** Damaged files of both formats, read in a process of its own that has little memory: a sentence or a summary, never a crash. */
import {execFile} from "node:child_process";
import path from "node:path";
import {promisify} from "node:util";

import {build} from "esbuild";
import {beforeAll, describe, expect, it} from "vitest";

import {patience, runs} from "../fuzz/runs.js";
import {testFolders} from "../models/folderFixture.js";
import {adapterFile} from "./adapterFixture.js";
import type {FuzzResult} from "./fuzzChild.js";
import {linearModules, small, writePeft} from "./peftFixture.js";

const files = runs(400);

describe("a damaged adapter", () => {
    const folder = testFolders();
    let script = "";
    beforeAll(async () => {
        const built = await build({
            entryPoints: [path.join(import.meta.dirname, "fuzzChild.ts")], bundle: true, platform: "node", format: "esm", target: "node22", write: false, logLevel: "silent"
        });
        script = built.outputFiles[0]?.text ?? "";
    });

    it.each(["gguf", "peft"] as const)("is read or refused, and nothing is asked for beyond its size (%s)", async (kind) => {
        const {at, file} = await folder();
        await file("adapter.gguf", adapterFile());
        await writePeft(at("peft"), {size: small("qwen2"), modules: linearModules(small("qwen2")), rank: 4, dtype: "F32"});
        const child = await file("child.mjs", script);
        const {stdout} = await promisify(execFile)(process.execPath, ["--max-old-space-size=64", child, kind, at(), "1", String(files)], {timeout: 2 * patience});
        const result = JSON.parse(stdout) as FuzzResult;
        expect(result.wrong).toEqual([]);
        expect(result.read + result.refused).toBe(files);
        expect(result.read).toBeGreaterThan(0);
        expect(result.refused).toBeGreaterThan(files / 2);
        expect(result.beyond).toBeLessThanOrEqual(0);
    }, 3 * patience);
});
