/**
 * What people do with Hearth, once through, with the product's own processes: started as the extension starts them, kept from the network as there, and refused
 * unless that is proven. `npm run prove:offline` runs it where there is no network and every socket is seen. Ends with 0 only if all of it worked.
 *
 *   --model FILE, --folder WORKSPACE
 */
import {mkdtemp, rm} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {parseArgs} from "node:util";

import {editedText, editQuery} from "../../src/core/edit/prompt.js";
import type {CompletionQuery} from "../../src/core/completion/types.js";
import type {SandboxStatus} from "../../src/core/privacy/sandbox.js";
import {ChatEngine} from "../../src/system/chat/chatEngine.js";
import {Engine} from "../../src/system/engine/engine.js";
import {Embedder} from "../../src/system/index/embedder.js";
import {Indexer} from "../../src/system/index/indexer.js";
import {Vectors} from "../../src/system/index/vectors.js";
import {Sandbox} from "../../src/system/privacy/sandbox.js";
import type {Containment} from "../../src/system/process/supervisor.js";
import {adaptersAsked} from "../bench/adapters.js";
import {required} from "../bench/report.js";
import {makeEmbeddingModel} from "../model/embeddingModel.js";

const {values: options} = parseArgs({options: {model: {type: "string"}, folder: {type: "string"}}});
const model = path.resolve(required(options.model, "model")), folder = path.resolve(required(options.folder, "folder"));
const storage = await mkdtemp(path.join(os.tmpdir(), "hearth-offline-"));
const never = new AbortController().signal;
const log = ({level, message}: {readonly level: string; readonly message: string}) => {
    if (level === "error")
        console.error(message);
};
const containment: Containment = {
    sandbox: new Sandbox({folder: path.resolve("dist"), home: os.homedir(), writable: [storage], log: () => undefined}), isRequired: () => true, onStatus: () => undefined
};
const engine = new Engine({workerScript: path.resolve("dist/worker.mjs"), lockFile: path.join(storage, "compute.lock"), containment, log, onState: () => undefined});
const chat = new ChatEngine(engine);
const indexer = new Indexer({script: path.resolve("dist/indexer.mjs"), containment, log, onState: () => undefined, onNotice: (message) => console.error(message)});
const embedder = new Embedder({script: path.resolve("dist/embedder.mjs"), lockFile: path.join(storage, "compute.lock"), containment, log, onState: () => undefined});
const query: CompletionQuery = {
    adapters: [], path: "src/sample.ts", repository: "sample", languageId: "typescript", prefix: "export function add(a: number, b: number): number {\n    return a", suffix: ";\n}\n",
    multiline: false, maxTokens: 16, tabSize: 4, threshold: 0
};

try {
    await step("The model is loaded, in a process that has proven to have no network", async () => {
        await engine.use({path: model, expectedSha256: undefined, contextSize: 2048, gpu: "off", threads: 0});
        must(engine.state.kind === "ready", `the engine is ${engine.state.kind}${engine.state.kind === "failed" ? `: ${engine.state.error.message}` : ""}`);
        return sandboxOf(engine.sandbox);
    });
    await step("The workspace is indexed, in another such process", async () => {
        await indexer.use({storage, folders: [{path: folder, name: "sample"}], exclude: [], vectors: true});
        const {files, symbols} = await indexer.settled();
        must(files > 0 && symbols > 0, `${files} files, ${symbols} symbols`);
        return `${files} files, ${symbols} symbols; ${sandboxOf(indexer.sandbox)}`;
    });
    await step("The index is searched", async () => {
        const [hit] = await indexer.search({query: "Rectangle", limit: 5});
        must(hit?.path.endsWith("geometry.ts") === true, "the definition was not found");
        return `${hit?.path ?? ""}:${String((hit?.startLine ?? 0) + 1)}`;
    });
    await step("The index gets vectors, in a third such process, and is searched by them", async () => {
        const embedding = await makeEmbeddingModel(model);
        try {
            await embedder.use(embedding.file);
            must(embedder.state.kind === "ready", `the embedding model is ${embedder.state.kind}${embedder.state.kind === "failed" ? `: ${embedder.state.error.message}` : ""}`);
            const vectors = new Vectors({indexer, embedder, log});
            vectors.wake();
            for (let i = 0; i < 600 && (await indexer.settled()).vectors < (await indexer.settled()).chunks; i++)
                await new Promise((resolve) => setTimeout(resolve, 100));
            const stats = await indexer.settled();
            const hits = await vectors.search({query: "how large is a shape", limit: 5}, 10_000);
            must(stats.vectors === stats.chunks && hits.length > 0, `${stats.vectors} of ${stats.chunks} chunks have a vector, ${hits.length} hits`);
            vectors.dispose();
            return `${stats.vectors} vectors; ${sandboxOf(embedder.sandbox)}`;
        } finally {
            await embedder.dispose();
            await embedding.dispose();
        }
    });
    const adapters = await adaptersAsked([path.resolve("adapters/hearth-code-0.5b.gguf")], model);
    for (const [name, uses] of [["without an adapter", []], ["with the adapter that comes with Hearth", adapters], ["and without again", []]] as const) {
        await step(`A completion ${name}`, async () => {
            const {text} = await engine.complete({...query, adapters: uses});
            must(text !== "", "nothing was suggested");
            return JSON.stringify(text);
        });
    }
    await step("An answer in the chat", async () => {
        const {text} = await chat.reply({lane: "chat", system: "Answer briefly.", turns: [{role: "user", text: "Which keyword declares a constant in JavaScript? One word."}], maxTokens: 16, temperature: 0}, never, () => undefined);
        must(/const/i.test(text), text);
        return JSON.stringify(text);
    });
    await step("An edit", async () => {
        const request = {path: "a.ts", languageId: "typescript", selected: "const a = 1;\nconst b = 2;\nprint(a + b);", above: "", below: "", instruction: "Rename b to total.", again: false, unit: "    "};
        const text = editedText((await chat.reply(editQuery(request), never, () => undefined)).text, request);
        must(text.includes("total"), text);
        return JSON.stringify(text);
    });
} finally {
    await engine.dispose();
    await embedder.dispose();
    await indexer.dispose();
    await rm(storage, {recursive: true, force: true});
}

async function step(what: string, work: () => Promise<string>): Promise<void> {
    const found = await work();
    console.log(`  ${what}: ${found}`);
}

function must(holds: boolean, otherwise: string): void {
    if (!holds)
        throw new Error(otherwise);
}

function sandboxOf(status: SandboxStatus | undefined): string {
    must(status?.kind === "enforced", `the network ban is ${status?.kind ?? "untested"}`);
    return status?.kind === "enforced" ? `no network by ${status.method}` : "";
}
