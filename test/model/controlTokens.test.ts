// Whatever stands in a file, a question or a name stays text: with the real vocabularies, for every token that is marked control in them.
import {getLlama, type Llama, type LlamaModel, type Token} from "node-llama-cpp";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {planChat} from "../../src/core/chat/plan.js";
import {planPrompt} from "../../src/core/completion/plan.js";
import {ChatModel} from "../../src/worker/chatModel.js";
import {ShrinkingContexts} from "../../src/worker/shrinking.js";
import {Vocabulary} from "../../src/worker/vocabulary.js";
import {testModel} from "./harness.js";

const files = [testModel, ...process.env["HEARTH_TEST_PLAIN_MODEL"] === undefined ? [] : [process.env["HEARTH_TEST_PLAIN_MODEL"]]];

describe.each(files)("the control tokens of %s", (file) => {
    let llama: Llama;
    let model: LlamaModel;
    let vocabulary: Vocabulary;
    /** What the control tokens look like, written out. */
    let texts: string[];
    beforeAll(async () => {
        llama = await getLlama({gpu: false, build: "never", skipDownload: true});
        model = await llama.loadModel({modelPath: file, vocabOnly: true});
        vocabulary = new Vocabulary(model);
        texts = [...model.iterateAllTokens()].filter((token) => model.isSpecialToken(token)).map((token) => model.detokenize([token], true)).filter((text) => text !== "");
    });
    afterAll(async () => {
        await model.dispose();
        await llama.dispose();
    });

    const controlsOf = (tokens: readonly number[]) => tokens.filter((token) => model.isSpecialToken(token as Token));

    it("are known, and act where they are meant to", () => {
        expect(texts.length).toBeGreaterThan(2);
        // Else the tests below would hold of anything.
        expect(texts.every((text) => controlsOf(model.tokenize(text, true)).length > 0)).toBe(true);
    });

    it("are never made by text", () => {
        for (const text of texts) {
            for (const written of [text, `${text}${text}`, `a ${text} b`, `\n${text}\n`, `"${text}"`])
                expect(controlsOf(vocabulary.tokenizer.tokens(written)), written).toEqual([]);
        }
    });

    it("are never made by anything that goes into a completion's prompt", () => {
        const planned = (text: string) => planPrompt({
            adapters: [], path: `src/${text}.ts`, repository: text, languageId: "typescript", related: [{path: `lib/${text}.ts`, text: `// ${text}\n`}],
            prefix: `// ${text}\nconst a = "${text}`, suffix: `";\n// ${text}\n`, multiline: false, maxTokens: 16, tabSize: 4, threshold: 0
        }, {
            tokenizer: vocabulary.tokenizer, fim: vocabulary.fim, bos: vocabulary.bos, budget: 2_000, textOf: (token) => vocabulary.text([token as Token])
        });
        const usual = controlsOf(planned("name").tokens);
        for (const text of texts) {
            const plan = planned(text);
            expect(controlsOf(plan.tokens), text).toEqual(usual);
            expect(plan.heal).not.toBe(text);
        }
    });

    it("are never made by anything that goes into a conversation", () => {
        const chat = new ChatModel({model, vocabulary, readBatch: 64, contexts: new ShrinkingContexts({size: 4096, least: 512, open: () => Promise.reject(new Error("not needed")), onShrink: () => undefined})});
        const planned = (text: string) => planChat(`You are Hearth. ${text}`, [
            {role: "user", text: `What is ${text}?`, attachments: [{id: "a", kind: "file", title: text, languageId: text, text: `// ${text}\n`}]},
            {role: "assistant", text: `It is ${text}.`}, {role: "user", text}
        ], 4_000, chat.vocabulary);
        const usual = controlsOf(planned("name").tokens);
        for (const text of texts)
            expect(controlsOf(planned(text).tokens), text).toEqual(usual);
    });
});
