import {execFileSync} from "node:child_process";
import {chmod, mkdir} from "node:fs/promises";
import {describe, expect, it} from "vitest";

import {HearthError, type ErrorCode} from "../../../src/core/errors.js";
import {inspectModelFile, partPath, readModelHeader, readModelShape} from "../../../src/system/models/inspect.js";
import {requireLocalPath} from "../../../src/system/models/paths.js";
import {testFolders} from "./folderFixture.js";
import {string, u32, validFile, withMetadata, writeGguf, type GgufFile} from "./ggufWriter.js";

async function errorOf(action: () => Promise<unknown>): Promise<HearthError> {
    const error: unknown = await action().then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(HearthError);
    return error as HearthError;
}
const refused = (file: string) => errorOf(() => inspectModelFile(file));

describe("inspecting a model file", () => {
    const folder = testFolders();

    it("sums up a model, also through a link", async () => {
        const {file, link} = await folder();
        await file("blobs/sha256-0", writeGguf());
        expect(await inspectModelFile(await link("m.gguf", "blobs/sha256-0"))).toMatchObject({architecture: "qwen2", fimFamily: "Qwen-Coder"});
    });

    it.each<[string, GgufFile, string]>([
        ["an encoder", withMetadata(["general.architecture", string("bert")]), "“bert” model"],
        ["a vision projector", withMetadata(["general.architecture", string("clip")], ["general.type", string("mmproj")]), "“clip” model"],
        ["an adapter", withMetadata(["general.type", string("adapter")]), "“qwen2 adapter” model"],
        ["an architecture nobody knows", withMetadata(["general.architecture", string("cat9000")]), "“cat9000” model"]
    ])("refuses %s", async (_, content, sentence) => {
        const {file} = await folder();
        const at = await file("m.gguf", writeGguf(content));
        const error = await refused(at);
        expect(error.code).toBe("model.unsupportedArchitecture");
        expect(error.message).toContain(sentence);
        expect(error.message).toContain(at);
        expect(error.remedy).toBe("selectModel");
        // The header itself is fine, for those who ask for that.
        expect((await readModelHeader(at)).tensorCount).toBe(3);
    });

    it("refuses what is not there, a folder, and a named pipe without waiting for it", async () => {
        const {at, file} = await folder();
        expect((await refused(at("none.gguf"))).code).toBe("model.notFound");
        expect((await refused(`${await file("a.txt", "x")}/below.gguf`)).code).toBe("model.notFound");
        await mkdir(at("folder.gguf"));
        expect((await refused(at("folder.gguf"))).code).toBe("model.notAFile");
        if (process.platform !== "win32") {
            execFileSync("mkfifo", [at("pipe.gguf")]);
            expect((await refused(at("pipe.gguf"))).code).toBe("model.notAFile");
        }
    });

    it("refuses text and a cut-off model, naming the file and the remedy", async () => {
        const {file} = await folder();
        const text = await refused(await file("text.gguf", "not a model"));
        expect(text).toMatchObject({code: "model.notGguf", remedy: "selectModel"});
        expect(text.message).toContain("text.gguf");
        const cut = await refused(await file("cut.gguf", writeGguf().slice(0, -100)));
        expect(cut).toMatchObject({code: "model.truncated"});
        expect(cut.message).toMatch(/cut\.gguf is incomplete/u);
    });

    // Windows has no permission bits that Node can set to forbid reading.
    it.skipIf(process.platform === "win32")("refuses a file without read permission", async () => {
        const {root, file} = await folder();
        const at = await file("secret.gguf", writeGguf());
        await chmod(root, 0o755);
        await chmod(at, 0o000);
        const error = await asOrdinaryUser(() => refused(at));
        expect(error.code).toBe("model.unreadable");
        expect(error.message).toContain(at);
    });
});

/** Root may read anything: for the time of the action it becomes “nobody”. */
async function asOrdinaryUser<T>(action: () => Promise<T>): Promise<T> {
    if (process.geteuid?.() !== 0)
        return action();
    process.seteuid?.(65_534);
    try {
        return await action();
    } finally {
        process.seteuid?.(0);
    }
}

describe("a split model", () => {
    const folder = testFolders();
    const first = writeGguf(withMetadata(["split.no", {type: "u16", value: 0}], ["split.count", {type: "u16", value: 2}]));
    const second = writeGguf({tensors: validFile.tensors, metadata: [["split.no", {type: "u16", value: 1}], ["split.count", {type: "u16", value: 2}]]});

    it("is one model", async () => {
        const {file} = await folder();
        const at = await file("m-00001-of-00002.gguf", first);
        await file("m-00002-of-00002.gguf", second);
        expect(await inspectModelFile(at)).toMatchObject({tensorCount: 6, parameterCount: 1296, fileBytes: first.length + second.length});
    });
    it("has the tensors of all its parts", async () => {
        const {file} = await folder();
        const at = await file("m-00001-of-00002.gguf", writeGguf(withMetadata(["split.no", {type: "u16", value: 0}], ["split.count", {type: "u16", value: 2}],
            ["qwen2.attention.head_count", u32(14)], ["qwen2.attention.head_count_kv", u32(2)])));
        await file("m-00002-of-00002.gguf", writeGguf({
            tensors: [{name: "blk.1.attn_q.weight", dimensions: [8, 4], type: 0, bytes: 128}],
            metadata: [["split.no", {type: "u16", value: 1}], ["split.count", {type: "u16", value: 2}]]
        }));
        const shape = await readModelShape(at);
        expect(shape).toMatchObject({architecture: "qwen2", blockCount: 2, headCount: 14, headCountKv: 2});
        expect([...shape.tensors.keys()]).toEqual(["token_embd.weight", "blk.0.attn_norm.weight", "output.weight", "blk.1.attn_q.weight"]);
        expect(shape.tensors.get("blk.1.attn_q.weight")).toEqual([8, 4]);
    });
    it("is refused when a part is missing, damaged, or not to be found by name", async () => {
        const {file} = await folder();
        const at = await file("m-00001-of-00002.gguf", first);
        expect((await refused(at)).message).toMatch(/its part m-00002-of-00002\.gguf is missing/u);
        await file("m-00002-of-00002.gguf", second.slice(0, -200));
        expect((await refused(at)).message).toMatch(/m-00002-of-00002\.gguf is incomplete/u);
        expect((await refused(await file("sha256-00", first))).message).toMatch(/first of 2 files/u);
    });
    it("names its parts as llama.cpp does", () => {
        expect(partPath("/m/a-00001-of-00012.gguf", 11, 12)).toBe("/m/a-00012-of-00012.gguf");
        expect(partPath("/m/a.gguf", 1, 2)).toBeUndefined();
    });
});

describe("a path", () => {
    const codeOf = (text: string, platform: NodeJS.Platform): ErrorCode | "local" => {
        try {
            requireLocalPath(text, platform);
            return "local";
        } catch (error) {
            expect(error).toBeInstanceOf(HearthError);
            expect((error as HearthError).message).toContain(text.replaceAll("\0", "?"));
            return (error as HearthError).code;
        }
    };

    it.each<[NodeJS.Platform, string]>([
        ["linux", "/models/m.gguf"], ["linux", "/odd:name/hf:m.gguf"], ["darwin", "/Users/a b/m.gguf"], ["linux", "//models/m.gguf"],
        ["win32", "C:\\models\\m.gguf"], ["win32", "d:/models/m.gguf"], ["win32", "\\\\?\\C:\\long\\m.gguf"]
    ])("on %s may be %s", (platform, text) => {
        expect(codeOf(text, platform)).toBe("local");
    });

    it.each<[NodeJS.Platform, string]>([
        ["linux", ""], ["linux", "m.gguf"], ["linux", "./m.gguf"], ["linux", "~/m.gguf"], ["linux", "C:\\models\\m.gguf"], ["linux", "/m\0.gguf"],
        ["linux", "https://example.com/m.gguf"], ["linux", "hf:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF"], ["linux", "ollama:qwen2.5-coder"],
        ["linux", "file:///models/m.gguf"], ["win32", "https://example.com/m.gguf"], ["win32", "hf:a/b"], ["win32", "m.gguf"], ["win32", "C:m.gguf"],
        ["win32", "\\models\\m.gguf"], ["win32", "\\\\server\\share\\m.gguf"], ["win32", "//server/share/m.gguf"],
        ["win32", "\\\\?\\UNC\\server\\share\\m.gguf"], ["win32", "\\\\.\\PhysicalDrive0"]
    ])("on %s may not be %j", (platform, text) => {
        expect(codeOf(text, platform)).toBe("model.notFound");
    });

    it("is refused before the file system is asked", async () => {
        expect((await refused("https://example.com/m.gguf")).message).toMatch(/“https:\/\/example\.com\/m\.gguf” is not the absolute path.*never downloads/u);
        expect((await refused("package.json")).message).toMatch(/not the absolute path/u);
    });
});
