import {describe, expect, it} from "vitest";

import {FolderPaths} from "../../../src/indexer/store/folderPaths.js";

describe("the paths of a folder", () => {
    it("are told of a directory with more files than a call can have arguments", () => {
        const paths = new FolderPaths(), many = 200_000;
        for (let i = 0; i < many; i++)
            paths.set(`data/${String(i)}.json`, i + 1, true);
        paths.set("other/a.ts", many + 1, true);
        expect(paths.below("data")).toHaveLength(many);
        expect(paths.below("dat")).toEqual([]);
        expect(paths.below("")).toHaveLength(many + 1);
    });
});
