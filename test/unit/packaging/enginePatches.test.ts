import {readFileSync} from "node:fs";
import path from "node:path";

import {describe, expect, it} from "vitest";

import {engineInfo} from "../../../scripts/build/engineStubs.mjs";
import {patched, patchedModules} from "../../../scripts/build/enginePatches.mjs";

const dist = path.join(engineInfo(path.resolve(import.meta.dirname, "../../..")).folder, "dist");

describe("changes to the engine's library", () => {
    it.each([...patchedModules])("fit %s as it is installed", (module) => {
        const source = readFileSync(path.join(dist, module), "utf8");
        const changed = patched(module, source);
        expect(changed).not.toBe(source);
        expect(() => patched(module, changed)).toThrow("not once");
    });

    it("leave other modules alone, and refuse one that is not what it was", () => {
        expect(patched("index.js", "export {};")).toBe("export {};");
        expect(() => patched(patchedModules[0] ?? "", "another version")).toThrow("0 times");
    });
});
