import {describe, expect, it} from "vitest";

import {gitPatternsOf, IgnoreRules} from "../../../../src/core/index/ignoreRules.js";

describe("ignore rules", () => {
    const rules = IgnoreRules.of(["generated/"]).with({dir: "", text: "*.log\n/build\n!keep.log\n# comment\n"}, true).with({dir: "sub", text: "!*.log\nlocal.ts\n"}, true);

    it.each([
        ["a.log", false, true], ["deep/a.log", false, true], ["keep.log", false, false], ["build", true, true], ["sub/build", true, false], ["sub/a.log", false, false],
        ["sub/local.ts", false, true], ["local.ts", false, false], ["x/generated", true, true], ["generated", false, false], ["A.LOG", false, false],
        ["node_modules", true, true], ["a/.git", true, true], ["a\nb.ts", false, false], ["é 🎉.log", false, true]
    ])("%j (directory: %s) is ignored: %s", (path, isDirectory, ignored) => {
        expect(rules.ignores(path, isDirectory)).toBe(ignored);
    });

    it("of the user can't be taken back by a file", () => {
        expect(IgnoreRules.of(["*.snap"]).with({dir: "", text: "!*.snap\n"}, true).ignores("a.snap", false)).toBe(true);
    });

    it("of git end where another repository begins; the others do not", () => {
        const inner = IgnoreRules.of(["*.snap"]).with({dir: "", text: "*.log\n"}, true).with({dir: "", text: "*.tmp\n"}, false).inNestedRepository();
        expect(["a.snap", "a.log", "a.tmp"].map((path) => inner.ignores(path, false))).toEqual([true, false, true]);
    });

    it("of a folder above hold for what is below", () => {
        const below = IgnoreRules.of([]).with({dir: "", text: "/packages/app/dist\n/dist\n", prefix: "packages/app"}, true);
        expect([below.ignores("dist", true), below.ignores("src/dist", true)]).toEqual([true, false]);
    });

    it("leave out folders of tools, unless asked for by name", () => {
        expect(IgnoreRules.of([], ["node_modules"]).ignores("node_modules", true)).toBe(false);
    });

    it("do not stumble over a pattern that is none", () => {
        expect(IgnoreRules.of([]).with({dir: "", text: "[a-\n\\\n*.log\n"}, true).ignores("x.log", false)).toBe(true);
    });
});

it("VS Code's braces are written out", () => {
    expect(gitPatternsOf("**/*.{js,map}")).toEqual(["**/*.js", "**/*.map"]);
    expect(gitPatternsOf("{a,b}/{c,d}")).toEqual(["a/c", "a/d", "b/c", "b/d"]);
    expect(gitPatternsOf("**/.git")).toEqual(["**/.git"]);
});
