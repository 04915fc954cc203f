import {describe, expect, it} from "vitest";

import {isFromPage, pageCommands} from "../../../../src/core/chat/page.js";
import {chatPageHtml} from "../../../../src/core/chat/pageHtml.js";

describe("what the chat page says", () => {
    it("is taken only in its own form", () => {
        expect(isFromPage({type: "ask", text: "a"})).toBe(true);
        expect(isFromPage({type: "openChip", id: "1"})).toBe(true);
        for (const wrong of [undefined, null, "ask", {}, {type: "ask"}, {type: "ask", text: 5}, {type: "toString"}, {type: "__proto__"}, {type: "suggest", request: "1", sign: "@", query: ""}, {type: "openChip", message: 5, id: "1"}])
            expect(isFromPage(wrong), JSON.stringify(wrong)).toBe(false);
    });

    it("can run a few commands of Hearth's only", () => {
        expect([...pageCommands].every((command) => command.startsWith("hearth."))).toBe(true);
        expect(pageCommands.has("workbench.action.terminal.new")).toBe(false);
    });
});

describe("the chat page's policy", () => {
    const html = chatPageHtml({script: "S", style: "C", nonce: "n0nce", styleSource: "https://own.example", language: "en"});
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";

    it("allows the page's own script and style sheet and nothing else", () => {
        expect(policy.split("; ").sort()).toEqual([
            "base-uri 'none'", "default-src 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "script-src 'nonce-n0nce'", "style-src https://own.example", "trusted-types 'none'"
        ]);
        expect(html.match(/<script/g)).toHaveLength(1);
        expect(html).not.toMatch(/<style|style=|onclick|onload|http-equiv="refresh"/i);
    });
});
