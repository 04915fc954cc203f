import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {type ChatMessage, type Conversation, newConversation, shownPath, withMessage} from "../../../../src/core/chat/conversation.js";
import {planChat} from "../../../../src/core/chat/plan.js";
import {notesQuery, summaryOf, turnsWithRoom, withRoom} from "../../../../src/core/chat/room.js";
import {chatTemplates} from "../../../../src/core/chat/templates.js";
import type {Attachment, ChatTurn} from "../../../../src/core/chat/types.js";
import {MarkedTokenizer} from "./markedTokenizer.js";

const tokenizer = new MarkedTokenizer(["<|im_start|>", "<|im_end|>"]);
const [chatMl] = chatTemplates;
if (chatMl === undefined)
    throw new Error("no template");
const vocabulary = tokenizer.vocabulary(chatMl);
const file: Attachment = {id: "f", kind: "file", title: "src/a.ts", languageId: "ts", text: "code\n".repeat(400)};

/** Questions and answers by turns: q0, a0, q1, ... */
function conversation(said: readonly string[]): Conversation {
    return said.reduce<Conversation>((all, text, i) => {
        const message: ChatMessage = {id: `m${String(i)}`, parent: i === 0 ? undefined : `m${String(i - 1)}`, role: i % 2 === 0 ? "user" : "assistant", text, attachments: [], createdAt: i};
        return withMessage(all, message, i);
    }, newConversation("c", 0));
}

const six = ["q0", "a0", "q1", "a1", "q2", "a2"];
const texts = (turns: readonly ChatTurn[]) => turns.map(({text}) => text);

describe("room in a full window", () => {
    it("leaves a conversation alone in which none was made", () => {
        expect(turnsWithRoom(shownPath(conversation(six)))).toMatchObject({leftOut: 0, turns: six.map((text) => ({text}))});
    });

    it("leaves the oldest turns out, and puts the summary before the first that stays, as data", () => {
        const made = withRoom(conversation(six), "m5", {turns: 4, summary: "S"});
        const {turns, leftOut} = turnsWithRoom(shownPath(made));
        expect(leftOut).toBe(4);
        expect(texts(turns)).toEqual(["q2", "a2"]);
        expect(turns[0]?.attachments).toMatchObject([{kind: "summary", text: "S"}]);
        const plan = tokenizer.text(planChat("S", [...turns, {role: "user", text: "next"}], 5000, vocabulary).tokens);
        expect(plan).toContain("Notes about the beginning of this conversation, which is left out:\n```\nS\n```\n\nq2");
    });

    it("leaves them out without a word where there is no summary", () => {
        const {turns} = turnsWithRoom(shownPath(withRoom(conversation(six), "m5", {turns: 2})));
        expect(texts(turns)).toEqual(["q1", "a1", "q2", "a2"]);
        expect(turns[0]?.attachments).toEqual([]);
    });

    it("holds for what follows the message where it was made, and the latest holds", () => {
        const first = withRoom(conversation(six), "m3", {turns: 2, summary: "first"});
        expect(turnsWithRoom(shownPath(first)).leftOut).toBe(2);
        // A branch that leaves before is as it was.
        expect(turnsWithRoom(shownPath({...first, leaf: "m1"})).leftOut).toBe(0);
        expect(turnsWithRoom(shownPath(withRoom(first, "m5", {turns: 4}))).leftOut).toBe(4);
    });

    it("keeps the last question, whatever was left out", () => {
        const made = withRoom(conversation([...six, "q3"]), "m5", {turns: 6, summary: "S"});
        expect(texts(turnsWithRoom(shownPath(made)).turns)).toEqual(["q3"]);
    });

    it("begins the same from then on: the cache keeps it", () => {
        const made = withRoom(conversation(six), "m5", {turns: 4, summary: "S"});
        const {turns} = turnsWithRoom(shownPath(made));
        const one = planChat("S", [...turns, {role: "user", text: "x"}], 5000, vocabulary).tokens;
        const two = planChat("S", [...turns, {role: "user", text: "x"}, {role: "assistant", text: "y"}, {role: "user", text: "z"}], 5000, vocabulary).tokens;
        expect(two.slice(0, one.length)).toEqual(one);
    });

    it("cuts what is attached as it was cut before, although more may be read for once", () => {
        const turns: ChatTurn[] = [{role: "user", text: "Why?", attachments: [file]}];
        const usual = planChat("S", turns, 1000, vocabulary).tokens;
        const more = planChat("S", [...turns, {role: "assistant", text: "b"}, {role: "user", text: "…"}], 1600, vocabulary, 1000).tokens;
        const until = usual.length - tokenizer.plain("assistant\n").length - 1;
        expect(more.slice(0, until)).toEqual(usual.slice(0, until));
    });
});

describe("the notes of what goes", () => {
    it("are asked of its words, without code, each turn in short", () => {
        const [turn] = notesQuery([
            {role: "user", text: `Why does \`parse\` fail?\n\`\`\`ts\nsecret();\n\`\`\`\n${"more ".repeat(300)}`, attachments: [file]}, {role: "assistant", text: "Because.\n```\nx\n```"}
        ]).turns;
        expect(turn?.text).toContain("User (about src/a.ts): Why does `parse` fail? (code) more");
        expect(turn?.text).toContain("Assistant: Because. (code)");
        expect(turn?.text).not.toMatch(/secret|code\ncode/);
        expect(turn?.text.length).toBeLessThan(1_500);
    });

    it("hold those of before", () => {
        const summary: Attachment = {id: "summary", kind: "summary", title: "T", languageId: "", text: "The user asked:\n- about Lantern"};
        expect(notesQuery([{role: "user", text: "q", attachments: [summary]}]).turns[0]?.text).toContain("about Lantern");
    });

    it("are bounded, however long the conversation was", () => {
        fc.assert(fc.property(fc.array(fc.string({maxLength: 3_000}), {minLength: 1, maxLength: 8}), (all) => {
            const turns = all.map((text, i): ChatTurn => ({role: i % 2 === 0 ? "user" : "assistant", text}));
            expect(notesQuery(turns).turns[0]?.text.length).toBeLessThan(8 * 600 + 400);
            expect((summaryOf(turns, {text: "- some notes about this", stop: "end"}) ?? "").length).toBeLessThan(6 * 200 + 100);
        }));
    });

    const turns: ChatTurn[] = [{role: "user", text: "The limit is 7.\nWhy?"}, {role: "assistant", text: "So."}, {role: "user", text: "x".repeat(400)}];

    it("stand below the questions in the person's own words", () => {
        expect(summaryOf(turns, {text: "- The limit is 7.\n- The limit is 7.\n- Decided nothing.", stop: "end"}))
            .toBe(`The user asked:\n- The limit is 7. Why?\n- ${"x".repeat(180)}…\nNotes:\n- The limit is 7.\n- Decided nothing.`);
    });

    it("end before the line in which they broke off", () => {
        expect(summaryOf(turns, {text: "- A whole line of notes.\n- And hal", stop: "length"})).toMatch(/notes\.$/);
    });

    it("are none when they were stopped, went round in circles, or say nothing", () => {
        for (const outcome of [{text: "- A whole line of notes.", stop: "stopped"}, {text: "- A whole line of notes.", stop: "repetition"}, {text: "- ok", stop: "end"}, {text: "", stop: "end"}] as const)
            expect(summaryOf(turns, outcome)).toBeUndefined();
    });
});
