import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {afterEach, beforeEach, describe, expect, it} from "vitest";

import {builtFolder} from "../../../scripts/lib/builtFolder.mjs";

describe("a folder that is built once", () => {
    let cache: string;
    const before = process.env["HEARTH_CACHE"];
    beforeEach(() => {
        cache = mkdtempSync(path.join(os.tmpdir(), "hearth-cache-"));
        process.env["HEARTH_CACHE"] = cache;
    });
    afterEach(() => {
        if (before === undefined)
            delete process.env["HEARTH_CACHE"];
        else
            process.env["HEARTH_CACHE"] = before;
        rmSync(cache, {recursive: true});
    });
    const build = (folder: string) => {
        writeFileSync(path.join(folder, "content"), "");
        return Promise.resolve();
    };

    it("is built once per key", async () => {
        let built = 0;
        const counted = (folder: string) => {
            built++;
            return build(folder);
        };
        const first = await builtFolder("editor", {version: 1}, counted);
        expect(await builtFolder("editor", {version: 1}, counted)).toBe(first);
        expect(existsSync(path.join(first, "content"))).toBe(true);
        expect(built).toBe(1);
        expect(await builtFolder("editor", {version: 2}, counted)).not.toBe(first);
        expect(built).toBe(2);
        expect(existsSync(first), "the older one is of no use").toBe(false);
    });

    it("leaves nothing when building fails, and builds again", async () => {
        await expect(builtFolder("editor", 1, () => Promise.reject(new Error("no compiler")))).rejects.toThrow("no compiler");
        expect(readdirSync(cache)).toEqual([]);
        expect(readdirSync(await builtFolder("editor", 1, build))).toContain("content");
    });

    it("takes no folder that was left half built", async () => {
        const folder = await builtFolder("editor", 1, build);
        rmSync(folder, {recursive: true});
        mkdirSync(folder);
        writeFileSync(path.join(folder, "half"), "");
        expect(readdirSync(await builtFolder("editor", 1, build))).not.toContain("half");
    });
});
