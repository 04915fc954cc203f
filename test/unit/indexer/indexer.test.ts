import {execFileSync, spawnSync} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {describe, expect, it} from "vitest";

import type {Indexer} from "../../../src/system/index/indexer.js";
import {anotherWorkspace, useFreshWorkspaces, workspace} from "./freshWorkspace.js";
import {query, told} from "./harness.js";
import {shapes} from "./shapes.js";

useFreshWorkspaces();

/** Only root on Linux may make a disk of its own. */
const canMount = process.platform === "linux" && process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

const filesOf = (dump: Record<string, unknown>) => (dump["files"] as string[]).map((row) => row.split(" | ")[0]);
const skippedOf = (dump: Record<string, unknown>) => Object.fromEntries((dump["files"] as string[]).map((row) => row.split(" | ")).filter((cells) => cells[4] !== "").map((cells): [string, string] => [cells[0] ?? "", cells[4] ?? ""])) as Record<string, string>;

/** An index that is just being made, of so many files. */
async function amidst(many: number, content: (i: number) => string): Promise<Indexer> {
    workspace.write(Object.fromEntries(Array.from({length: many}, (_, i) => [`f${String(i)}.ts`, content(i)])));
    const indexer = workspace.start();
    await expect.poll(() => workspace.states.some((state) => state.kind === "indexing" && state.done > 0), {timeout: 30_000, interval: 5}).toBe(true);
    return indexer;
}
const functions = (i: number) => `export function file${String(i)}() {}\n`.repeat(20);

describe("a first run", () => {
    it("keeps symbols, imports with their files, and chunks", async () => {
        await (await workspace.write(shapes).open()).dispose();
        const dump = workspace.dump();
        expect(dump["symbols"]).toContain("src/shape.ts | 2 | Circle | 0 | 5 | 10 | class Circle implements Shape |  |  | 1");
        expect(dump["imports"]).toEqual(["src/use.ts | 0 | ./shape.js | Circle Shape | 0 | 0 | shape | src/shape.ts"]);
        expect(dump["chunks"]).toHaveLength(2);
        expect(workspace.states.at(-1)).toMatchObject({kind: "ready", readOnly: false, stats: {files: 2, symbols: 6}});
    });

    it("leads the imports of many files, whichever came first, and of those that another branch brings", async () => {
        const ring = (of: number, from = 0) => Object.fromEntries(Array.from({length: of}, (_, i) => [`src/f${String(from + i)}.ts`, `import {v${String(from + (i + 1) % of)}} from "./f${String(from + (i + 1) % of)}.js";\nexport const v${String(from + i)} = 1;\n`]));
        const targets = () => (workspace.dump()["imports"] as string[]).filter((row) => /src\/f\d+\.ts$/.test(row)).length;
        const indexer = await workspace.write(ring(600)).open();
        expect(targets()).toBe(600);
        const others = ring(600, 1_000);
        workspace.write(others);
        indexer.filesChanged(Object.keys(others).map((file) => workspace.at(file)));
        await indexer.settled();
        expect(targets()).toBe(1_200);
    }, 60_000);

    it("leads them also where the first run was stopped in its midst", async () => {
        const indexer = await amidst(1_500, (i) => `import {v${String(i + 1)}} from "./f${String(i + 1)}.js";\nexport const v${String(i)} = 1;\n`.padEnd(2_000, "/"));
        await indexer.pause();
        workspace.write({"last.ts": "export const last = 1;\n"});
        indexer.filesChanged([workspace.at("last.ts")]);
        await indexer.settled();
        const {files, imports} = workspace.dump() as {files: string[]; imports: string[]};
        const here = new Set(files.map((row) => row.split(" | ")[0]));
        expect(imports.length).toBeGreaterThan(0);
        for (const row of imports) {
            const cells = row.split(" | "), aim = `f${String(Number(/f(\d+)\.js/.exec(cells[2] ?? "")?.[1]))}.ts`;
            expect(cells.at(-1)).toBe(here.has(aim) ? aim : "");
        }
    }, 60_000);

    it("keeps nothing in the workspace", async () => {
        await workspace.write(shapes).open();
        expect(existsSync(workspace.at(".hearth"))).toBe(false);
        expect(path.relative(workspace.folder, workspace.storage).startsWith("..")).toBe(true);
    });

    it("leaves out what ignore files, settings and habit leave out", async () => {
        await workspace.write({
            ".gitignore": "/dist\n*.log\n", ".hearthignore": "private/\n", "dist/a.ts": "export const a = 1;\n", "a.log": "x\n", "private/b.ts": "x\n", "node_modules/m/i.js": "x\n",
            "sub/.gitignore": "!keep.log\n", "sub/keep.log": "kept\n", "sub/other.log": "x\n", "vendor/c.ts": "x\n", "kept.ts": "export const k = 1;\n",
            "module/.git": "gitdir: ../.git/modules/module\n", "module/d.log": "another repository has its own rules\n"
        }).open({exclude: ["vendor/"]});
        expect(filesOf(workspace.dump())).toEqual([".gitignore", ".hearthignore", "kept.ts", "module/.git", "module/d.log", "sub/.gitignore", "sub/keep.log"]);
    });

    it("looks at the ignore files above a folder that is part of a repository", async () => {
        workspace.write({".git/HEAD": "ref: x\n", ".gitignore": "/app/out\n*.tmp\n", "app/out/a.ts": "x\n", "app/b.tmp": "x\n", "app/src/out/c.ts": "x\n"});
        await workspace.open({folders: [{path: workspace.at("app"), name: "app"}]});
        expect(filesOf(workspace.dump())).toEqual(["src/out/c.ts"]);
    });

    it("takes a folder that is opened, although its repository ignores it", async () => {
        workspace.write({".git/HEAD": "ref: x\n", ".gitignore": "/build\n", "build/a.ts": "export const a = 1;\n", "build/.gitignore": "b.ts\n", "build/b.ts": "x\n"});
        await workspace.open({folders: [{path: workspace.at("build"), name: "build"}]});
        expect(filesOf(workspace.dump())).toEqual([".gitignore", "a.ts"]);
    });
});

describe("bad files", () => {
    it("are skipped for what they are", async () => {
        await workspace.write({
            "bundle.js": `var a=${"f(1,2),".repeat(30_000)}0;\n`, "big.txt": "0123456789\n".repeat(120_000), "binary.txt": new Uint8Array([1, 0, 2, 3]), "pic.png": "not even opened",
            ".env": "TOKEN=x\n", "latin.py": Buffer.from("def gr\xfc\xdfe(): return 1\n", "latin1"), "deep.json": "[".repeat(30_000), "broken.ts": "class {{{ if (\n".repeat(200),
            "config.ts": `export const apiKey = "${["q8Zx2Lw9Vb4", "Nm7Kj1Hg5Fd3S"].join("")}";\n`, "empty.ts": ""
        }).open();
        const dump = workspace.dump();
        expect(skippedOf(dump)).toEqual({"bundle.js": "minified", "big.txt": "tooLarge", "binary.txt": "binary", "pic.png": "binary", ".env": "secret", "config.ts": "secret", "deep.json": "minified"});
        expect(dump["symbols"]).toEqual([expect.stringContaining("latin.py | 0 | grüße")]);
    }, 60_000);

    it("may have any name", async () => {
        const names = ["line\nbreak.ts", "emoji 🎉.ts", "quote\"'.ts", "per%cent.ts", "ünï.ts"];
        const indexer = await workspace.write(Object.fromEntries(names.map((name, i) => [name, `export const named${String(i)} = 1;\n`]))).open();
        expect((workspace.dump()["files"] as string[]).length).toBe(names.length);
        const hits = await indexer.search({query: "named0", limit: 5});
        expect(hits[0]).toMatchObject({path: names[0], text: "export const named0 = 1;"});
    });

    it("and links in a circle are not followed", async () => {
        workspace.write({"a/x.ts": "export const x = 1;\n"});
        symlinkSync(workspace.folder, workspace.at("a/loop"));
        symlinkSync("/etc/passwd", workspace.at("a/outside.txt"));
        symlinkSync(workspace.at("a/gone"), workspace.at("a/dangling"));
        await workspace.open();
        expect(filesOf(workspace.dump())).toEqual(["a/x.ts"]);
    });
});

it("finds what a compiler wrote by its words, and what it defines where it is declared", async () => {
    const indexer = await workspace.write({
        "lib/shape.js": "export class Circle {\n    area() { return roundness; }\n}\n//# sourceMappingURL=shape.js.map", "lib/shape.d.ts": "export declare class Circle {\n    area(): number;\n}\n//# sourceMappingURL=shape.d.ts.map"
    }).open();
    expect((await indexer.search({query: "roundness", limit: 1}))[0]?.path).toBe("lib/shape.js");
    expect(workspace.dump()["symbols"]).toEqual([expect.stringContaining("lib/shape.d.ts | 0 | Circle"), expect.stringContaining("lib/shape.d.ts | 1 | area")]);
});

describe("changes", () => {
    it("of files are searchable when told", async () => {
        const indexer = await workspace.write(shapes).open();
        workspace.write({"src/shape.ts": "export class Square {}\n", "src/new/more.ts": "export function lately(): void {}\n"});
        workspace.remove("src/use.ts");
        indexer.filesChanged([workspace.at("src/shape.ts"), workspace.at("src/new"), workspace.at("src/use.ts")]);
        await indexer.settled();
        const names = async (text: string) => (await indexer.search({query: text, limit: 5})).map(({scope}) => scope);
        expect([await names("Square"), await names("lately"), await names("Circle")]).toEqual([["Square", ""], ["lately", ""], []]);
    });

    it("of unsaved text count, and are forgotten when it is closed", async () => {
        const indexer = await workspace.write(shapes).open();
        indexer.documentChanged(workspace.at("src/use.ts"), "export function unsaved(): void {}\n");
        await indexer.settled();
        expect((await indexer.search({query: "unsaved", limit: 5}))[0]).toMatchObject({path: "src/use.ts", text: "export function unsaved(): void {}"});
        indexer.documentChanged(workspace.at("src/use.ts"), undefined);
        await indexer.settled();
        expect(await indexer.search({query: "unsaved", limit: 5})).toEqual([]);
        expect((await indexer.search({query: "total", limit: 5}))[0]?.path).toBe("src/use.ts");
    });

    it("of an ignore file take files out and bring them back", async () => {
        const indexer = await workspace.write(shapes).open();
        workspace.write({".gitignore": "src/use.ts\n"});
        indexer.filesChanged([workspace.at(".gitignore")]);
        await indexer.settled();
        expect(filesOf(workspace.dump())).toEqual([".gitignore", "src/shape.ts"]);
        workspace.remove(".gitignore");
        indexer.filesChanged([workspace.at(".gitignore")]);
        await indexer.settled();
        expect(filesOf(workspace.dump())).toEqual(["src/shape.ts", "src/use.ts"]);
    });

    it("of a file to a folder, and of a folder to a file, leave nothing of what was", async () => {
        const indexer = await workspace.write({"lib/a.ts": "export const a = 1;\n", "lib/deep/b.ts": "export const b = 1;\n", "other/c.ts": "export const c = 1;\n"}).open();
        workspace.remove("lib");
        workspace.write({"lib": "export const file = 1;\n"});
        indexer.filesChanged([workspace.at("lib")]);
        await indexer.settled();
        expect(filesOf(workspace.dump())).toEqual(["lib", "other/c.ts"]);
        workspace.remove("lib");
        renameSync(workspace.at("other"), workspace.at("lib"));
        // Its old text is still open, unsaved.
        indexer.documentChanged(workspace.at("lib"), "export const unsaved = 1;\n");
        indexer.filesChanged(["lib", "other"].map((each) => workspace.at(each)));
        await indexer.settled();
        expect(filesOf(workspace.dump())).toEqual(["lib", "lib/c.ts"]);
    });

    it("of a folder for another one bring that one's own ignore file", async () => {
        const indexer = await workspace.write({"a/.gitignore": "x.ts\n", "a/x.ts": "x\n", "a/y.ts": "y\n", "b/.gitignore": "y.ts\n", "b/x.ts": "x\n", "b/y.ts": "y\n"}).open();
        expect(filesOf(workspace.dump())).toEqual(["a/.gitignore", "a/y.ts", "b/.gitignore", "b/x.ts"]);
        workspace.remove("a");
        renameSync(workspace.at("b"), workspace.at("a"));
        indexer.filesChanged(["a", "b"].map((each) => workspace.at(each)));
        await indexer.settled();
        expect(filesOf(workspace.dump())).toEqual(["a/.gitignore", "a/x.ts"]);
    });

    it("of a tsconfig lead imports elsewhere", async () => {
        const indexer = await workspace.write({"src/a.ts": "import {b} from \"@lib/b\";\n", "lib/b.ts": "export const b = 1;\n", "tsconfig.json": "{}"}).open();
        const target = () => (workspace.dump()["imports"] as string[])[0]?.split(" | ").at(-1);
        expect(target()).toBe("");
        workspace.write({"tsconfig.json": "{\"compilerOptions\": {\"paths\": {\"@lib/*\": [\"./lib/*\"]}}}"});
        indexer.filesChanged([workspace.at("tsconfig.json")]);
        await indexer.settled();
        expect(target()).toBe("lib/b.ts");
    });
});

describe("faults", () => {
    const many = Object.fromEntries(Array.from({length: 600}, (_, i) => [`d${String(i % 7)}/f${String(i)}.ts`, `import {shared} from "../shared.js";\nexport function file${String(i)}(): number {\n    return shared + ${String(i)};\n}\n`]));

    it("a kill in the middle costs time only", async () => {
        workspace.write({...many, "shared.ts": "export const shared = 1;\n"});
        const first = workspace.start();
        await expect.poll(() => workspace.states.some((state) => state.kind === "indexing" && state.done > 0 && state.done < 600), {timeout: 60_000, interval: 5}).toBe(true);
        process.kill(first.pid ?? 0, "SIGKILL");
        // The supervisor starts it again by itself.
        await expect.poll(() => workspace.states.some(({kind}) => kind === "restarting"), {timeout: 10_000}).toBe(true);
        await expect.poll(() => workspace.states.at(-1)?.kind, {timeout: 60_000}).toBe("ready");
        await first.dispose();
        const fresh = anotherWorkspace();
        await (await fresh.open({folders: [{path: workspace.folder, name: "w"}]})).dispose();
        expect(workspace.dump()).toEqual(fresh.dump());
        await fresh.dispose();
    }, 120_000);

    it("a damaged database is set aside, made anew, and told of", async () => {
        await (await workspace.write(shapes).open()).dispose();
        const file = path.join(workspace.storage, "index.sqlite");
        writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 100), Buffer.alloc(60_000, 0xab)]));
        const indexer = await workspace.open();
        expect(workspace.notices).toEqual([expect.stringContaining("Hearth's index was damaged")]);
        expect(existsSync(path.join(workspace.storage, "damaged.sqlite"))).toBe(true);
        expect((await indexer.search({query: "Circle", limit: 3}))[0]?.path).toBe("src/shape.ts");
    });

    it("a database that turns out damaged during a search is made anew, too", async () => {
        const indexer = await workspace.write(many).open();
        await indexer.dispose();
        const file = path.join(workspace.storage, "index.sqlite");
        const bytes = readFileSync(file);
        // All but the first pages, which say what tables there are.
        bytes.fill(0xab, 65_536);
        writeFileSync(file, bytes);
        const again = workspace.start();
        await expect.poll(async () => {
            await again.search({query: "file1", limit: 3}).catch(() => undefined);
            return workspace.notices.length;
        }, {timeout: 30_000}).toBeGreaterThan(0);
        await again.settled();
        expect((await again.search({query: "file599", limit: 3}))[0]?.path).toBe("d4/f599.ts");
    }, 60_000);

    it("what is no database at all is one that is damaged; an empty file is a new one", async () => {
        workspace.write(shapes);
        writeFileSync(path.join(workspace.storage, "index.sqlite"), "this is not SQLite, but long enough to look like something".repeat(50));
        await (await workspace.open()).dispose();
        expect(workspace.notices).toHaveLength(1);
        truncateSync(path.join(workspace.storage, "index.sqlite"), 0);
        await workspace.open();
        expect(workspace.notices).toHaveLength(1);
        expect(filesOf(workspace.dump())).toHaveLength(2);
    });

    it("a database of another version is made anew without a word", async () => {
        await (await workspace.write(shapes).open()).dispose();
        const database = new DatabaseSync(path.join(workspace.storage, "index.sqlite"));
        database.exec("PRAGMA user_version = 999; DELETE FROM symbols");
        database.close();
        await workspace.open();
        expect(workspace.notices).toEqual([]);
        expect(workspace.dump()["symbols"]).toHaveLength(6);
    });

    it("a storage that can't be used is a failure with a sentence, and no crash", async () => {
        const file = path.join(workspace.storage, "in-the-way");
        writeFileSync(file, "");
        const indexer = workspace.write(shapes).start({storage: path.join(file, "index")});
        await expect.poll(() => indexer.state).toMatchObject({kind: "failed", error: {code: "index.cannotStore"}});
        await expect(indexer.search({query: "x", limit: 1})).rejects.toMatchObject({code: "index.notReady"});
    });

    it.runIf(canMount)("a disk that fills up is a failure with a sentence; what was there can be searched, and with space it goes on", async () => {
        const disk = mkdtempSync(path.join(tmpdir(), "hearth-disk-"));
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=900k", "tmpfs", disk]);
        try {
            workspace.write(many);
            const indexer = workspace.start({storage: disk});
            await expect.poll(() => indexer.state, {timeout: 30_000}).toMatchObject({kind: "failed", error: {code: "index.diskFull"}});
            expect(await indexer.search({query: "shared", limit: 5})).toBeDefined();
            execFileSync("mount", ["-o", "remount,size=60m", disk]);
            await indexer.rebuild();
            expect((await indexer.settled()).files).toBe(600);
            await indexer.dispose();
        } finally {
            execFileSync("umount", ["-l", disk]);
        }
    }, 60_000);

    it("two windows: one writes, the other reads, and takes over", async () => {
        const first = await workspace.write(shapes).open();
        const second = await workspace.open();
        expect(second.state).toMatchObject({kind: "ready", readOnly: true});
        expect((await second.search({query: "Circle", limit: 1}))[0]?.path).toBe("src/shape.ts");
        const answer = await second.related(query(workspace.at("src/use.ts"), "import {Circle} from \"./shape.js\";\nconst c = ‸\n", {sources: ["imports"]}));
        expect(told(answer)[0]).toBe("imports src/shape.ts: export class Circle implements Shape {");
        await first.dispose();
        await expect.poll(() => second.state, {timeout: 20_000}).toMatchObject({kind: "ready", readOnly: false});
        workspace.write({"src/late.ts": "export const latecomer = 1;\n"});
        second.filesChanged([workspace.at("src/late.ts")]);
        await second.settled();
        expect((await second.search({query: "latecomer", limit: 1}))[0]?.path).toBe("src/late.ts");
    }, 40_000);
});

describe("several folders", () => {
    it("have each their own files, and one that leaves takes them along", async () => {
        workspace.write({"one/a.ts": "export const inOne = 1;\n", "two/a.ts": "export const inTwo = 1;\n"});
        const folders = ["one", "two"].map((name) => ({path: workspace.at(name), name}));
        const indexer = await workspace.open({folders});
        expect((await indexer.search({query: "inTwo", limit: 1}))[0]).toMatchObject({folder: workspace.at("two"), path: "a.ts"});
        void indexer.use({storage: workspace.storage, exclude: [], folders: folders.slice(0, 1)});
        await indexer.settled();
        expect(await indexer.search({query: "inTwo", limit: 1})).toEqual([]);
        expect((await indexer.search({query: "inOne", limit: 1}))[0]?.path).toBe("a.ts");
    });
});

describe("the user's commands", () => {
    it("rebuild makes the same index anew", async () => {
        const indexer = await workspace.write(shapes).open();
        const before = workspace.dump();
        await indexer.rebuild();
        await indexer.settled();
        expect(workspace.dump()).toEqual(before);
    });

    it("rebuild in the midst of a run begins anew, and ends with everything", async () => {
        const indexer = await amidst(1_500, functions);
        await Promise.all([indexer.rebuild(), indexer.rebuild()]);
        expect((await indexer.settled()).files).toBe(1_500);
        expect(workspace.states.filter(({kind}) => kind === "failed" || kind === "restarting")).toEqual([]);
    }, 120_000);

    it("stop leaves what is there, and rebuild goes on", async () => {
        const indexer = await amidst(1_500, functions);
        await indexer.pause();
        expect(indexer.state.kind).toBe("paused");
        await indexer.rebuild();
        const stats = await indexer.settled();
        expect(stats.files).toBe(1_500);
    }, 120_000);
});
