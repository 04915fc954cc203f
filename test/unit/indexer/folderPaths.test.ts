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

    it("know a directory by what is in it, also further down, and only as long", () => {
        const paths = new FolderPaths();
        paths.set("a/b/c.ts", 1, true);
        paths.set("a/d.ts", 2, true);
        paths.set("e.ts", 3, true);
        expect([paths.below("a/b"), paths.below("a"), paths.below("a/d.ts")]).toEqual([["a/b/c.ts"], ["a/b/c.ts", "a/d.ts"], []]);
        paths.delete("a/d.ts");
        expect(paths.below("a")).toEqual(["a/b/c.ts"]);
        paths.delete("a/b/c.ts");
        expect([paths.below("a"), paths.below("a/b"), paths.below("")]).toEqual([[], [], ["e.ts"]]);
    });
});
