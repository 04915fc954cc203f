// The hard-coded templates against those inside real model files, with the real tokenizers: the file's own template is run here, in a test, and nowhere else.
import {Template} from "@huggingface/jinja";
import {getLlama, type Llama, type LlamaModel} from "node-llama-cpp";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {planChat} from "../../src/core/chat/plan.js";
import type {ChatTurn} from "../../src/core/chat/types.js";
import {ChatModel} from "../../src/worker/chatModel.js";
import {ShrinkingContexts} from "../../src/worker/shrinking.js";
import {Vocabulary} from "../../src/worker/vocabulary.js";
import {testModel} from "./harness.js";

const system = "You are Hearth. Be brief.";
const turns: readonly ChatTurn[] = [
    {role: "user", text: "What does `a\n\n  b` do?\n\n```ts\nlet x = 1;\n\treturn x;\n```"}, {role: "assistant", text: "It adds:\n\n- one\n- two"}, {role: "user", text: "  And ünïcode 𝒳?"}
];
const files = [testModel, ...process.env["HEARTH_TEST_PLAIN_MODEL"] === undefined ? [] : [process.env["HEARTH_TEST_PLAIN_MODEL"]]];

describe.each(files)("the template of %s", (file) => {
    let llama: Llama;
    let model: LlamaModel;
    beforeAll(async () => {
        llama = await getLlama({gpu: false, build: "never", skipDownload: true});
        model = await llama.loadModel({modelPath: file, vocabOnly: true});
    });
    afterAll(async () => {
        await model.dispose();
        await llama.dispose();
    });

    it("gives the same tokens as the published one", () => {
        const published = new Template(model.fileInfo.metadata.tokenizer.chat_template ?? "").render({
            messages: [{role: "system", content: system}, ...turns.map(({role, text}) => ({role, content: text}))], add_generation_prompt: true
        });
        const vocabulary = new Vocabulary(model);
        const chat = new ChatModel({model, vocabulary, readBatch: 64, contexts: new ShrinkingContexts({size: 2048, least: 512, open: () => Promise.reject(new Error("not needed")), onShrink: () => undefined})});
        const plan = planChat(system, turns, 2000, chat.vocabulary);
        expect(model.detokenize(plan.tokens as never, true)).toBe(published);
        expect(plan.tokens).toEqual([...model.tokenize(published, true)]);
    });
});
