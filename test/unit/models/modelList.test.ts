import {describe, expect, it} from "vitest";

import {findKnownModel, knownModels, rankModels} from "../../../src/core/models/known.js";
import type {GgufSummary, ModelCandidate} from "../../../src/core/models/modelInfo.js";
import {formatBytes, groupModels} from "../../../src/core/models/modelList.js";

const summary = (change: Partial<GgufSummary> = {}): GgufSummary => ({
    version: 3, architecture: "qwen2", name: undefined, quantization: "Q4_K_M", contextLength: 32_768, blockCount: 24, tensorCount: 291,
    parameterCount: 5e8, fimFamily: "Qwen-Coder", type: "model", fileBytes: 1, ...change
});
const model = (label: string, change: Partial<ModelCandidate> = {}): ModelCandidate => ({
    path: `/m/${label}`, label, source: "hearth", bytes: 5e8, summary: summary(), problem: undefined, sha256: undefined, publisher: undefined, ...change
});
const noMiddle = {summary: summary({fimFamily: undefined})};
const unusable = {summary: undefined, problem: "/m/d is broken."};
const ranked = (...candidates: readonly ModelCandidate[]) => rankModels(candidates).map(({label}) => label);

describe("known models", () => {
    it("are found by digest, in either case", () => {
        expect(knownModels.every(({sha256}) => /^[0-9a-f]{64}$/u.test(sha256))).toBe(true);
        expect(findKnownModel("1D9614638D18024D0FBB36575A15F1302A3ADF044DF10345688EC4F6E1C4FF32")).toMatchObject({publisher: "Qwen", license: "Apache-2.0"});
        expect(findKnownModel("0".repeat(64))).toBeUndefined();
        expect(findKnownModel(undefined)).toBeUndefined();
    });
});

describe("ranking", () => {
    it("puts what fills in the middle before what is only usable, and that before what is not", () => {
        expect(ranked(model("broken", unusable), model("chat", noMiddle), model("coder"))).toEqual(["coder", "chat", "broken"]);
        expect(ranked(model("configured", {...noMiddle, source: "setting"}), model("coder", {source: "llamacpp"}))).toEqual(["coder", "configured"]);
    });
    it("puts the user's choice first, then the quick, the code models, the nearest place, the verified, the small", () => {
        expect(ranked(
            model("general", {source: "bundled"}), model("big-coder", {bytes: 9e9}), model("coder-llamacpp", {source: "llamacpp"}),
            model("coder-ollama", {source: "ollama"}), model("coder-own-larger", {bytes: 6e8}), model("coder-own"), model("coder-own-verified", {publisher: "Qwen", bytes: 7e8}),
            model("coder-bundled", {source: "bundled"}), model("mine-huge", {source: "setting", bytes: 2e10})
        )).toEqual([
            "mine-huge", "coder-bundled", "coder-own-verified", "coder-own", "coder-own-larger", "coder-ollama", "coder-llamacpp", "general", "big-coder"
        ]);
    });
    it("puts the re-laid model before the file that it is made from, wherever that is", () => {
        const fast = knownModels.find(({madeFrom}) => madeFrom !== undefined);
        const own = {sha256: fast?.sha256, bytes: fast?.bytes ?? 0, publisher: fast?.publisher};
        expect(ranked(model("coder-bundled", {source: "bundled", publisher: "Qwen"}), model("coder", {publisher: "Qwen", bytes: 1}), model("coder-fast", own)))
            .toEqual(["coder-fast", "coder-bundled", "coder"]);
        expect(groupModels([model("coder-fast", own)], undefined)[0]?.entries[0]?.detail).toContain("made by Hearth from Qwen’s file (SHA-256)");
    });
    it("knows code models by the name inside the file too, and by nothing but names of code models", () => {
        expect(ranked(model("a-decoder-free", {summary: summary({name: "Llama"})}), model("sha256-0", {summary: summary({name: "Qwen2.5 Coder"})}))[0]).toBe("sha256-0");
        expect(ranked(model("aaa"), model("starcoder2"), model("codestral"), model("zzz-code-7b"))).toEqual(["codestral", "starcoder2", "zzz-code-7b", "aaa"]);
    });
});

describe("the list", () => {
    it("groups by place, marks the one in force, and ends with what can't be used", () => {
        const groups = groupModels([
            model("a", {publisher: "Qwen"}), model("b", {source: "ollama"}), model("c", noMiddle),
            model("d", {...unusable, source: "ollama", bytes: 0})
        ], "/m/b");
        expect(groups.map(({title, entries}) => [title, entries.map(({label, description, detail, current, usable}) => [label, description, detail, current, usable])])).toEqual([
            ["Hearth’s model folder", [
                ["a", "Q4_K_M · 500 MB", "fills in the middle · Qwen’s own file (SHA-256) · qwen2 · /m/a", false, true],
                ["c", "Q4_K_M · 500 MB", "can’t fill in the middle · publisher not verified · qwen2 · /m/c", false, true]
            ]],
            ["Ollama", [["b", "in use · Q4_K_M · 500 MB", "fills in the middle · publisher not verified · qwen2 · /m/b", true, true]]],
            ["Can’t be used", [["d", "", "d is broken.", false, false]]]
        ]);
    });
    it("is empty without models", () => {
        expect(groupModels([], undefined)).toEqual([]);
    });
    it("writes sizes as download pages do", () => {
        expect([999, 98_362_432, 491_400_064, 1_117_320_768].map(formatBytes)).toEqual(["1 kB", "98 MB", "491 MB", "1.1 GB"]);
    });
});
