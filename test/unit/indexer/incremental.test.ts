// After any sequence of edits, renames, deletions and unsaved changes the index that followed them equals one made anew.
import {existsSync, mkdirSync, renameSync, statSync} from "node:fs";
import path from "node:path";

import fc from "fast-check";
import {afterAll, beforeAll, expect, it} from "vitest";

import type {Indexer} from "../../../src/system/index/indexer.js";
import {patience, runs} from "../fuzz/runs.js";
import {buildIndexer, Workspace} from "./harness.js";

let built: Awaited<ReturnType<typeof buildIndexer>>;
beforeAll(async () => {
    built = await buildIndexer();
}, 60_000);
afterAll(() => built.dispose());

/** Names that get in each other's way: a file and a folder's index, a test and its subject, configuration, ignore files. */
const paths = ["a.ts", "a/index.ts", "b.ts", "b.test.ts", "a/b.ts", "c.py", "a/c.py", "a/__init__.py", "tsconfig.json", ".gitignore", "a/.gitignore", ".env", "note.md", "go.mod", "a/x.go", "main.go"];
const contents = [
    "export const alpha = 1;\n", "import {alpha} from \"./a\";\nexport class Beta { gamma() { return alpha; } }\n", "export * from \"./b\";\nimport {x} from \"@/b\";\n", "from a import c\nfrom .c import delta\n\ndef shared():\n    return c\n",
    "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./a/*\"]}}}\n", "{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./*\"]}}}\n", "b.ts\n", "*.py\n!c.py\n/a/\n", "# Title\n\nalpha beta\n\n## Part\n\ngamma\n", "module example.com/m\n",
    "package main\n\nimport \"example.com/m/a\"\n\nfunc main() { a.Value() }\n", "package a\n\nfunc Value() int { return 1 }\n", ""
];

type Step =
    | {readonly kind: "write" | "type"; readonly path: string; readonly content: string}
    | {readonly kind: "remove" | "close" | "move"; readonly path: string; readonly to: string}
    | {readonly kind: "wait"};

/** `a` may be a folder or a file, and one after the other. */
const anyPath = fc.constantFrom(...paths, "a");
const step: fc.Arbitrary<Step> = fc.oneof(
    {weight: 5, arbitrary: fc.record({kind: fc.constant("write" as const), path: anyPath, content: fc.constantFrom(...contents)})},
    {weight: 2, arbitrary: fc.record({kind: fc.constant("type" as const), path: anyPath, content: fc.constantFrom(...contents)})},
    {weight: 3, arbitrary: fc.record({kind: fc.constantFrom("remove" as const, "close" as const, "move" as const), path: anyPath, to: fc.constantFrom(...paths, "a", "z", "z/y.ts", "B.ts", "A")})},
    {weight: 2, arbitrary: fc.constant({kind: "wait" as const})}
);

it("equals an index made anew", async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, {minLength: 3, maxLength: 16}), async (steps) => {
        const workspace = new Workspace(built.script), fresh = new Workspace(built.script);
        try {
            const followed = await workspace.write({"a.ts": contents[0] ?? "", "b.ts": contents[1] ?? ""}).open();
            const open = new Map<string, string>();
            for (const each of steps)
                await take(each, workspace, followed, open);
            await followed.settled();
            const anew = await fresh.open({folders: [{path: workspace.folder, name: "w"}]});
            for (const [file, text] of open)
                anew.documentChanged(file, text);
            await anew.settled();
            expect(workspace.dump()).toEqual(fresh.dump());
        } finally {
            await workspace.dispose();
            await fresh.dispose();
        }
    }), {numRuns: runs(12), endOnFailure: true});
}, 10 * patience);

async function take(each: Step, workspace: Workspace, followed: Indexer, open: Map<string, string>): Promise<void> {
    switch (each.kind) {
        case "wait":
            await followed.settled();
            return;
        case "write":
            if (canHold(workspace, each.path)) {
                workspace.write({[each.path]: each.content});
                // A watcher may name the folders on the way, too.
                followed.filesChanged([workspace.at(each.path), workspace.at(path.dirname(each.path))]);
            }
            return;
        case "type":
            open.set(workspace.at(each.path), each.content);
            followed.documentChanged(workspace.at(each.path), each.content);
            return;
        case "close":
            open.delete(workspace.at(each.path));
            followed.documentChanged(workspace.at(each.path), undefined);
            return;
        case "remove":
            workspace.remove(each.path);
            followed.filesChanged([workspace.at(each.path)]);
            return;
        case "move":
            if (existsSync(workspace.at(each.path)) && !existsSync(workspace.at(each.to)) && canHold(workspace, each.to) && !each.to.startsWith(`${each.path}/`)) {
                mkdirSync(path.dirname(workspace.at(each.to)), {recursive: true});
                renameSync(workspace.at(each.path), workspace.at(each.to));
                followed.filesChanged([workspace.at(each.path), workspace.at(each.to)]);
            }
    }
}

/** Whether a file can be put there: nothing on the way is a file, and it is no folder itself. */
function canHold(workspace: Workspace, file: string): boolean {
    const kind = (name: string) => statSync(workspace.at(name), {throwIfNoEntry: false});
    const parent = path.dirname(file);
    return kind(file)?.isDirectory() !== true && (parent === "." || kind(parent)?.isFile() !== true);
}
