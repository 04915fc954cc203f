import {existsSync} from "node:fs";
import {homedir} from "node:os";
import path from "node:path";
import {describe, expect, it} from "vitest";

import {findKnownModel, knownModels} from "../../src/core/models/known.js";
import {discoverModels} from "../../src/system/models/discovery.js";
import {hearthModelFolder} from "../../src/system/models/folders.js";
import {sha256OfFile} from "../../src/system/models/hash.js";
import {inspectModelFile} from "../../src/system/models/inspect.js";

const pinned = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";

/** The pinned model: `$HEARTH_TEST_MODEL`, else where `npm run model` puts it. */
function testModel(): string {
    const set = process.env["HEARTH_TEST_MODEL"] ?? "";
    const file = set === "" ? path.join(hearthModelFolder(process.env, process.platform, homedir()), pinned) : set;
    if (!existsSync(file))
        throw new Error(`There is no model at ${file}. Run “npm run model”, or set HEARTH_TEST_MODEL to the absolute path of ${pinned}.`);
    return file;
}

describe("the pinned model", () => {
    it("is the publisher's own file", async () => {
        const sha256 = await sha256OfFile(testModel());
        expect(findKnownModel(sha256)).toBe(knownModels.find(({file}) => file === pinned));
    });

    it("is read from its header alone", async () => {
        expect(await inspectModelFile(testModel())).toEqual({
            version: 3, architecture: "qwen2", name: "Qwen2.5 Coder 0.5B Instruct AWQ", quantization: "Q4_K_M", contextLength: 32_768, blockCount: 24,
            tensorCount: 291, parameterCount: 630_167_424, fimFamily: "Qwen-Coder", type: "model", fileBytes: 491_400_064
        });
    });

    it("is found and read at once a second time", async () => {
        const configuredPath = testModel();
        const options = {configuredPath, bundledFolder: "", env: {HEARTH_MODELS: path.dirname(configuredPath)}, home: path.dirname(configuredPath), platform: process.platform};
        const [first] = await discoverModels(options);
        expect(first).toMatchObject({path: configuredPath, source: "setting", problem: undefined, summary: {fimFamily: "Qwen-Coder"}});
        const start = performance.now();
        const [second] = await discoverModels(options);
        // Printed, not asserted: a busy machine is no defect.
        console.info(`second listing: ${(performance.now() - start).toFixed(1)} ms`);
        expect(second?.summary).toBe(first?.summary);
    });
});
