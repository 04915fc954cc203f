import os from "node:os";
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {hearthModelFolder} from "../../src/system/models/folders.js";
import {queryAt, specOf, watchedEngine, type WatchedEngine} from "./harness.js";

const plainModel = process.env["HEARTH_TEST_PLAIN_MODEL"] ??
    path.join(hearthModelFolder(process.env, process.platform, os.homedir()), "SmolLM2-135M-Instruct.Q4_1.gguf");

describe("a model that can't fill in the middle", () => {
    let watched: WatchedEngine;
    beforeAll(async () => {
        watched = watchedEngine();
        await watched.engine.use(specOf(plainModel));
    });
    afterAll(() => watched.engine.dispose());

    it("is loaded, and known to be one", () => {
        expect(watched.engine.state).toMatchObject({kind: "ready", model: {architecture: "llama"}});
        expect(watched.engine.state).not.toHaveProperty("model.fimFamily");
    });

    it("completes from the text before the cursor, and reads nothing of what follows", async () => {
        const outcome = await watched.engine.complete(queryAt(`def add(a, b):\n    return a‸\n${"# below\n".repeat(50)}`, {languageId: "python"}));
        expect(outcome.text.trim()).toBe("+ b");
        expect(outcome.cost.promptTokens).toBeLessThan(20);
    });
});
