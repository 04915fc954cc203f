import {createHash} from "node:crypto";
import {mkdir, readdir, readFile, rm, symlink, writeFile} from "node:fs/promises";
import path from "node:path";
import {describe, expect, it} from "vitest";

import {HearthError, type ErrorCode} from "../../../src/core/errors.js";
import {importPeft, type ImportOptions} from "../../../src/system/adapters/importPeft.js";
import {inspectAdapterFile} from "../../../src/system/adapters/inspect.js";
import {readAdapterRecord} from "../../../src/system/adapters/record.js";
import {testFolders, type TestFolder} from "../models/folderFixture.js";
import {configOf, linearModules, matricesOf, matrix, safetensorsBytes, shapeOf, small, writePeft, writeSafetensors, type Adapter, type Matrix} from "./peftFixture.js";

const folder = testFolders();
const size = small("qwen2");
const base = shapeOf(size);
const adapter: Adapter = {size, modules: linearModules(size), rank: 4, dtype: "F32"};

const weightsOf = (at: TestFolder["at"]) => at("peft", "adapter_model.safetensors");

/** The error of an import into the folder's “out”, after which nothing may be left there. */
async function refusal({at}: TestFolder, options: Partial<ImportOptions> = {}): Promise<HearthError> {
    const error: unknown = await importPeft(at("peft"), {targetFolder: at("out"), base, ...options}).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(HearthError);
    expect(await readdir(at("out")).catch(() => [])).toEqual([]);
    return error as HearthError;
}

/** The same, of a folder with these matrices and settings. */
async function refusalOf(matrices: readonly Matrix[] | Uint8Array, config: Readonly<Record<string, unknown>> = {}, options: Partial<ImportOptions> = {}): Promise<HearthError> {
    const place = await folder();
    await place.file("peft/adapter_config.json", JSON.stringify(configOf({...adapter, config})));
    await place.file("peft/adapter_model.safetensors", matrices instanceof Uint8Array ? matrices : writeSafetensors(matrices));
    const error = await refusal(place, options);
    expect(error.message).toContain(place.at("peft"));
    return error;
}

describe("importing a PEFT folder", () => {
    it("writes a sound adapter with its record, and says how far it is", async () => {
        const {at, file} = await folder();
        await writePeft(at("My Adapter v1.2"), adapter);
        await file("My Adapter v1.2/README.md", "---\nlibrary_name: peft\nlicense: apache-2.0\ndatasets:\n- our/code\n- 'our/tests'\ntags: []\n---\n# Mine\nlicense: no\n");
        const progress: number[] = [];
        const done = await importPeft(at("My Adapter v1.2"), {targetFolder: at("new", "out"), base, baseSha256: "ab".repeat(32), onProgress: (fraction) => progress.push(fraction)});
        expect(done.file).toBe(at("new", "out", "My Adapter v1.2.gguf"));
        expect(await readdir(at("new", "out"))).toEqual(["My Adapter v1.2.gguf", "My Adapter v1.2.hearth.json"]);
        expect(done.summary).toMatchObject({architecture: "qwen2", name: "My Adapter v1.2", alpha: 16, ranks: [4, 4], layers: 2});
        expect(await inspectAdapterFile(done.file, {base})).toEqual(done.summary);
        expect(createHash("sha256").update(await readFile(done.file)).digest("hex")).toBe(done.summary.sha256);
        expect(await readAdapterRecord(done.file)).toEqual({
            sha256: done.summary.sha256, name: "My Adapter v1.2", base: {name: "example/base", sha256: "ab".repeat(32)}, license: "apache-2.0",
            source: `imported from ${at("My Adapter v1.2")}`, trainingData: "our/code, our/tests"
        });
        expect(progress.at(-1)).toBe(1);
        expect(progress).toEqual([...progress].sort((one, other) => one - other));
    });

    it("makes the same file of the same folder, whatever was there", async () => {
        const {at} = await folder();
        await writePeft(at("peft"), adapter);
        const first = await importPeft(at("peft"), {targetFolder: at("out"), base, name: "a"});
        const second = await importPeft(at("peft"), {targetFolder: at("out"), base, name: "a", replace: true});
        expect(second.summary.sha256).toBe(first.summary.sha256);
        const error: unknown = await importPeft(at("peft"), {targetFolder: at("out"), base, name: "a"}).catch((reason: unknown) => reason);
        expect(error).toMatchObject({code: "adapter.exists"});
        expect(await readdir(at("out"))).toEqual(["a.gguf", "a.hearth.json"]);
    });

    it("never writes outside of its folder, whatever it is called", async () => {
        const {at} = await folder();
        await writePeft(at("peft"), adapter);
        expect((await importPeft(at("peft"), {targetFolder: at("out"), base, name: "../../etc/x"})).file).toBe(at("out", "etc-x.gguf"));
        expect((await importPeft(at("peft"), {targetFolder: at("out"), base, name: "CON"})).file).toBe(at("out", "adapter-CON.gguf"));
    });

    it("takes Hugging Face's cache, whose files are links to its blobs", async () => {
        const {at, link} = await folder();
        await writePeft(at("model", "blobs"), adapter);
        for (const name of ["adapter_config.json", "adapter_model.safetensors"])
            await link(`model/snapshots/abc/${name}`, `../../blobs/${name}`);
        expect((await importPeft(at("model", "snapshots", "abc"), {targetFolder: at("out"), base})).summary.pairs.length).toBe(14);
    });

    it("keeps the product where halves alone could not hold the numbers", async () => {
        const {at, file} = await folder();
        await file("peft/adapter_config.json", JSON.stringify(configOf(adapter)));
        const name = (side: string) => `base_model.model.model.layers.0.self_attn.q_proj.lora_${side}.weight`;
        await file("peft/adapter_model.safetensors", writeSafetensors([matrix(name("A"), [4, 64], "F32", 1e-6), matrix(name("B"), [64, 4], "F32", 1e6)]));
        const {file: made} = await importPeft(at("peft"), {targetFolder: at("out"), base});
        const bytes = await readFile(made);
        const halves = Array.from({length: 512}, (_, index) => halfAt(bytes, bytes.length - 1024 + index * 2));
        const [a, b] = [singlesOf(matrix(name("A"), [4, 64], "F32", 1e-6)), singlesOf(matrix(name("B"), [64, 4], "F32", 1e6))];
        for (const [row, column] of [[0, 0], [17, 3], [63, 63]] as const) {
            const product = (left: readonly number[], right: readonly number[]) => [0, 1, 2, 3].reduce((sum, rank) => sum + (left[row * 4 + rank] ?? 0) * (right[rank * 64 + column] ?? 0), 0);
            expect(product(halves.slice(256), halves.slice(0, 256))).toBeCloseTo(product(b, a), 2);
        }
    });

    it("can be cancelled at any moment, and leaves nothing", async () => {
        const place = await folder();
        await writePeft(place.at("peft"), adapter);
        for (const at of [0, 0.3, 0.9]) {
            const controller = new AbortController();
            const onProgress = (fraction: number) => {
                if (fraction >= at)
                    controller.abort();
            };
            expect((await refusal(place, {signal: controller.signal, onProgress})).code).toBe("request.cancelled");
        }
    });
});

describe("an adapter that is more than a GGUF LoRA can hold", () => {
    const matrices = matricesOf(adapter);
    const extra = (name: string, shape: readonly number[] = [64]) => [...matrices, matrix(`base_model.model.model.layers.0.${name}`, shape, "F32")];

    it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
        ["DoRA", {use_dora: true}, /DoRA/u],
        ["whole modules", {modules_to_save: ["lm_head"]}, /modules_to_save/u],
        ["biases", {bias: "lora_only"}, /trained biases/u],
        ["biases of its own", {lora_bias: true}, /trained biases/u],
        ["another kind", {peft_type: "IA3"}, /kind “IA3”/u],
        ["AdaLoRA", {peft_type: "ADALORA"}, /kind “ADALORA”/u],
        ["PiSSA, whose base is another", {init_lora_weights: "pissa_niter_16"}, /pissa_niter_16/u],
        ["repeated layers", {layer_replication: [[0, 2]]}, /layer_replication/u],
        ["new tokens", {trainable_token_indices: [1, 2]}, /vocabulary/u],
        ["an activated LoRA", {alora_invocation_tokens: [1]}, /activated/u],
        ["an alpha of 0, which the engine takes for none", {lora_alpha: 0}, /alpha is 0/u],
        ["a pattern that could take for ever", {alpha_pattern: {"(a+)+$": 4}}, /of a form/u]
    ])("%s in the settings", async (_title, config, sentence) => {
        const error = await refusalOf(matrices, config);
        expect(error.code).toBe("adapter.unsupported");
        expect(error.message).toMatch(sentence);
    });

    it.each<[string, readonly Matrix[], ErrorCode, RegExp]>([
        ["DoRA's magnitudes", extra("self_attn.q_proj.lora_magnitude_vector"), "adapter.unsupported", /DoRA/u],
        ["a bias", extra("self_attn.q_proj.lora_B.bias"), "adapter.unsupported", /biases/u],
        ["a whole embedding", [...matrices, matrix("base_model.model.model.embed_tokens.weight", [128, 64], "F32")], "adapter.unsupported", /whole module/u],
        ["something unknown", extra("self_attn.q_proj.surprise"), "adapter.unsupported", /unknown kind, “base_model\.model\.model\.layers\.0\.self_attn\.q_proj\.surprise”/u],
        ["a module that the model has not", extra("mlp.c_fc.lora_A.weight", [4, 64]), "adapter.doesNotFit", /nothing that answers to “model\.layers\.0\.mlp\.c_fc”/u],
        ["a layer too many", [...matrices, ...["A", "B"].map((side) => matrix(`base_model.model.model.layers.7.self_attn.q_proj.lora_${side}.weight`, side === "A" ? [4, 64] : [64, 4], "F32"))],
            "adapter.doesNotFit", /at least 8 layers, the model has 2/u],
        ["half a pair", matrices.slice(1), "adapter.badHeader", /half of the pair for “model\.layers\.0\.self_attn\.q_proj” is missing/u],
        ["one half under two names", extra("self_attn.q_proj.lora_A.default.weight", [4, 64]), "adapter.badHeader", /twice/u],
        ["an embedding's half for a matrix", extra("self_attn.q_proj.lora_embedding_A", [4, 64]), "adapter.badHeader", /not of the kind/u],
        ["a rank that its settings do not say", matricesOf({...adapter, rank: 6}), "adapter.badHeader", /ranks 6 and 6, its settings say 4/u],
        ["a cube", extra("self_attn.q_proj.lora_A.default.weight", [4, 8, 8]).slice(1), "adapter.badHeader", /4 × 8 × 8, which is no matrix/u],
        ["no pairs", [], "adapter.badHeader", /no LoRA matrices/u]
    ])("%s in the file", async (_title, changed, code, sentence) => {
        const error = await refusalOf(changed);
        expect(error.message).toMatch(sentence);
        expect(error.code).toBe(code);
    });

    it("but the base's own embedding, which PEFT saves along, may be there when it is the base's", async () => {
        const own: Adapter = {...adapter, modules: ["model.embed_tokens"]};
        const {at, file} = await folder();
        await file("peft/adapter_config.json", JSON.stringify(configOf(own)));
        await file("peft/adapter_model.safetensors", writeSafetensors([...matricesOf(own), matrix("base_model.model.model.embed_tokens.base_layer.weight", [128, 64], "F32")]));
        expect((await importPeft(at("peft"), {targetFolder: at("out"), base})).summary.pairs.map(({target}) => target)).toEqual(["token_embd.weight"]);
        const error = await refusalOf([...matricesOf(own), matrix("base_model.model.model.embed_tokens.base_layer.weight", [130, 64], "F32")]);
        expect(error).toMatchObject({code: "adapter.doesNotFit", message: expect.stringMatching(/vocabulary has 130 tokens, the model's 128/u) as string});
    });
});

describe("an adapter for another model", () => {
    it("is refused, with the tensor that does not fit", async () => {
        expect((await refusalOf(matricesOf(adapter), {}, {base: shapeOf(small("qwen2", {width: 128}))})).message).toMatch(/is for 64 × 64, the model's is 128 × 64/u);
        expect((await refusalOf(matricesOf(adapter), {}, {base: shapeOf(small("mamba"))})).message).toMatch(/can't be imported for a “mamba” model/u);
        expect((await refusalOf(matricesOf(adapter), {}, {base: {...shapeOf(small("llama")), headCountKv: undefined}})).message).toMatch(/unknown number of heads/u);
        expect((await refusalOf(matricesOf({...adapter, modules: ["lm_head"]}), {}, {base: shapeOf(small("qwen2", {untied: false}))})).message).toMatch(/shares with its embedding/u);
    });
});

describe("broken weights", () => {
    it.each<[string, Matrix["dtype"], number[]]>([["F32", "F32", [0, 0, 0xc0, 0x7f]], ["an infinity, F32", "F32", [0, 0, 0x80, 0xff]], ["F16", "F16", [1, 0xfe]], ["BF16", "BF16", [0x80, 0x7f]]])(
        "are refused: %s", async (_title, dtype, bits) => {
            const matrices = matricesOf({...adapter, dtype});
            matrices.at(-1)?.data.set(bits, (matrices.at(-1)?.data.length ?? 0) - bits.length);
            const error = await refusalOf(matrices);
            expect(error.code).toBe("adapter.badWeights");
            expect(error.message).toContain("model.layers.1.mlp.down_proj.lora_B.weight");
        });
    it("are refused when both halves are beyond half precision", async () => {
        expect((await refusalOf(matricesOf({...adapter, scale: 1e6}))).message).toMatch(/beyond what half precision holds/u);
    });
});

describe("a damaged or hostile file of weights", () => {
    const good = writeSafetensors(matricesOf(adapter));
    const entry = (more: string) => `{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]${more}`;
    const huge = (length: bigint) => {
        const bytes = good.slice();
        new DataView(bytes.buffer).setBigUint64(0, length, true);
        return bytes;
    };
    const data = new Uint8Array(8);

    it.each<[string, Uint8Array, ErrorCode, RegExp]>([
        ["cut off in its data", good.slice(0, -100), "adapter.truncated", /ends at byte/u],
        ["cut off in its header", good.slice(0, 500), "adapter.truncated", /header ends at byte/u],
        ["of five bytes", good.slice(0, 5), "adapter.truncated", /5 bytes/u],
        ["a header of 2^63 bytes", huge(2n ** 63n), "adapter.badHeader", /claims 9223372036854775808 bytes/u],
        ["a header of 2^64 - 1 bytes", huge(2n ** 64n - 1n), "adapter.badHeader", /claims 18446744073709551615 bytes/u],
        ["more behind its tensors", new Uint8Array([...good, 0, 0]), "adapter.badHeader", /tensors end at byte/u],
        ["a name twice", safetensorsBytes(`${entry("}")},"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, data), "adapter.badHeader", /“t” occurs twice/u],
        ["overlapping tensors", safetensorsBytes(`${entry("}")},"u":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, data), "adapter.badHeader", /begins at byte/u],
        ["a place beyond the file", safetensorsBytes('{"t":{"dtype":"F32","shape":[2],"data_offsets":[800000,800008]}}', data), "adapter.badHeader", /begins at byte/u],
        ["an end before its begin", safetensorsBytes('{"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}', data), "adapter.badHeader", /needs 8 bytes and claims -8/u],
        ["a shape of 2^100", safetensorsBytes('{"t":{"dtype":"F32","shape":[1099511627776,1099511627776],"data_offsets":[0,8]}}', data), "adapter.badHeader", /claims the shape/u],
        ["a number beyond 2^53", safetensorsBytes('{"t":{"dtype":"F32","shape":[9007199254740993],"data_offsets":[0,8]}}', data), "adapter.badHeader", /length or place of 9007199254740993/u],
        ["a negative shape", safetensorsBytes('{"t":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}', data), "adapter.badHeader", /not what safetensors has/u],
        ["a field more", safetensorsBytes(`${entry(',"x":1}')}}`, data), "adapter.badHeader", /unknown field “x”/u],
        ["an unknown type", safetensorsBytes('{"t":{"dtype":"X9","shape":[2],"data_offsets":[0,8]}}', data), "adapter.badHeader", /unknown type “X9”/u],
        ["brackets without end", safetensorsBytes(`{"t":${"[".repeat(100_000)}`), "adapter.badHeader", /not what safetensors has/u],
        ["bytes that are no text", safetensorsBytes("{}", data).fill(0xff, 8, 10), "adapter.badHeader", /not UTF-8/u],
        ["a pickle renamed", new Uint8Array([0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x2e]), "adapter.pickle", /is a pickle/u],
        ["a zip renamed", new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(40)]), "adapter.pickle", /zip archive/u],
        ["a web page", new TextEncoder().encode("<!DOCTYPE html><html>Not found</html>"), "adapter.notAdapter", /web page/u],
        ["a GGUF file", new TextEncoder().encode("GGUF and so on"), "adapter.notAdapter", /a GGUF file/u],
        ["weights as whole numbers", writeSafetensors(matricesOf(adapter).map((one) => ({...one, dtype: "I32" as Matrix["dtype"]}))), "adapter.unsupported", /stored as I32/u]
    ])("is refused: %s", async (_title, bytes, code, sentence) => {
        const error = await refusalOf(bytes);
        expect(error.message).toMatch(sentence);
        expect(error.code).toBe(code);
    });
});

describe("a folder that is not what it seems", () => {
    it("is refused without its settings, without weights, or with a pickle only", async () => {
        const place = await folder();
        expect((await refusal(place)).code).toBe("adapter.notFound");
        await place.file("peft", "a file");
        expect((await refusal(place)).code).toBe("adapter.notAFile");
        await rm(place.at("peft"));
        await mkdir(place.at("peft"));
        expect(await refusal(place)).toMatchObject({code: "adapter.notAdapter", message: expect.stringMatching(/no adapter_config\.json/u) as string});
        await place.file("peft/adapter_config.json", JSON.stringify(configOf(adapter)));
        expect(await refusal(place)).toMatchObject({code: "adapter.notAdapter", message: expect.stringMatching(/no adapter_model\.safetensors/u) as string});
        await place.file("peft/adapter_model.bin", "x");
        expect((await refusal(place)).code).toBe("adapter.pickle");
    });

    it("is refused when its settings are no settings", async () => {
        for (const [text, sentence] of [["{", /not JSON/u], ["[]", /holds no settings/u], ['{"peft_type": "LORA"}', /“r” in adapter_config\.json is not a usable number/u],
            [`{"x": "${"y".repeat(300_000)}"}`, /more than settings have/u]] as const) {
            const place = await folder();
            await writePeft(place.at("peft"), adapter);
            await writeFile(place.at("peft", "adapter_config.json"), text);
            expect(await refusal(place)).toMatchObject({code: "adapter.badHeader", message: expect.stringMatching(sentence) as string});
        }
    });

    it.skipIf(process.platform === "win32")("is refused when one of its files leads out of it", async () => {
        for (const name of ["adapter_config.json", "adapter_model.safetensors", "README.md"]) {
            const place = await folder();
            await writePeft(place.at("peft"), adapter);
            await writePeft(place.at("elsewhere"), adapter);
            await place.file("elsewhere/README.md", "---\nlicense: mit\n---\n");
            await rm(place.at("peft", name), {force: true});
            await symlink(path.join("..", "elsewhere", name), place.at("peft", name));
            expect((await refusal(place)).code).toBe("adapter.outside");
        }
    });

    it("is refused when its weights are a folder, and when the target is a file", async () => {
        const place = await folder();
        await writePeft(place.at("peft"), adapter);
        await rm(weightsOf(place.at));
        await mkdir(weightsOf(place.at));
        expect((await refusal(place)).code).toBe("adapter.notAFile");
        await rm(weightsOf(place.at), {recursive: true});
        await writePeft(place.at("peft"), adapter);
        const target = await place.file("target", "");
        const error: unknown = await importPeft(place.at("peft"), {targetFolder: target, base}).catch((reason: unknown) => reason);
        expect(error).toMatchObject({code: "adapter.cannotWrite"});
    });
});

function singlesOf({data}: Matrix): number[] {
    return [...new Float32Array(data.buffer, data.byteOffset, data.length / 4)];
}

function halfAt(bytes: Uint8Array, at: number): number {
    const bits = (bytes[at] ?? 0) | (bytes[at + 1] ?? 0) << 8;
    const [exponent, fraction] = [bits >> 10 & 31, bits & 1023];
    return ((bits & 0x8000) === 0 ? 1 : -1) * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
