import {chmod, rm, utimes} from "node:fs/promises";
import path from "node:path";
import {describe, expect, it} from "vitest";

import {knownModels} from "../../../src/core/models/known.js";
import {discoverModels, type DiscoveryOptions} from "../../../src/system/models/discovery.js";
import {testFolders, type TestFolder} from "./folderFixture.js";
import {string, strings, withMetadata, writeGguf} from "./ggufWriter.js";

const digest = (digit: string) => digit.repeat(64);
const qwen = knownModels[0]?.sha256 ?? "";

/** The caches are laid out as on Linux; each test's home is its own folder. */
function options(folder: TestFolder, change: Partial<DiscoveryOptions> = {}): DiscoveryOptions {
    return {configuredPath: "", bundledFolder: folder.at("bundled"), env: {}, home: folder.at("home"), platform: "linux", ...change};
}
/** Candidates below the test's folder: a real Ollama service on this machine is none of the test's business. */
async function discover(folder: TestFolder, change: Partial<DiscoveryOptions> = {}) {
    const candidates = await discoverModels(options(folder, change));
    return candidates.filter((candidate) => !candidate.path.startsWith("/usr/share/"));
}
const manifest = (sha256: string, separator = ":") => JSON.stringify({
    schemaVersion: 2, mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: {mediaType: "application/vnd.docker.container.image.v1+json", digest: `sha256:${digest("c")}`, size: 485},
    layers: [
        {mediaType: "application/vnd.ollama.image.system", digest: `sha256:${digest("d")}`, size: 68},
        {mediaType: "application/vnd.ollama.image.model", digest: `sha256${separator}${sha256}`, size: 1000}
    ]
});

describe("discovery", () => {
    const folder = testFolders();

    it("finds nothing on an empty machine", async () => {
        expect(await discover(await folder())).toEqual([]);
    });

    it("finds the bundled, the configured and Hearth's own models", async () => {
        const here = await folder();
        const configured = await here.file("elsewhere/mine.gguf", writeGguf());
        const bundled = await here.file("bundled/tiny-coder.gguf", writeGguf());
        const own = await here.file("home/.local/share/hearth/models/sub/own-coder.gguf", writeGguf());
        await here.file("home/.local/share/hearth/models/sub/own-coder.gguf.hearth.json", JSON.stringify({sha256: qwen}));
        await here.file("home/.local/share/hearth/models/notes.txt", "no model");
        const found = await discover(here, {configuredPath: configured});
        expect(found.map(({path: at, source, publisher}) => [at, source, publisher])).toEqual([
            [configured, "setting", undefined], [bundled, "bundled", undefined], [own, "hearth", "Qwen"]
        ]);
        expect(found[0]).toMatchObject({label: "mine.gguf", problem: undefined, bytes: writeGguf().length, summary: {architecture: "qwen2"}});
    });

    it("lets HEARTH_MODELS say where the own folder is", async () => {
        const here = await folder();
        const own = await here.file("big/m.gguf", writeGguf());
        expect((await discover(here, {env: {HEARTH_MODELS: here.at("big")}})).map((model) => model.path)).toEqual([own]);
    });

    it("reads Ollama's manifests and blobs", async () => {
        const here = await folder();
        const store = "home/.ollama/models";
        const blob = await here.file(`${store}/blobs/sha256-${qwen}`, writeGguf());
        const older = await here.file(`${store}/blobs/sha256:${digest("1")}`, writeGguf());
        const community = await here.file(`${store}/blobs/sha256-${digest("2")}`, writeGguf());
        const hub = await here.file(`${store}/blobs/sha256-${digest("3")}`, writeGguf());
        const manifests = `${store}/manifests/registry.ollama.ai`;
        await here.file(`${manifests}/library/qwen2.5-coder/0.5b`, manifest(qwen));
        await here.file(`${manifests}/library/starcoder2/3b`, manifest(digest("1"), "-"));
        await here.file(`${manifests}/someone/coder/latest`, manifest(digest("2")));
        await here.file(`${store}/manifests/hf.co/bartowski/Coder-GGUF/Q4_K_M`, manifest(digest("3")));
        // None of these is a model: damaged, of the wrong shape, without weights, with weights that are not there, leading out of the store.
        await here.file(`${manifests}/library/damaged/latest`, "{");
        await here.file(`${manifests}/library/odd/latest`, "[1]");
        await here.file(`${manifests}/library/cloud/latest`, JSON.stringify({layers: []}));
        await here.file(`${manifests}/library/gone/latest`, manifest(digest("9")));
        await here.file(`${manifests}/library/evil/latest`, manifest("../../../../etc/passwd"));
        const found = await discover(here);
        expect(found.map(({label, path: at, sha256, source, publisher}) => [label, at, sha256, source, publisher])).toEqual([
            ["qwen2.5-coder:0.5b", blob, qwen, "ollama", "Qwen"],
            ["hf.co/bartowski/Coder-GGUF:Q4_K_M", hub, digest("3"), "ollama", undefined],
            ["someone/coder:latest", community, digest("2"), "ollama", undefined],
            ["starcoder2:3b", older, digest("1"), "ollama", undefined]
        ]);
    });

    it("reads an Ollama store named by OLLAMA_MODELS, and two tags of one blob once", async () => {
        const here = await folder();
        const blob = await here.file(`store/blobs/sha256-${digest("a")}`, writeGguf());
        await here.file("store/manifests/registry.ollama.ai/library/coder/1b", manifest(digest("a")));
        await here.file("store/manifests/registry.ollama.ai/library/coder/latest", manifest(digest("a")));
        const found = await discover(here, {env: {OLLAMA_MODELS: here.at("store")}});
        expect(found.map(({label, path: at}) => [label, at])).toEqual([["coder:1b", blob]]);
    });

    it("reads LM Studio's folders, also where its pointer file says", async () => {
        const here = await folder();
        const model = "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF";
        const present = await here.file(`home/.lmstudio/models/${model}/a-coder.gguf`, writeGguf());
        const former = await here.file(`home/.cache/lm-studio/models/${model}/b-coder.gguf`, writeGguf());
        const moved = await here.file(`disk/lms/models/${model}/c-coder.gguf`, writeGguf());
        await here.file(`home/.lmstudio/models/${model}/mmproj-model-f16.gguf`, writeGguf());
        await here.file("home/.lmstudio-home-pointer", `${here.at("disk/lms")}\n`);
        const found = await discover(here);
        expect(found.map(({path: at, source}) => [at, source])).toEqual([[present, "lmstudio"], [former, "lmstudio"], [moved, "lmstudio"]]);
    });

    it("reads Hugging Face's cache, where a link leads to a blob named by its digest", async () => {
        const here = await folder();
        const hub = "home/.cache/huggingface/hub";
        const repository = `${hub}/models--Qwen--Qwen2.5-Coder-0.5B-Instruct-GGUF`;
        await here.file(`${repository}/blobs/${qwen}`, writeGguf());
        await here.file(`${repository}/refs/main`, "abc");
        const link = await here.link(`${repository}/snapshots/abc/qwen-coder.gguf`, `../../blobs/${qwen}`);
        await here.link(`${repository}/snapshots/def/qwen-coder.gguf`, `../../blobs/${qwen}`);
        await here.link(`${repository}/snapshots/def/gone.gguf`, "../../blobs/0");
        // Where links can't be made (Windows without the right), the file itself lies in the snapshot.
        const plain = await here.file(`${hub}/models--a--b/snapshots/1/Q4/plain-coder.gguf`, writeGguf());
        await here.file(`${hub}/datasets--a--b/snapshots/1/data.gguf`, writeGguf());
        const found = await discover(here);
        expect(found.map(({path: at, sha256, publisher}) => [at, sha256, publisher])).toEqual([[link, qwen, "Qwen"], [plain, undefined, undefined]]);
    });

    it("reads llama.cpp's cache, split models by their first part", async () => {
        const here = await folder();
        const split = (number: number) => writeGguf(withMetadata(["split.no", {type: "u16", value: number}], ["split.count", {type: "u16", value: 2}]));
        const plain = await here.file("cache/llama.cpp/ggml-org_Qwen2.5-Coder-0.5B-Q8_0-GGUF_qwen2.5-coder-0.5b-q8_0.gguf", writeGguf());
        await here.file("cache/llama.cpp/ggml-org_Qwen2.5-Coder-0.5B-Q8_0-GGUF_qwen2.5-coder-0.5b-q8_0.gguf.json", "{}");
        const first = await here.file("cache/llama.cpp/big-coder-00001-of-00002.gguf", split(0));
        await here.file("cache/llama.cpp/big-coder-00002-of-00002.gguf", split(1));
        const found = await discover(here, {env: {XDG_CACHE_HOME: here.at("cache")}});
        expect(found.map(({path: at, bytes, problem}) => [at, bytes, problem])).toEqual([[plain, writeGguf().length, undefined], [first, split(0).length * 2, undefined]]);
    });

    it("keeps one of several ways to a file: the one nearest to the user, with the digest that another tells", async () => {
        const here = await folder();
        const repository = "home/.cache/huggingface/hub/models--a--b";
        const blob = await here.file(`${repository}/blobs/${qwen}`, writeGguf());
        await here.link(`${repository}/snapshots/1/m.gguf`, `../../blobs/${qwen}`);
        const own = await here.link("home/.local/share/hearth/models/m.gguf", blob);
        expect(await discover(here)).toMatchObject([{path: own, source: "hearth", sha256: qwen, publisher: "Qwen"}]);
    });

    it("leaves out what is no language model, unless the user named it", async () => {
        const here = await folder();
        const own = "home/.local/share/hearth/models";
        const adapter = await here.file(`${own}/adapter.gguf`, writeGguf(withMetadata(["general.type", string("adapter")])));
        await here.file(`${own}/embedder.gguf`, writeGguf(withMetadata(["general.architecture", string("nomic-bert")])));
        await here.file(`${own}/vision.gguf`, writeGguf(withMetadata(["general.architecture", string("clip")], ["general.type", string("mmproj")])));
        expect(await discover(here)).toEqual([]);
        const [named, ...others] = await discover(here, {configuredPath: adapter});
        expect(others).toEqual([]);
        expect(named?.problem).toMatch(/adapter\.gguf holds a “qwen2 adapter” model/u);
    });

    it("lists what can't be used last, with the reason", async () => {
        const here = await folder();
        const own = "home/.local/share/hearth/models";
        await here.file(`${own}/a-text.gguf`, "no model at all");
        await here.file(`${own}/b-cut.gguf`, writeGguf().slice(0, -50));
        await here.file(`${own}/c-future.gguf`, writeGguf(withMetadata(["general.architecture", string("cat9000")])));
        await here.file(`${own}/d-chat.gguf`, writeGguf(withMetadata(["tokenizer.ggml.tokens", strings(["a"])])));
        await here.file(`${own}/e-coder.gguf`, writeGguf());
        const found = await discover(here);
        expect(found.map(({label, problem}) => [label, problem === undefined])).toEqual([
            ["e-coder.gguf", true], ["d-chat.gguf", true], ["c-future.gguf", false], ["a-text.gguf", false], ["b-cut.gguf", false]
        ]);
        expect(found.at(-1)?.problem).toMatch(/b-cut\.gguf is incomplete/u);
    });

    it.each([
        ["/no/such/model.gguf", /does not exist/u], ["relative.gguf", /not the absolute path/u], ["https://example.com/m.gguf", /never downloads/u], ["hf:a/b", /never downloads/u]
    ])("shows the setting %s with what is wrong", async (configuredPath, sentence) => {
        const [found] = await discover(await folder(), {configuredPath});
        expect(found).toMatchObject({source: "setting", path: configuredPath, bytes: 0, summary: undefined});
        expect(found?.problem).toMatch(sentence);
    });

    it("reads a file again only when it has changed", async () => {
        const here = await folder();
        const own = await here.file("home/.local/share/hearth/models/m-coder.gguf", writeGguf());
        const time = new Date(2026, 1, 1);
        await utimes(own, time, time);
        const [before] = await discover(here);
        // Same length, same time, other content: what was read before still counts.
        await here.file("home/.local/share/hearth/models/m-coder.gguf", new Uint8Array(writeGguf().length));
        await utimes(own, time, time);
        expect(await discover(here)).toEqual([before]);
        await utimes(own, new Date(2026, 1, 2), new Date(2026, 1, 2));
        expect((await discover(here))[0]?.problem).toMatch(/not a GGUF/u);
    });

    it("sees a permission or a missing part put right without the file changing", async () => {
        const here = await folder();
        const content = (number: number) => writeGguf(withMetadata(["split.no", {type: "u16", value: number}], ["split.count", {type: "u16", value: 2}]));
        await here.file("home/.local/share/hearth/models/m-00001-of-00002.gguf", content(0));
        expect((await discover(here))[0]?.problem).toMatch(/m-00002-of-00002\.gguf is missing/u);
        await here.file("home/.local/share/hearth/models/m-00002-of-00002.gguf", content(1));
        expect((await discover(here))[0]?.problem).toBeUndefined();
    });

    it("is not led in circles by links, nor stopped by folders it can't read", async () => {
        const here = await folder();
        const own = await here.file("home/.local/share/hearth/models/a/m-coder.gguf", writeGguf());
        await here.link("home/.local/share/hearth/models/a/loop", "..");
        await here.link("home/.local/share/hearth/models/self", "self");
        await here.file("home/.local/share/hearth/models/closed/x.gguf", writeGguf());
        await chmod(here.at("home/.local/share/hearth/models/closed"), 0o000);
        await here.file("home/.cache/huggingface/hub", "a file where a folder should be");
        const found = await discover(here);
        await chmod(here.at("home/.local/share/hearth/models/closed"), 0o755);
        expect(found.map((model) => model.path).filter((at) => !at.includes("closed"))).toEqual([own]);
    });

    it("ignores a damaged record and says so", async () => {
        const here = await folder();
        const own = await here.file("home/.local/share/hearth/models/m-coder.gguf", writeGguf());
        const record = await here.file("home/.local/share/hearth/models/m-coder.gguf.hearth.json", "{");
        const said: string[] = [];
        expect(await discover(here, {log: (sentence) => said.push(sentence)})).toMatchObject([{path: own, sha256: undefined, publisher: undefined}]);
        expect(said).toEqual([expect.stringContaining(record)]);
    });

    it("goes only so deep", async () => {
        const here = await folder();
        await here.file("home/.local/share/hearth/models/1/2/3/4/deep.gguf", writeGguf());
        expect(await discover(here)).toEqual([]);
    });

    it("stops when it is aborted", async () => {
        const here = await folder();
        await here.file("home/.local/share/hearth/models/m.gguf", writeGguf());
        await expect(discover(here, {signal: AbortSignal.abort()})).rejects.toMatchObject({code: "request.cancelled"});
    });

    it("does not follow variables that lead nowhere definite", async () => {
        const here = await folder();
        await here.file("m.gguf", writeGguf());
        const found = await discover(here, {env: {HEARTH_MODELS: path.relative(process.cwd(), here.root), LLAMA_CACHE: "."}});
        expect(found).toEqual([]);
        await rm(here.at("m.gguf"));
    });
});
