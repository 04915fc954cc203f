import os from "node:os";
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import type {CompletionOutcome} from "../../src/core/completion/types.js";
import {hearthModelFolder} from "../../src/system/models/folders.js";
import {queryAt, specOf, testModel, watchedEngine, type WatchedEngine} from "./harness.js";

/** Another model that has the vocabulary; the same file will do. */
const draftFile = process.env["HEARTH_TEST_DRAFT"] ?? testModel;
const otherVocabulary = process.env["HEARTH_TEST_PLAIN_MODEL"] ??
    path.join(hearthModelFolder(process.env, process.platform, os.homedir()), "SmolLM2-135M-Instruct.Q4_1.gguf");

const queries = [
    queryAt("export class Shapes {\n    square(side: number): number {\n        return side * side;\n    }\n    circle(radius: number): number {\n        ‸\n    }\n}\n", {multiline: true}),
    queryAt("const days = [\"Monday\", \"Tuesday\", ‸];\n"),
    queryAt("/** The sum of all numbers of a list. */\nexport function sum(numbers: readonly number[]): number {\n‸", {multiline: true})
];
const draftOf = (file: string) => ({path: file, expectedSha256: undefined});

async function answers({engine}: WatchedEngine): Promise<CompletionOutcome[]> {
    const found: CompletionOutcome[] = [];
    for (const query of queries) {
        // As where the cursor has rested: the draft model has read the text, too.
        await engine.prepare(query);
        found.push(await engine.complete(query));
    }
    return found;
}

describe("a draft model, with the real weights", () => {
    let watched: WatchedEngine;
    let alone: CompletionOutcome[];
    beforeAll(async () => {
        watched = watchedEngine();
        await watched.engine.use(specOf(testModel));
        alone = await answers(watched);
    });
    afterAll(() => watched.engine.dispose());

    it("guesses what the model writes, and changes none of it", async () => {
        await watched.engine.use(specOf(testModel, {draft: draftOf(draftFile)}));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {draft: {path: draftFile}}});
        const drafted = await answers(watched);
        expect(drafted.map(({raw, text, stop}) => ({raw, text, stop}))).toEqual(alone.map(({raw, text, stop}) => ({raw, text, stop})));
        const works = drafted.map(({cost}) => cost.draft ?? expect.fail("nothing is said of the draft model"));
        expect(works.reduce((sum, {guessed}) => sum + guessed, 0)).toBeGreaterThan(0);
        expect(works.every(({guessed, right}) => right <= guessed)).toBe(true);
        expect(alone.every(({cost}) => cost.draft === undefined)).toBe(true);
    });

    it("is left aside for a text that it has not read: nobody waits for that", async () => {
        const long = Array.from({length: 60}, (_, i) => `export const setting${String(i)} = ${String(i * 7)};\n`).join("");
        const {cost} = await watched.engine.complete(queryAt(`${long}export const last = ‸;\n`));
        expect(cost.draft?.guessed).toBe(0);
    });

    it("of another vocabulary is refused in a sentence, and the model works without", async () => {
        await watched.engine.use(specOf(testModel, {draft: draftOf(otherVocabulary)}));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {draftProblem: {code: "model.otherVocabulary", message: expect.stringContaining(otherVocabulary) as string}}});
        expect((await watched.engine.complete(queries[1] ?? expect.fail("there is one"))).text).toBe(alone[1]?.text);
    });

    it("that is not there is told, and the model works without", async () => {
        await watched.engine.use(specOf(testModel, {draft: draftOf("/nowhere/small.gguf")}));
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {draftProblem: {code: "model.notFound"}}});
    });
});
