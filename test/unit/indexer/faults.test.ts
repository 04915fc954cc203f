// What can go wrong around the index: files that can't be read or are no text, ten thousand changes at once, and an end at any moment.
import {chmodSync, renameSync, truncateSync} from "node:fs";
import {setTimeout as pause} from "node:timers/promises";

import {expect, it} from "vitest";

import {anotherWorkspace, useFreshWorkspaces, workspace} from "./freshWorkspace.js";

useFreshWorkspaces();

/** `path: why` of each file that is known and not indexed, then the paths of those that are. */
function kept(): {readonly skipped: readonly string[]; readonly indexed: readonly string[]} {
    const rows = (workspace.dump()["files"] as string[]).map((row) => row.split(" | "));
    return {
        skipped: rows.filter((cells) => cells[4] !== "").map((cells) => `${cells[0] ?? ""}: ${cells[4] ?? ""}`), indexed: rows.filter((cells) => cells[4] === "").map((cells) => cells[0] ?? "")
    };
}

/** Nothing keeps root out, and Windows has other permissions. */
const keepsOut = process.platform !== "win32" && process.getuid?.() !== 0;

it.runIf(keepsOut)("a file and a folder that may not be read are left out, and come in when they may", async () => {
    workspace.write({"open.ts": "export const open = 1;\n", "shut.ts": "export const shut = 1;\n", "closed/in.ts": "export const inside = 1;\n"});
    chmodSync(workspace.at("shut.ts"), 0);
    chmodSync(workspace.at("closed"), 0);
    await (await workspace.open()).dispose();
    expect(kept()).toEqual({skipped: ["shut.ts: unreadable"], indexed: ["open.ts"]});
    // Neither size nor time of the file says that it has changed.
    chmodSync(workspace.at("shut.ts"), 0o644);
    chmodSync(workspace.at("closed"), 0o755);
    await workspace.open();
    expect(kept()).toEqual({skipped: [], indexed: ["closed/in.ts", "open.ts", "shut.ts"]});
}, 30_000);

it("text in UTF-16 is read, a bundle of 50 MB is not even opened, and JSON of any depth ends no thread", async () => {
    workspace.write({
        "wide.ts": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("export const wide = \"größer\";\r\n", "utf16le")]), "bundle.js": "x", "deep.json": "[\n".repeat(20_000), "after.ts": "export const after = 1;\n"
    });
    truncateSync(workspace.at("bundle.js"), 50_000_000);
    const indexer = await workspace.open();
    expect(kept()).toEqual({skipped: ["bundle.js: tooLarge"], indexed: ["after.ts", "deep.json", "wide.ts"]});
    expect((await indexer.search({query: "wide", limit: 1}))[0]).toMatchObject({path: "wide.ts", text: "export const wide = \"größer\";"});
}, 60_000);

it("a branch with ten thousand other files takes the place of the one before", async () => {
    const files = (word: string) => Object.fromEntries(Array.from({length: 10_000}, (_, i) => [`d${String(i % 100)}/f${String(i)}.ts`, `export const ${word}${String(i)} = 1;\n`]));
    const indexer = await workspace.write(files("before")).open();
    workspace.write(files("afterwards"));
    renameSync(workspace.at("d7"), workspace.at("moved"));
    indexer.filesChanged([...Object.keys(files("")), "d7", "moved"].map((file) => workspace.at(file)));
    const stats = await indexer.settled();
    expect(stats.files).toBe(10_000);
    // The number is a word of its own: other files have it, too.
    expect((await indexer.search({query: "before4711", limit: 5})).filter(({text}) => text.includes("before"))).toEqual([]);
    expect((await indexer.search({query: "afterwards4711", limit: 1}))[0]?.path).toBe("d11/f4711.ts");
    expect((await indexer.search({query: "afterwards4707", limit: 1}))[0]?.path).toBe("moved/f4707.ts");
}, 180_000);

it("an end at any moment leaves an index that goes on to the same", async () => {
    const files = Object.fromEntries(Array.from({length: 900}, (_, i) => [`d${String(i % 9)}/f${String(i)}.ts`, `import {file${String((i + 9) % 900)}} from "./f${String((i + 9) % 900)}.js";\nexport const file${String(i)} = 1;\n`.repeat(1 + i % 5)]));
    workspace.write(files);
    for (const ms of [60, 150, 240, 330, 480]) {
        const indexer = workspace.start();
        await expect.poll(() => indexer.pid, {timeout: 10_000, interval: 5}).toBeDefined();
        await pause(ms);
        process.kill(indexer.pid ?? 0, "SIGKILL");
        await indexer.dispose();
    }
    await (await workspace.open()).dispose();
    const fresh = anotherWorkspace();
    try {
        await (await fresh.open({folders: [{path: workspace.folder, name: "w"}]})).dispose();
        expect(workspace.dump()).toEqual(fresh.dump());
        expect(workspace.notices).toEqual([]);
    } finally {
        await fresh.dispose();
    }
}, 120_000);
