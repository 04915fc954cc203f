/** Hearth's import of PEFT adapters, tensor by tensor, against a conversion made in Python with the gguf package (reference.py). */
import {execFileSync} from "node:child_process";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {describe, expect, it} from "vitest";

import {readAdapter, type AdapterReading} from "../../src/core/adapters/adapterFile.js";
import {importPeft} from "../../src/system/adapters/importPeft.js";
import {linearModules, qwenHalfBillion, shapeOf, small, writePeft, type Adapter} from "../unit/adapters/peftFixture.js";
import {testFolders} from "../unit/models/folderFixture.js";
import {sourceOf} from "../unit/models/ggufWriter.js";

function convertInPython(peft: string, output: string, {architecture, layers, heads, groups}: Adapter["size"]): void {
    const {HEARTH_TEST_PYTHON: python, HEARTH_TEST_PYTHONPATH: packages} = process.env;
    if (python === undefined || packages === undefined)
        throw new Error("Run this by “npm test -- --only adapters”, which brings the Python packages, or set HEARTH_TEST_PYTHON and HEARTH_TEST_PYTHONPATH.");
    execFileSync(python, [path.join(import.meta.dirname, "reference.py"), peft, output, architecture, ...[layers, heads, groups].map(String)],
        {env: {...process.env, PYTHONPATH: packages}, stdio: "inherit"});
}

interface ReadFile extends AdapterReading {
    readonly weights: ReadonlyMap<string, Uint8Array>;
}

async function read(file: string): Promise<ReadFile> {
    const bytes = new Uint8Array(await readFile(file));
    const reading = await readAdapter(sourceOf(bytes), file);
    return {...reading, weights: new Map(reading.places.map(({name, start, bytes: length}) => [name, bytes.subarray(start, start + length)]))};
}

const all = (size: Adapter["size"]) => [...linearModules(size), "model.embed_tokens", "lm_head"];
const qwen = small("qwen2");
const llama = small("llama");
const starcoder = small("starcoder2");
const tied = (architecture: string) => small(architecture, {untied: false, headWidth: 32});

const cases: readonly (readonly [title: string, adapter: Adapter])[] = [
    ["the 0.5B, all linear layers, F32", {size: qwenHalfBillion, modules: linearModules(qwenHalfBillion), rank: 8, dtype: "F32"}],
    ["Qwen2 with embedding and output, BF16", {size: qwen, modules: all(qwen), rank: 4, dtype: "BF16"}],
    ["Qwen2, F16", {size: qwen, modules: linearModules(qwen), rank: 16, dtype: "F16"}],
    ["Qwen3, heads wider than the model", {size: small("qwen3", {headWidth: 32}), modules: all(small("qwen3", {headWidth: 32})), rank: 4, dtype: "F32"}],
    ["Llama, whose q and k are rearranged", {size: llama, modules: all(llama), rank: 4, dtype: "F32"}],
    ["Mistral (a “llama” file), eight heads, two groups, F16", {size: small("llama", {heads: 8, headWidth: 8}), modules: linearModules(llama), rank: 3, dtype: "F16"}],
    ["StarCoder2", {size: starcoder, modules: linearModules(starcoder), rank: 4, dtype: "BF16"}],
    ["Gemma", {size: tied("gemma"), modules: linearModules(qwen), rank: 4, dtype: "F32"}],
    ["Gemma 2", {size: tied("gemma2"), modules: linearModules(qwen), rank: 4, dtype: "F32"}],
    ["Gemma 3", {size: tied("gemma3"), modules: linearModules(qwen), rank: 4, dtype: "BF16"}],
    ["rank-stabilized", {size: qwen, modules: linearModules(qwen), rank: 8, dtype: "F32", config: {use_rslora: true}}],
    ["patterns of rank and alpha", {
        size: qwen, modules: linearModules(qwen), dtype: "F32",
        rank: (module) => module.endsWith("v_proj") ? 2 : module === "model.layers.1.mlp.down_proj" ? 16 : 8,
        config: {rank_pattern: {v_proj: 2, "model.layers.1.mlp.down_proj": 16}, alpha_pattern: {"^model.layers.0.self_attn.q_proj": 5, "mlp.down_proj": 48, "layers\\.\\d+\\.mlp\\.up_proj": 7}}
    }],
    ["patterns with rank-stabilized scales in Llama, BF16", {
        size: llama, modules: linearModules(llama), dtype: "BF16", rank: (module) => module.includes(".0.mlp.") ? 4 : 8,
        config: {rank_pattern: {"^model.layers.0.mlp..*": 4}, alpha_pattern: {"(k_proj|o_proj)": 3}, use_rslora: true}
    }],
    ["one layer only (layers_to_transform)", {size: qwen, modules: ["model.layers.1.self_attn.q_proj"], rank: 4, dtype: "F32", config: {layers_to_transform: [1]}}]
];

describe("an imported adapter equals the reference", () => {
    const folder = testFolders();

    it.each(cases)("%s", async (_title, adapter) => {
        const {at} = await folder();
        const peft = await writePeft(at("my adapter"), adapter);
        const {file} = await importPeft(peft, {targetFolder: at("out"), base: shapeOf(adapter.size)});
        convertInPython(peft, at("reference.gguf"), adapter.size);
        const [ours, reference] = [await read(file), await read(at("reference.gguf"))];
        expect(ours.summary.alpha).toBe(reference.summary.alpha);
        expect(ours.summary.architecture).toBe(reference.summary.architecture);
        expect([...ours.weights.keys()].sort()).toEqual([...reference.weights.keys()].sort());
        expect(ours.summary.pairs.length).toBe(adapter.modules.length);
        const byTarget = (reading: ReadFile) => new Map(reading.summary.pairs.map((pair) => [pair.target, pair]));
        expect(byTarget(ours)).toEqual(byTarget(reference));
        for (const [name, weights] of reference.weights)
            expect(Buffer.compare(ours.weights.get(name) ?? new Uint8Array(), weights), name).toBe(0);
    });
});
