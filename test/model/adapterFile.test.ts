/** Imported adapters in the real engine on the real 0.5B: they change what the model says, and by as much as PEFT would. */
import {availableParallelism} from "node:os";

import {getLlama, type Llama, type LlamaModel} from "node-llama-cpp";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import type {ModelShape} from "../../src/core/models/modelInfo.js";
import {importPeft} from "../../src/system/adapters/importPeft.js";
import {inspectAdapterFile} from "../../src/system/adapters/inspect.js";
import {readModelShape} from "../../src/system/models/inspect.js";
import {linearModules, qwenHalfBillion, shapeOf, writePeft, type Adapter} from "../unit/adapters/peftFixture.js";
import {testFolders} from "../unit/models/folderFixture.js";
import {testModel} from "./harness.js";

/** Never more than the physical cores: beyond them the engine's threads wait for one another. */
const threads = Math.max(1, Math.floor(availableParallelism() / 2));

let llama: Llama;
let model: LlamaModel;
let base: ModelShape;

beforeAll(async () => {
    llama = await getLlama({gpu: false, build: "never", skipDownload: true});
    model = await llama.loadModel({modelPath: testModel});
    base = await readModelShape(testModel);
});
afterAll(async () => {
    await model.dispose();
    await llama.dispose();
});

/** Probabilities of the next token, by token, after a prompt. */
async function next(...adapters: readonly {readonly filePath: string; readonly scale: number}[]): Promise<ReadonlyMap<number, number>> {
    const context = await model.createContext({contextSize: 256, threads, ...(adapters.length === 0 ? {} : {lora: {adapters: [...adapters]}})});
    try {
        const tokens = model.tokenize("function add(a: number, b: number): number {\n    return ");
        const last = tokens.at(-1);
        if (last === undefined)
            throw new Error("the prompt is empty");
        const outputs = await context.getSequence().controlledEvaluate([...tokens.slice(0, -1), [last, {generateNext: {probabilities: true}}]]);
        const probabilities = outputs.at(-1)?.next.probabilities;
        if (probabilities === undefined)
            throw new Error("the engine gave no probabilities");
        return probabilities;
    } finally {
        await context.dispose();
    }
}

function greatestDifference(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
    let most = 0;
    for (const [token, probability] of one)
        most = Math.max(most, Math.abs(probability - (other.get(token) ?? 0)));
    return most;
}

const plain: Adapter = {size: qwenHalfBillion, modules: linearModules(qwenHalfBillion), rank: 8, dtype: "F32", scale: 0.03};

describe("an imported adapter on the real model", () => {
    const folder = testFolders();
    const imported = async (at: string, adapter: Adapter) => (await importPeft(await writePeft(at, adapter), {targetFolder: `${at}-out`, base})).file;

    it("is for exactly the shapes that the model's header has", () => {
        const fixture = shapeOf(qwenHalfBillion);
        expect({...base, name: undefined, tensors: undefined}).toEqual({...fixture, name: undefined, tensors: undefined});
        for (const [name, dimensions] of fixture.tensors)
            expect(base.tensors.get(name), name).toEqual(dimensions);
    });

    it("changes what comes next; at scale 0 nothing, at another scale something else", async () => {
        const {at} = await folder();
        const filePath = await imported(at("one"), plain);
        expect((await inspectAdapterFile(filePath, {base})).pairs.length).toBe(24 * 7);
        const without = await next();
        expect(greatestDifference(without, await next({filePath, scale: 1}))).toBeGreaterThan(0.05);
        expect(greatestDifference(await next({filePath, scale: 0.5}), await next({filePath, scale: 1}))).toBeGreaterThan(0.02);
        expect(await next({filePath, scale: 0})).toEqual(without);
        expect(await next()).toEqual(without);
    });

    it("may change the embedding and the output", async () => {
        const {at} = await folder();
        const without = await next();
        for (const module of ["model.embed_tokens", "lm_head"]) {
            const filePath = await imported(at(module), {...plain, modules: [module], dtype: "BF16", scale: 0.1});
            expect(greatestDifference(without, await next({filePath, scale: 1})), module).toBeGreaterThan(0.001);
        }
    });

    it("does the same whether its scale stands in alpha, in alpha's patterns, in the root of the rank, or at the engine", async () => {
        const {at} = await folder();
        // Scale 2 everywhere: 16 / 8. In the patterns v and down have 2 by themselves, and the one alpha of the file is another's.
        const alpha = await imported(at("alpha"), plain);
        const patterns = await imported(at("patterns"), {...plain, config: {lora_alpha: 3, alpha_pattern: {"(v_proj|down_proj|o_proj)": 16, ".*": 16}}});
        const mixed = await imported(at("mixed"), {...plain, config: {lora_alpha: 16, alpha_pattern: {"(v_proj|down_proj)": 32}}});
        const root = await imported(at("root"), {...plain, config: {lora_alpha: 2 * Math.sqrt(8), use_rslora: true}});
        const expected = await next({filePath: alpha, scale: 1});
        expect(greatestDifference(await next({filePath: patterns, scale: 1}), expected)).toBeLessThan(1e-6);
        expect(greatestDifference(await next({filePath: root, scale: 1}), expected)).toBeLessThan(1e-6);
        expect(greatestDifference(await next({filePath: mixed, scale: 1}), expected)).toBeGreaterThan(0.01);
        const half = await imported(at("half"), {...plain, config: {lora_alpha: 8}});
        expect(greatestDifference(await next({filePath: half, scale: 2}), expected)).toBeLessThan(1e-6);
    });

    it("with its scales in B is the same as two adapters with scales of their own", async () => {
        const {at} = await folder();
        // The attention has more pairs, so its alpha is the file's and the rest's B is doubled: exact, as these are halves.
        const halves: Adapter = {...plain, dtype: "F16"};
        const part = (inLayer: string) => halves.modules.filter((name) => name.includes(inLayer));
        const whole = await imported(at("whole"), {...halves, config: {alpha_pattern: {"self_attn\\..*": 8}}});
        const mlp = await imported(at("mlp"), {...halves, modules: part(".mlp.")});
        const attention = await imported(at("attention"), {...halves, modules: part(".self_attn."), config: {lora_alpha: 8}});
        expect((await inspectAdapterFile(whole)).alpha).toBe(8);
        expect((await inspectAdapterFile(mlp)).alpha).toBe(16);
        const together = await next({filePath: whole, scale: 1});
        expect(greatestDifference(together, await next({filePath: mlp, scale: 1}, {filePath: attention, scale: 1}))).toBeLessThan(1e-6);
        expect(greatestDifference(together, await next({filePath: mlp, scale: 1}))).toBeGreaterThan(0.01);
    });
});
