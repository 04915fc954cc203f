import {describe, expect, it} from "vitest";

import {commitMessage, commitQuery, shortDiff, usesConventionalCommits} from "../../../../src/core/palette/commit.js";
import {namesOf, namesQuery} from "../../../../src/core/palette/names.js";

describe("commit messages", () => {
    it("follow the form of the log", () => {
        expect(usesConventionalCommits(["feat(api): add x\n\nbody", "fix: y", "Merge branch main", "Oops"])).toBe(true);
        expect(usesConventionalCommits(["Add x", "Fix y", "chore: z"])).toBe(false);
        expect(usesConventionalCommits([])).toBe(false);
        expect(commitQuery("d", ["fix: y"]).system).toContain("type(scope): subject");
        expect(commitQuery("d", ["Add y"]).turns[0]?.text).toContain("- Add y");
    });

    it("are taken out of what small models write around them", () => {
        expect(commitMessage("```\nAdd x\n\nBecause.\n```")).toBe("Add x\n\nBecause.");
        expect(commitMessage("Here is the commit message:\n\nfeat: add x")).toBe("feat: add x");
        expect(commitMessage("Commit message: \"Add x\"")).toBe("Add x");
        expect(commitMessage("`Add x`")).toBe("Add x");
        expect(commitMessage("Fix `a` and `b`")).toBe("Fix `a` and `b`");
    });

    it("see every changed file, and of lock files only that they changed", () => {
        const diff = (name: string, lines: number) => `diff --git a/${name} b/${name}\n${"+line\n".repeat(lines)}`;
        const short = shortDiff(diff("package-lock.json", 5000) + diff("src/a.ts", 2000) + diff("src/b.ts", 10), 3000);
        expect(short.length).toBeLessThan(3200);
        expect(short).toContain("(lock file)");
        expect(short).toContain("src/b.ts");
        expect(shortDiff(diff("a", 3))).toBe(diff("a", 3).trimEnd());
    });
});

describe("names", () => {
    it("are asked for in a form, and only real ones are taken", () => {
        expect(namesQuery("x", "ts", "let x").schema).toBeDefined();
        expect(namesOf("{\"names\": [\"total\", \"total\", \"not a name\", \"x\", \"größe\", 5]}", "x")).toEqual(["total", "größe"]);
        expect(namesOf("{\"names\": [\"tot", "x")).toEqual([]);
        expect(namesOf("[]", "x")).toEqual([]);
    });
});
