/** Adapters through the whole engine on the real weights: they change the answer, never leak into another's, and a bad one leaves the model working. */
import {copyFile, mkdtemp, rm} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import type {AdapterUse} from "../../src/core/adapters/use.js";
import type {CompletionOutcome} from "../../src/core/completion/types.js";
import {asHearthError, type ErrorCode} from "../../src/core/errors.js";
import {ChatEngine} from "../../src/system/chat/chatEngine.js";
import {importPeft} from "../../src/system/adapters/importPeft.js";
import {readModelShape} from "../../src/system/models/inspect.js";
import {type Adapter, linearModules, qwenHalfBillion, shapeOf, small, writePeft} from "../unit/adapters/peftFixture.js";
import {testFolders} from "../unit/models/folderFixture.js";
import {queryAt, specOf, testModel, watchedEngine} from "./harness.js";

const {engine} = watchedEngine();
const chat = new ChatEngine(engine);
const folder = testFolders();
/** Loud enough to change what is written. */
const fixture: Adapter = {size: qwenHalfBillion, modules: linearModules(qwenHalfBillion).filter((name) => /q_proj|v_proj|down_proj/.test(name)), rank: 8, dtype: "F16", scale: 0.05};
const query = queryAt("export function sum(values: number[]): number {\n    let total = 0;\n    for (const value of ‸\n    return total;\n}\n", {maxTokens: 12});
let a: AdapterUse, b: AdapterUse;
let kept = "";

beforeAll(async () => {
    kept = await mkdtemp(path.join(os.tmpdir(), "hearth-adapters-"));
    a = await made(path.join(kept, "a"), fixture);
    b = await made(path.join(kept, "b"), {...fixture, seed: 7});
    await engine.use(specOf(testModel));
});
afterAll(async () => {
    await engine.dispose();
    await rm(kept, {recursive: true});
});

async function made(at: string, adapter: Adapter): Promise<AdapterUse> {
    const {file, summary} = await importPeft(await writePeft(at, adapter), {targetFolder: `${at}-out`, base: await readModelShape(testModel)});
    return {path: file, sha256: summary.sha256, scale: 1};
}

function answer(...adapters: readonly AdapterUse[]): Promise<CompletionOutcome> {
    return engine.complete({...query, adapters});
}

/** What was written and how likely each token was: equal only if the logits were. */
async function said(...adapters: readonly AdapterUse[]): Promise<unknown> {
    const {raw, pieces} = await answer(...adapters);
    return {raw, pieces};
}

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode> {
    return promise.then(() => expect.fail("it was accepted"), (error: unknown) => asHearthError(error).code);
}

describe("adapters in the engine", () => {
    it("change the answer; at scale 0 it is the base's, token for token", async () => {
        const alone = await said();
        expect(await said(a)).not.toEqual(alone);
        expect(await said(b)).not.toEqual(await said(a));
        expect(await said({...a, scale: 0})).toEqual(alone);
        expect(await said({...a, scale: 0.5})).not.toEqual(await said(a));
    });

    it("give the same again after others have spoken, and after their caches are gone", async () => {
        const [alone, first, both] = [await said(), await said(a), await said(a, b)];
        // More sets than caches are kept.
        for (const scale of [0.25, 0.75, 1.25, 1.5])
            await said({...b, scale});
        expect(await said(a)).toEqual(first);
        expect(await said(b)).not.toEqual(first);
        expect(await said(a)).toEqual(first);
        expect(await said(a, b)).toEqual(both);
        expect(await said()).toEqual(alone);
    });

    it("speak in answers too, apart from those of completions", async () => {
        const question = {lane: "task" as const, system: "You are terse.", turns: [{role: "user" as const, text: "Name three fruits."}], maxTokens: 16, temperature: 0};
        const reply = async (...adapters: readonly AdapterUse[]) => (await chat.reply({...question, adapters}, new AbortController().signal, () => undefined)).text;
        const [alone, other] = [await reply(), await said(a)];
        expect(await reply(b)).not.toBe(alone);
        expect(await said(a)).toEqual(other);
        expect(await reply()).toBe(alone);
    });

    it("are never mixed by switching in the middle of an answer", async () => {
        const sets: readonly (readonly AdapterUse[])[] = [[], [a], [b], [a, b]];
        const expected: unknown[] = [];
        for (const set of sets)
            expected.push(await said(...set));
        for (let round = 0; round < 12; round++) {
            const overtaken = answer(...sets[round % 4] ?? []).catch(() => undefined);
            await new Promise((resolve) => setTimeout(resolve, 15 * (round % 5)));
            const next = (round * 3 + 1) % 4;
            expect(await said(...sets[next] ?? []), `round ${round}`).toEqual(expected[next]);
            await overtaken;
        }
    });

    it("that can't be used are refused with a reason, and the base goes on", async () => {
        const {at} = await folder();
        const alone = await said();
        const other = small("qwen2", {layers: 2});
        const wrong = await importPeft(await writePeft(at("wrong"), {...fixture, size: other, modules: linearModules(other)}), {targetFolder: at("out"), base: shapeOf(other)});
        expect(await codeOf(answer({path: wrong.file, sha256: wrong.summary.sha256, scale: 1}))).toBe("adapter.doesNotFit");
        expect(await codeOf(answer({...a, path: at("missing.gguf"), scale: 3}))).toBe("adapter.notFound");
        expect(await codeOf(answer({...a, path: b.path, scale: 3}))).toBe("adapter.changed");
        expect(await codeOf(answer({path: testModel, sha256: "0".repeat(64), scale: 1}))).toBe("adapter.notAdapter");
        expect(await said()).toEqual(alone);
    });

    it("go on when their file is deleted, until it must be loaded again; a new file in its place is told apart", async () => {
        const {at} = await folder();
        const file = at("moved.gguf");
        await copyFile(a.path, file);
        const use = {...a, path: file};
        const before = await said(use);
        await rm(file);
        expect(await said(use)).toEqual(before);
        await copyFile(b.path, file);
        expect(await codeOf(answer({...use, scale: 2}))).toBe("adapter.changed");
        expect(await codeOf(answer({...b, path: file, scale: 2}))).toBe("adapter.replaced");
        expect(await said(use)).toEqual(before);
        await engine.restart();
        expect(await said({...b, path: file})).toEqual(await said(b));
    });
});
