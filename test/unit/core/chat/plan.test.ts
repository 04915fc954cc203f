import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {fenceFor, renderAttachment} from "../../../../src/core/chat/attachments.js";
import {goesRound} from "../../../../src/core/chat/circles.js";
import {chatSystem} from "../../../../src/core/chat/commands.js";
import {planChat, startThatFits} from "../../../../src/core/chat/plan.js";
import {chatTemplates} from "../../../../src/core/chat/templates.js";
import type {Attachment, ChatTurn} from "../../../../src/core/chat/types.js";
import {MarkedTokenizer} from "./markedTokenizer.js";

const controls = ["<|im_start|>", "<|im_end|>"];
const tokenizer = new MarkedTokenizer(controls);
const [chatMl] = chatTemplates;
if (chatMl === undefined)
    throw new Error("no template");
const vocabulary = tokenizer.vocabulary(chatMl);

const file = (text: string): Attachment => ({id: "f", kind: "file", title: "src/a.ts", languageId: "ts", text});

function conversation(questions: number, length: number): ChatTurn[] {
    return Array.from({length: questions * 2 - 1}, (_, i) => ({role: i % 2 === 0 ? "user" : "assistant", text: `${String(i)} ${"x".repeat(length)}`}));
}

describe("the plan of a chat", () => {
    it("begins a second turn with all of the first", () => {
        const first = planChat("S", conversation(1, 50), 5000, vocabulary);
        const second = planChat("S", conversation(2, 50), 5000, vocabulary);
        expect(second.tokens.slice(0, first.tokens.length)).toEqual(first.tokens);
    });

    it("takes an answer as it was written, however its text would be cut", () => {
        const written = [7, 7, 7];
        const turns = conversation(2, 5);
        const plan = planChat("S", turns, 5000, {...vocabulary, written: (text) => text === turns[1]?.text ? written : undefined});
        expect(plan.tokens.join()).toContain(written.join());
    });

    it("drops the oldest turns when the window is full, and keeps its start while it fills again", () => {
        const starts = Array.from({length: 30}, (_, i) => planChat("S", conversation(i + 1, 80), 1500, vocabulary).droppedTurns);
        expect(starts[0]).toBe(0);
        expect(starts.at(-1)).toBeGreaterThan(0);
        const changes = starts.filter((start, i) => i > 0 && start !== starts[i - 1]).length;
        expect(changes).toBeLessThan(12);
        expect(starts.every((start) => start % 2 === 0)).toBe(true);
    });

    it("always fits, and always keeps the last question", () => {
        fc.assert(fc.property(fc.array(fc.nat(300), {minLength: 1, maxLength: 12}), fc.integer({min: 420, max: 2000}), (lengths, budget) => {
            const turns = lengths.flatMap((length, i): ChatTurn[] => [
                ...i === 0 ? [] : [{role: "assistant" as const, text: "y".repeat(length)}], {role: "user", text: `q${"x".repeat(length)}`}
            ]);
            const plan = planChat("S", turns, budget, vocabulary);
            expect(plan.tokens.length).toBeLessThanOrEqual(budget);
            expect(tokenizer.text(plan.tokens)).toContain(`user\nq${"x".repeat(lengths.at(-1) ?? 0)}⟦<|im_end|>⟧`);
        }));
    });

    it("cuts what is attached when it is too long, and says which", () => {
        const turns: ChatTurn[] = [{role: "user", text: "Why?", attachments: [file("line\n".repeat(1000))]}];
        const plan = planChat("S", turns, 1000, vocabulary);
        expect(plan.cutAttachments).toEqual(["f"]);
        expect(plan.tokens.length).toBeLessThanOrEqual(1000);
        expect(tokenizer.text(plan.tokens)).toContain("… (cut: too long)\n```\n\nWhy?");
    });

    it("cuts one endless line as well", () => {
        const plan = planChat("S", [{role: "user", text: "Why?", attachments: [file("x".repeat(50_000))]}], 1000, vocabulary);
        expect(plan.tokens.length).toBeLessThanOrEqual(1000);
    });

    it("refuses a question that can't fit", () => {
        expect(() => planChat("S", [{role: "user", text: "x".repeat(2000)}], 1000, vocabulary)).toThrow(/too long for this model's window/);
    });

    it("never begins with an answer", () => {
        fc.assert(fc.property(fc.array(fc.nat(500), {minLength: 1, maxLength: 15}), fc.nat(2000), (lengths, budget) => {
            expect(startThatFits(lengths.length % 2 === 0 ? lengths.slice(1) : lengths, budget) % 2).toBe(0);
        }));
    });
});

describe("an attachment", () => {
    it("stands in a fence that its text can't close", () => {
        const text = "a\n````\nb\n```\n";
        expect(fenceFor(text)).toBe("`````");
        expect(renderAttachment(file(text))).toBe("src/a.ts:\n`````ts\na\n````\nb\n```\n`````\n\n");
    });

    it("survives a million backticks", () => {
        expect(fenceFor("`".repeat(1_000_000)).length).toBeLessThanOrEqual(64);
    });
});

describe("the instructions", () => {
    it("are short: a small model reads them before everything else", () => {
        // A token of English is four characters or more.
        expect(chatSystem.length / 4).toBeLessThan(250);
    });
});

describe("going round in circles", () => {
    it("is seen after a few rounds", () => {
        const round = Array.from({length: 40}, (_, i) => i);
        expect(goesRound([...[90, 91, 92], ...round, ...round, ...round, ...round, ...round])).toBe(true);
    });

    it("is not a list with changing items, nor a short row", () => {
        expect(goesRound(Array.from({length: 400}, (_, i) => i % 5 === 0 ? i : 1))).toBe(false);
        expect(goesRound(Array.from({length: 60}, () => 5))).toBe(false);
    });
});
