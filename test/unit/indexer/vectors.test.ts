// Vectors in the index, from the outside: which chunks want one, what becomes of those that have, and what a search makes of them. The vectors are made up here.
import path from "node:path";
import {DatabaseSync} from "node:sqlite";
import {setTimeout as sleep} from "node:timers/promises";

import {describe, expect, it} from "vitest";

import {quantize} from "../../../src/core/index/vectors/quantize.js";
import type {ChunkText} from "../../../src/protocol/indexMessages.js";
import type {Indexer} from "../../../src/system/index/indexer.js";
import {schema} from "../../../src/indexer/store/schema.js";
import {VectorTable} from "../../../src/indexer/store/vectors.js";
import {useFreshWorkspaces, workspace} from "./freshWorkspace.js";

useFreshWorkspaces();

const files = {
    "src/fruit.ts": "export function apple(): string {\n    return \"round and red\";\n}\n", "src/tool.ts": "export function hammer(): string {\n    return \"hits nails\";\n}\n",
    "src/sea.ts": "export function whale(): string {\n    return \"large and wet\";\n}\n"
};

/** A direction of its own for each word that is looked for. */
function parts(text: string, size = 8): string {
    const axes = ["apple", "hammer", "whale", "cherry"].map((word) => text.includes(word) ? 1 : 0.01);
    const vector = quantize([...axes, ...Array.from({length: size - axes.length}, () => 0.02)]);
    return Buffer.from(vector?.parts ?? []).toString("base64");
}

/** What waits for a vector of a model. */
async function waiting(indexer: Indexer, model: string, limit = 2): Promise<ChunkText[]> {
    const found: ChunkText[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
        const {chunks, next} = await indexer.vectorless({model, after, limit});
        found.push(...chunks);
        after = next;
    }
    return found;
}

async function embed(indexer: Indexer, model: string, chunks: readonly ChunkText[]): Promise<void> {
    await indexer.putVectors({model, vectors: chunks.map(({chunk, digest, text}) => ({chunk, digest, parts: parts(text)}))});
}

async function embedAll(indexer: Indexer, model: string): Promise<number> {
    const chunks = await waiting(indexer, model);
    await embed(indexer, model, chunks);
    return chunks.length;
}

/** Rows of a table of the database as it is on disk. */
function rows(table: string): number {
    const database = new DatabaseSync(path.join(workspace.storage, "index.sqlite"), {readOnly: true});
    try {
        return Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
    } finally {
        database.close();
    }
}

const opened = () => workspace.write(files).open({vectors: true});

describe("chunks that want a vector", () => {
    it("are given with their file's name, and no more once they have one", async () => {
        const indexer = await opened();
        const chunks = await waiting(indexer, "m");
        expect(chunks.map(({text}) => text.split("\n")[0]).sort()).toEqual(["src/fruit.ts", "src/sea.ts", "src/tool.ts"]);
        await embed(indexer, "m", chunks.slice(0, 2));
        expect((await indexer.settled()).vectors).toBe(2);
        expect((await waiting(indexer, "m")).map(({chunk}) => chunk)).toEqual([chunks[2]?.chunk]);
    });

    it("are those that changed, and only those", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        workspace.write({"src/fruit.ts": "export function cherry(): string {\n    return \"small and red\";\n}\n", "src/copy.ts": files["src/tool.ts"]});
        workspace.remove("src/sea.ts");
        indexer.filesChanged(["src/fruit.ts", "src/copy.ts", "src/sea.ts"].map((file) => workspace.at(file)));
        await indexer.settled();
        // The copy has another path, and so other words.
        expect((await waiting(indexer, "m")).map(({text}) => text.split("\n")[0]).sort()).toEqual(["src/copy.ts", "src/fruit.ts"]);
    });

    it("do not want another when they move or come back", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        const file = workspace.at("src/fruit.ts");
        indexer.documentChanged(file, "export const other = 1;\n");
        await indexer.settled();
        expect(await waiting(indexer, "m")).toHaveLength(1);
        indexer.documentChanged(file, undefined);
        await indexer.settled();
        expect(await waiting(indexer, "m")).toEqual([]);
        expect((await indexer.settled()).vectors).toBe(3);
    });

    it("are not given while their file has another text than was read", async () => {
        const indexer = await opened();
        workspace.write({"src/fruit.ts": "const key = \"not read yet\";\n"});
        expect((await waiting(indexer, "m")).map(({text}) => text.split("\n")[0]).sort()).toEqual(["src/sea.ts", "src/tool.ts"]);
    });

    it("that have changed on the way go on waiting", async () => {
        const indexer = await opened();
        const chunks = await waiting(indexer, "m");
        indexer.documentChanged(workspace.at("src/fruit.ts"), "export function cherry(): void {}\n");
        await indexer.settled();
        await embed(indexer, "m", chunks);
        expect((await waiting(indexer, "m")).map(({text}) => text)).toEqual(["src/fruit.ts\nexport function cherry(): void {}\n"]);
    });
});

it("of so many chunks at most are made", () => {
    const database = new DatabaseSync(":memory:");
    database.exec(schema);
    const vectors = new VectorTable(database, 3), add = database.prepare("INSERT INTO chunks VALUES(?, 0, 1, '', ?)"), one = quantize([1, 2]);
    for (let id = 1; id <= 5; id++)
        add.run(id, id * 10);
    vectors.use("m");
    expect(vectors.vectorless(0, 2).map(({id}) => id)).toEqual([1, 2]);
    for (const {id, digest} of vectors.vectorless(0, 2)) {
        if (one !== undefined)
            vectors.put(id, digest, one);
    }
    expect(vectors.vectorless(0, 2).map(({id}) => id)).toEqual([3]);
    expect([vectors.count(5), one === undefined ? [] : vectors.nearest(one, 9)]).toEqual([2, [1, 2]]);
});

describe("vectors", () => {
    it("are there after a kill, and the rest is made then", async () => {
        const indexer = await opened();
        await embed(indexer, "m", (await waiting(indexer, "m")).slice(0, 1));
        process.kill(indexer.pid ?? 0, "SIGKILL");
        await indexer.dispose();
        const again = await workspace.open({vectors: true});
        expect((await again.settled()).vectors).toBe(1);
        expect(await embedAll(again, "m")).toBe(2);
        expect((await again.settled()).vectors).toBe(3);
    });

    it("of another model are dropped when one comes, and those that arrive late are let go", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        expect(await waiting(indexer, "other")).toHaveLength(3);
        expect([rows("vectors"), rows("vectorless")]).toEqual([0, 3]);
        await embed(indexer, "m", await waiting(indexer, "other"));
        expect(rows("vectors")).toBe(0);
    });

    it("are dropped when they are not wanted any more", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        expect(rows("vectors")).toBe(3);
        await indexer.dispose();
        const without = await workspace.open({});
        expect((await without.settled()).vectors).toBe(0);
        expect([rows("vectors"), rows("vectorless"), rows("meta WHERE key LIKE 'vectors.%'")]).toEqual([0, 0, 0]);
    });

    it("of another size than the first are refused in a sentence", async () => {
        const indexer = await opened();
        const [one, two] = await waiting(indexer, "m");
        const put = (chunk: ChunkText | undefined, size: number) => indexer.putVectors({model: "m", vectors: [{chunk: chunk?.chunk ?? 0, digest: chunk?.digest ?? 0, parts: parts("", size)}]});
        await put(one, 8);
        await expect(put(two, 12)).rejects.toMatchObject({code: "embedding.otherSize"});
        expect(rows("vectors")).toBe(1);
    });

    it("that no chunk has any more are swept when an index is opened", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        workspace.remove("src/fruit.ts");
        await indexer.dispose();
        const again = await workspace.open({vectors: true});
        expect(rows("vectors")).toBe(3);
        await waiting(again, "m");
        expect(rows("vectors")).toBe(2);
    });

    it("are counted in the state when they have come", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        await waiting(indexer, "m");
        await sleep(50);
        expect(workspace.states.at(-1)).toMatchObject({kind: "ready", stats: {chunks: 3, vectors: 3}});
    });
});

describe("a search with a vector", () => {
    /** Files, best first, each once. */
    async function paths(indexer: Indexer, query: string, model?: string, size?: number): Promise<string[]> {
        const hits = await indexer.search({query, limit: 3, ...model === undefined ? {} : {vector: {model, parts: parts("whale", size)}}});
        return [...new Set(hits.map((hit) => hit.path))];
    }

    it("finds by meaning what no word finds, and fuses both", async () => {
        const indexer = await opened();
        await embedAll(indexer, "m");
        expect(await paths(indexer, "something of the ocean")).toEqual([]);
        expect((await paths(indexer, "something of the ocean", "m"))[0]).toBe("src/sea.ts");
        expect((await paths(indexer, "hammer", "m"))).toEqual(["src/tool.ts", "src/sea.ts"]);
    });

    it("is one without it where the index has those of another model, of another size, or none", async () => {
        const indexer = await opened();
        expect(await paths(indexer, "ocean", "m")).toEqual([]);
        await embedAll(indexer, "m");
        expect(await paths(indexer, "hammer", "other")).toEqual(["src/tool.ts"]);
        expect(await paths(indexer, "hammer", "m", 12)).toEqual(["src/tool.ts"]);
    });
});
