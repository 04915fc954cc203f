import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {AnswerParser, modelChat, requiredCallSchema, type ToolDescription} from "../../../../src/core/chat/modelChat.js";

const text = (role: "system" | "user" | "assistant", words: string) => ({role, parts: [{kind: "text" as const, text: words}]});
const tool: ToolDescription = {name: "read", description: "Reads a file", inputSchema: {type: "object", properties: {path: {type: "string"}, lines: {type: "integer"}}}};

describe("a conversation of another extension", () => {
    it("becomes turns that alternate and end with the user's", () => {
        expect(modelChat([text("system", "S"), text("user", "a"), text("user", "b"), text("assistant", "c")], [])).toEqual({
            system: "S", turns: [{role: "user", text: "a\n\nb"}, {role: "assistant", text: "c"}, {role: "user", text: "Go on."}]
        });
        expect(modelChat([text("assistant", "hi")], []).turns.map(({role}) => role)).toEqual(["user", "assistant", "user"]);
    });

    it("writes tools, calls and results in the form that models learn", () => {
        const {system, turns} = modelChat([
            text("user", "Read it"), {role: "assistant", parts: [{kind: "call", name: "read", input: {path: "a"}}]}, {role: "user", parts: [{kind: "result", text: "content"}]}
        ], [tool]);
        expect(system).toContain("<tools>\n{\"type\":\"function\",\"function\":{\"name\":\"read\"");
        expect(turns[1]?.text).toBe("<tool_call>\n{\"name\":\"read\",\"arguments\":{\"path\":\"a\"}}\n</tool_call>");
        expect(turns[2]?.text).toBe("<tool_response>\ncontent\n</tool_response>");
    });
});

describe("an answer with tool calls", () => {
    const answer = "I'll look. <tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"a.ts\"}}\n</tool_call>";

    it("gives text and calls, however it arrives", () => {
        fc.assert(fc.property(fc.array(fc.integer({min: 1, max: 9}), {maxLength: 40}), (cuts) => {
            const parser = new AnswerParser(["read"]);
            const found: unknown[] = [];
            let at = 0;
            for (const cut of cuts) {
                found.push(...parser.push(answer.slice(at, at + cut)));
                at += cut;
            }
            found.push(...parser.push(answer.slice(at)), ...parser.end());
            expect(found.filter((each) => typeof each === "string").join("").trim()).toBe("I'll look.");
            expect(found.filter((each) => typeof each !== "string")).toEqual([{name: "read", input: {path: "a.ts"}}]);
        }));
    });

    it("shows what is no proper call as text", () => {
        for (const wrong of ["<tool_call>{broken</tool_call>", "<tool_call>{\"name\": \"rm\", \"arguments\": {}}</tool_call>", "a < b and <tool"]) {
            const parser = new AnswerParser(["read"]);
            expect([...parser.push(wrong), ...parser.end()].map(String).join("")).toBe(wrong);
        }
    });

    it("takes a call that the end cut off behind its last brace", () => {
        const parser = new AnswerParser(["read"]);
        expect([...parser.push("<tool_call>{\"name\": \"read\", \"arguments\": {}}"), ...parser.end()]).toEqual([{name: "read", input: {}}]);
    });

    it("without tools is all text", () => {
        expect(new AnswerParser([]).push(answer)).toEqual([answer]);
    });
});

describe("a call that must be made", () => {
    it("is constrained to the tool and its arguments", () => {
        expect(requiredCallSchema([tool])).toEqual({type: "object", properties: {
            name: {enum: ["read"]}, arguments: {type: "object", properties: {path: {type: "string"}, lines: {type: "integer"}}}
        }});
    });
});
