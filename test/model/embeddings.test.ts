// Vectors by a real model, as the extension has them made: its own process, the index's, and what carries between them.
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import os, {tmpdir} from "node:os";
import path from "node:path";
import {setTimeout as sleep} from "node:timers/promises";

import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";

import {cosine, type QuantizedVector, withScale} from "../../src/core/index/vectors/quantize.js";
import type {EmbedderState} from "../../src/core/index/vectors/state.js";
import type {LogEntry} from "../../src/protocol/messages.js";
import {Embedder} from "../../src/system/index/embedder.js";
import {Indexer} from "../../src/system/index/indexer.js";
import {Vectors} from "../../src/system/index/vectors.js";
import {makeEmbeddingModel} from "./embeddingModel.js";
import {testModel} from "./harness.js";

const script = path.resolve(import.meta.dirname, "../../dist/embedder.mjs"), indexScript = path.resolve(import.meta.dirname, "../../dist/indexer.mjs");

let model: Awaited<ReturnType<typeof makeEmbeddingModel>>;
beforeAll(async () => {
    model = await makeEmbeddingModel(testModel);
});
afterAll(() => model.dispose());

const open: {dispose(): unknown}[] = [];
afterEach(async () => {
    for (const each of open.splice(0).reverse())
        await each.dispose();
});

interface Watched {
    readonly embedder: Embedder;
    readonly states: EmbedderState[];
    readonly log: LogEntry[];
}

function start(onState: () => void = () => undefined, lockFile?: string): Watched {
    const states: EmbedderState[] = [], log: LogEntry[] = [];
    const embedder = new Embedder({
        script, ...lockFile === undefined ? {} : {lockFile}, log: (entry) => log.push(entry),
        onState: (state) => {
            states.push(state);
            onState();
        }
    });
    open.push(embedder);
    return {embedder, states, log};
}

async function until(holds: () => boolean, what: string, patienceMs = 60_000): Promise<void> {
    const end = performance.now() + patienceMs;
    while (!holds()) {
        if (performance.now() > end)
            throw new Error(`it took too long until ${what}`);
        await sleep(20);
    }
}

async function vectorsOf(embedder: Embedder, texts: readonly string[]): Promise<QuantizedVector[]> {
    return (await embedder.embed(texts, "document")).map((parts) => {
        const vector = withScale(Int8Array.from(Buffer.from(parts, "base64")));
        if (vector === undefined)
            throw new Error("no direction");
        return vector;
    });
}

describe("an embedding model", () => {
    it("gives each text a vector: of one size, the same again, near for what means the same, and from threads of the lowest priority", async () => {
        const {embedder} = start();
        await embedder.use(model.file);
        expect(embedder.state).toMatchObject({kind: "ready"});
        expect(embedder.info).toMatchObject({architecture: "qwen2", dimensions: 896, textTokens: 509});
        const [add, sum, bread, again, long] = await vectorsOf(embedder, [
            "function add(a, b) { return a + b; }", "const sum = (x, y) => x + y;", "Knead the dough for ten minutes and let it rise in a warm place.", "function add(a, b) { return a + b; }",
            "let total = 0; // adds up\n".repeat(300)
        ]) as [QuantizedVector, QuantizedVector, QuantizedVector, QuantizedVector, QuantizedVector];
        expect([add, sum, bread, long].map(({parts}) => parts.length)).toEqual([896, 896, 896, 896]);
        expect(again.parts).toEqual(add.parts);
        expect(cosine(add, sum)).toBeGreaterThan(cosine(add, bread) + 0.05);
        if (process.platform === "linux")
            expect(busyThreads(embedder.pid ?? 0).every(({nice}) => nice === os.constants.priority.PRIORITY_LOW)).toBe(true);
    });

    it("ends after the text at work when it is cancelled, and goes on with the next", async () => {
        const {embedder} = start();
        await embedder.use(model.file);
        const controller = new AbortController();
        const started = performance.now();
        const asked = embedder.embed(Array.from({length: 200}, (_, i) => `const value${String(i)} = ${"1 + ".repeat(150)}0;`), "document", controller.signal);
        setTimeout(() => controller.abort(), 300);
        await expect(asked).rejects.toMatchObject({code: "request.cancelled"});
        expect(await embedder.embed(["next"], "query")).toHaveLength(1);
        expect(performance.now() - started).toBeLessThan(20_000);
    });

    it("is refused in a sentence where it is none, or not there, and a crash costs a restart", async () => {
        const {embedder, states} = start();
        await embedder.use(testModel);
        expect(embedder.state).toMatchObject({kind: "failed", error: {
            code: "embedding.notEmbeddingModel",
            message: `${testModel} can't embed text: it is a model that writes text (its header names no pooling). Name another embedding model in “hearth.index.embeddings”, or leave it empty.`
        }});
        await embedder.use("/nowhere/e.gguf");
        expect(embedder.state).toMatchObject({kind: "failed", error: {code: "model.notFound", message: "The model file /nowhere/e.gguf does not exist. Name another embedding model in “hearth.index.embeddings”, or leave it empty."}});
        await expect(embedder.embed(["a"], "query")).rejects.toMatchObject({code: "embedding.notReady"});
        await embedder.use(model.file);
        process.kill(embedder.pid ?? 0, "SIGKILL");
        await until(() => states.at(-1)?.kind === "loading", "the crash was noticed");
        await until(() => embedder.state.kind === "ready", "it was loaded again");
        await embedder.use("");
        expect([embedder.state.kind, embedder.pid]).toEqual(["off", undefined]);
    });

    it("of another content than its record names is refused", async () => {
        const record = `${model.file}.hearth.json`;
        writeFileSync(record, JSON.stringify({sha256: "0".repeat(64)}));
        try {
            const {embedder} = start();
            await embedder.use(model.file);
            expect(embedder.state).toMatchObject({kind: "failed", error: {code: "model.hashMismatch"}});
        } finally {
            rmSync(record);
        }
    });
});

/** Threads of a process that have computed for a tenth of a second, with their nice value. */
function busyThreads(pid: number): {readonly nice: number}[] {
    const busy = readdirSync(`/proc/${String(pid)}/task`).map((task) => readFileSync(`/proc/${String(pid)}/task/${task}/stat`, "utf8").replace(/^.*\) /s, "").split(" "))
        .filter((fields) => Number(fields[11]) + Number(fields[12]) >= 10).map((fields) => ({nice: Number(fields[16])}));
    expect(busy.length).toBeGreaterThan(0);
    return busy;
}

describe("an index with an embedding model", () => {
    const files = {
        "src/money.ts": "/** Adds the tax to a price. */\nexport function gross(net: number, rate: number): number {\n    return net * (1 + rate);\n}\n",
        "src/clock.ts": "/** The time of day in minutes. */\nexport function minutesOfDay(date: Date): number {\n    return date.getHours() * 60 + date.getMinutes();\n}\n",
        "docs/bread.md": "# Bread\n\nKnead the dough for ten minutes, let it rise in a warm place, and bake it until it is brown.\n",
        "src/queue.ts": "/** First in, first out. */\nexport class Queue<T> {\n    readonly #items: T[] = [];\n    push(item: T): void {\n        this.#items.push(item);\n    }\n    shift(): T | undefined {\n        return this.#items.shift();\n    }\n}\n"
    };

    function workspace(): {readonly folder: string; readonly storage: string} {
        const [folder, storage] = ["hearth-vectors-workspace-", "hearth-vectors-storage-"].map((prefix) => mkdtempSync(path.join(tmpdir(), prefix))) as [string, string];
        for (const [file, text] of Object.entries(files))
            writeFileSync(path.join(folder, path.basename(file)), text);
        open.push({dispose: () => [folder, storage].forEach((each) => rmSync(each, {recursive: true, force: true}))});
        return {folder, storage};
    }

    /** All three, wired as the extension does it. */
    function wired({folder, storage}: ReturnType<typeof workspace>): {readonly indexer: Indexer; readonly vectors: Vectors; readonly embedder: Embedder; readonly counted: () => number} {
        let counted = 0;
        const wake = () => vectors.wake();
        const indexer = new Indexer({
            script: indexScript, log: () => undefined, onNotice: () => undefined,
            onState: (state) => {
                counted = state.kind === "ready" ? state.stats.vectors : counted;
                wake();
            }
        });
        const {embedder} = start(wake);
        const vectors = new Vectors({indexer, embedder, log: () => undefined});
        open.push(indexer, vectors);
        void indexer.use({storage, folders: [{path: folder, name: "w"}], exclude: [], vectors: true});
        return {indexer, vectors, embedder, counted: () => counted};
    }

    it("finds by meaning, goes on after either process is killed, and follows changes", async () => {
        const place = workspace();
        const {indexer, vectors, embedder, counted} = wired(place);
        const found = async (query: string) => (await vectors.search({query, limit: 10}, 10_000)).map(({path: file}) => file);
        await indexer.settled();
        expect(await found("how to cook something")).toEqual([]);
        await embedder.use(model.file);
        process.kill(indexer.pid ?? 0, "SIGKILL");
        await until(() => counted() === 4, "all chunks had a vector");
        expect((await found("how to cook something"))[0]).toBe("bread.md");
        process.kill(embedder.pid ?? 0, "SIGKILL");
        expect(await found("Queue")).toContain("queue.ts");
        writeFileSync(path.join(place.folder, "weather.ts"), "export const isRaining = (drops: number): boolean => drops > 0;\n");
        indexer.filesChanged([path.join(place.folder, "weather.ts")]);
        await until(() => counted() === 5, "the new chunk had a vector");
    });

    it("makes vectors only while no model process is at work, and answers questions all the same", async () => {
        const place = workspace();
        const lockFile = path.join(place.storage, "compute.lock");
        writeFileSync(lockFile, String(process.pid));
        const {embedder} = start(undefined, lockFile);
        await embedder.use(model.file);
        let done = false;
        const documents = embedder.embed(["waits"], "document").then(() => {
            done = true;
        });
        expect(await embedder.embed(["does not wait"], "query")).toHaveLength(1);
        await sleep(500);
        expect([done, existsSync(lockFile)]).toEqual([false, true]);
        rmSync(lockFile);
        await documents;
    });
});
