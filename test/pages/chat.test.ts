/** The chat page by itself: what it shows, what it says, what it never does. */
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";

import {type ChatPage, openChatPage, shown} from "./chatPage.js";

const markdown = [
    "It adds **two** numbers:", "", "1. `a` comes first", "2. then `b`", "", "| name | type |", "|:--|--:|", "| a | number |", "",
    "```ts", "export function add(a: number, b: number): number {", "    return a + b; // both", "}", "```", "", "> Quoted.", "", "Done."
].join("\n");

describe("the chat page", () => {
    let chat: ChatPage;
    beforeAll(async () => { chat = await openChatPage(); });
    afterAll(() => chat.close());
    beforeEach(() => chat.say({type: "show", title: "", messages: [], answering: undefined}));

    it("asks with Enter, and writes a new line with Shift+Enter", async () => {
        const {page} = chat;
        await page.locator("#input").fill("");
        await page.locator("#input").click();
        await page.keyboard.type("one");
        await page.keyboard.press("Shift+Enter");
        await page.keyboard.type("two");
        await page.keyboard.press("Enter");
        expect((await chat.said("ask")).at(-1)).toEqual({type: "ask", text: "one\ntwo"});
        expect(await page.locator("#input").inputValue()).toBe("");
    });

    it("streams an answer as Markdown with highlighted code, and offers to copy, insert and apply it", async () => {
        const {page} = chat;
        await chat.say({type: "message", message: shown("q", "user", "What does <add> do?"), answering: undefined},
            {type: "message", message: shown("a", "assistant", ""), answering: "a"});
        for (let at = 0; at < markdown.length; at += 7)
            await chat.say({type: "append", id: "a", text: markdown.slice(at, at + 7)});
        await chat.say({type: "message", answering: undefined, message: shown("a", "assistant", markdown, {answer: {
            model: "Qwen 0.5B", stop: "end", droppedTurns: 2, windowTokens: 4096,
            cost: {promptTokens: 900, readTokens: 12, writtenTokens: 80, draftedTokens: 0, readMs: 300, writeMs: 2000}
        }})});
        await chat.settled();
        await chat.picture("answer");
        expect(await page.locator("article.user .question").textContent()).toBe("What does <add> do?");
        expect(await page.locator("article.assistant strong").textContent()).toBe("two");
        expect(await page.locator("article.assistant ol li").count()).toBe(2);
        expect(await page.locator("article.assistant td").allTextContents()).toEqual(["a", "number"]);
        expect(await page.locator(".code .hljs-keyword").first().textContent()).toBe("export");
        expect(await page.locator(".code code").textContent()).toBe("export function add(a: number, b: number): number {\n    return a + b; // both\n}");
        expect(await page.locator(".about").textContent()).toContain("Qwen 0.5B · 80 tokens · 40 tokens/s");
        expect(await page.locator(".note").textContent()).toContain("2 oldest messages");
        await page.locator(".code").getByText("Apply").click();
        await page.locator(".code").getByText("Insert").click();
        expect((await chat.said("apply")).at(-1)).toMatchObject({message: "a", language: "ts", code: expect.stringContaining("return a + b") as string});
        expect((await chat.said("insert")).at(-1)?.text).toContain("export function add");
    });

    it("goes on with an answer that was shown anew in the middle", async () => {
        await chat.say({type: "show", title: "", answering: "a", messages: [shown("a", "assistant", "One two")]}, {type: "append", id: "a", text: " three"},
            {type: "message", answering: undefined, message: shown("a", "assistant", "One two three four")});
        await chat.settled();
        expect((await chat.page.locator("article.assistant .markdown").textContent())?.trim()).toBe("One two three four");
    });

    it("says what an answer waits for, and what was left out of the window from where on", async () => {
        const {page} = chat;
        await chat.say({type: "show", title: "", answering: "b", messages: [
            shown("a", "assistant", "One", {room: {turns: 4, summary: "The user asked:\n- <b>why</b>"}}), shown("b", "assistant", "", {})
        ]}, {type: "doing", id: "b", text: "Noting down"});
        expect(await page.locator("article.assistant .thinking").textContent()).toBe("Noting down");
        await chat.say({type: "doing", id: "b", text: ""});
        expect(await page.locator("article.assistant .thinking").textContent()).toContain("reading and writing");
        const room = page.locator("article.assistant details.note");
        expect(await room.locator("summary").textContent()).toContain("a summary stands for the first 4 messages");
        expect(await room.locator(".summary").isVisible()).toBe(false);
        await room.locator("summary").press("Enter");
        expect(await room.locator(".summary").textContent()).toContain("- <b>why</b>");
        await chat.say({type: "message", answering: "b", message: shown("a", "assistant", "One", {room: {turns: 2}})});
        expect(await page.locator("article.assistant .note").first().textContent()).toContain("the first 2 messages are left out");
        await chat.say({type: "message", answering: undefined, message: shown("b", "assistant", "")});
    });

    it("stops by button and by Escape while it answers", async () => {
        await chat.say({type: "message", message: shown("a", "assistant", ""), answering: "a"});
        await chat.page.locator("#send", {hasText: "Stop"}).click();
        await chat.page.locator("#input").click();
        await chat.page.keyboard.press("Escape");
        expect(await chat.said("stop")).toHaveLength(2);
    });

    it("suggests what can be attached, by keyboard alone", async () => {
        const {page} = chat;
        await page.locator("#input").fill("");
        await page.locator("#input").click();
        await page.keyboard.type("see @geo");
        const request = (await chat.said("suggest")).at(-1);
        expect(request).toMatchObject({sign: "@", query: "geo"});
        await chat.say({type: "suggestions", request: request?.request ?? 0, items: [
            {kind: "file", label: "geometry.ts", detail: "src", value: "src/geometry.ts"}, {kind: "problems", label: "Problems", detail: "2", value: ""}
        ]});
        await chat.picture("suggestions");
        expect(await page.locator("#input").getAttribute("aria-activedescendant")).toBe("suggestion-0");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("Enter");
        expect((await chat.said("attach")).at(-1)).toEqual({type: "attach", kind: "file", value: "src/geometry.ts"});
        expect(await page.locator("#input").inputValue()).toBe("see ");
        await chat.say({type: "chips", chips: [{id: "1", kind: "file", title: "src/geometry.ts", tokens: 210, opens: true}], usedTokens: 400, windowTokens: 4096});
        expect(await page.locator("#chips .chip-open").textContent()).toBe("src/geometry.ts · 210");
        expect(await page.locator("#meter").textContent()).toBe("400 / 4,096 tokens");
        await page.getByLabel("Remove src/geometry.ts").click();
        expect(await chat.said("detach")).toEqual([{type: "detach", id: "1"}]);
    });

    it("asks on Enter, although what was found for an earlier word comes only now", async () => {
        const {page} = chat;
        const input = page.locator("#input"), list = page.locator("#suggestions");
        const found = [{kind: "file" as const, label: "geometry.ts", detail: "src", value: "src/geometry.ts"}];
        const asked = async () => (await chat.said("suggest")).at(-1)?.request ?? 0;
        await input.fill("@geo");
        const forWord = await asked();
        await chat.say({type: "suggestions", request: forWord, items: found});
        await list.locator("li").first().waitFor();
        await input.press("Enter");
        await chat.say({type: "suggestions", request: forWord, items: found});
        expect(await list.isVisible(), "after a choice").toBe(false);
        await input.fill("@geo");
        const forOther = await asked();
        await input.fill("Which file declares it?");
        await chat.say({type: "suggestions", request: forOther, items: found});
        expect(await list.isVisible(), "after the word has gone").toBe(false);
        await input.press("Enter");
        expect((await chat.said("ask")).at(-1)).toEqual({type: "ask", text: "Which file declares it?"});
    });

    it("edits a question, asks again, and goes between branches", async () => {
        const {page} = chat;
        await chat.say({type: "show", title: "T", answering: undefined, messages: [
            shown("q2", "user", "Why?", {branches: ["q1", "q2"]}), shown("a2", "assistant", "Because.")
        ]});
        await page.getByLabel("Previous branch").click();
        expect(await chat.said("branch")).toEqual([{type: "branch", id: "q1"}]);
        await page.getByText("Ask again").click();
        expect(await chat.said("again")).toEqual([{type: "again", id: "a2"}]);
        await page.getByText("Edit", {exact: true}).click();
        await page.getByLabel("Change the question").fill("How?");
        await page.keyboard.press("Enter");
        expect(await chat.said("edit")).toEqual([{type: "edit", id: "q2", text: "How?"}]);
    });

    it("writes Arabic and Hebrew from right to left, and their code from left to right", async () => {
        await chat.say({type: "show", title: "", answering: undefined, messages: [shown("q", "user", "ما هذا؟"), shown("a", "assistant", "هذه دالة.\n\n```js\nlet a = 1;\n```\n")]});
        await chat.settled();
        const direction = (selector: string) => chat.page.locator(selector).first().evaluate((found) => getComputedStyle(found).direction);
        expect(await direction("article.user .question")).toBe("rtl");
        expect(await direction("article.assistant .block")).toBe("rtl");
        expect(await direction(".code pre")).toBe("ltr");
    });

    it("fits a narrow view", async () => {
        await chat.page.setViewportSize({width: 200, height: 600});
        await chat.say({type: "show", title: "", answering: undefined, messages: [shown("q", "user", "x".repeat(300)), shown("a", "assistant", markdown)]});
        await chat.settled();
        await chat.picture("narrow");
        expect(await chat.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(200);
        await chat.page.setViewportSize({width: 420, height: 800});
    });
});

describe.each(["dark", "light"] as const)("the chat page in a %s theme", (theme) => {
    let chat: ChatPage;
    beforeAll(async () => { chat = await openChatPage(theme); });
    afterAll(() => chat.close());

    it("has no serious finding of the accessibility check", async () => {
        await chat.say({type: "show", title: "T", answering: undefined, messages: [
            shown("q", "user", "Why?", {branches: ["q1", "q"], chips: [{id: "1", kind: "file", title: "src/a.ts", tokens: 5, opens: true}]}),
            shown("a", "assistant", markdown, {answer: {model: "M", stop: "failed", error: "It failed.", droppedTurns: 0, windowTokens: 0}})
        ]}, {type: "chips", chips: [{id: "1", kind: "file", title: "src/a.ts", tokens: 5, opens: true}], usedTokens: 10, windowTokens: 100});
        await chat.settled();
        await chat.picture(`theme-${theme}`);
        expect(await chat.seriousFindings()).toEqual([]);
    });
});

describe("a hostile answer", () => {
    let chat: ChatPage;
    beforeAll(async () => {
        chat = await openChatPage();
        await chat.page.evaluate(() => Object.assign(window, {pwned: false}));
    });
    afterAll(() => chat.close());

    const attack = [
        "![x](https://evil.example/x.png)", "<img src=x onerror=\"window.pwned=true\">", "<script>window.pwned = true</script>", "<iframe src=\"https://evil.example\"></iframe>",
        "[click](javascript:window.pwned=true)", "[run](command:workbench.action.terminal.new)", "<a href=\"command:hearth.restartEngine\">run</a>",
        "[link](https://evil.example/?q=1)", "<https://evil.example>", "<style>body{display:none}</style>", "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
        "[ref]: https://evil.example/ref.png", "![a][ref]", "<svg onload=\"window.pwned=true\"></svg>", "```html\" onmouseover=\"window.pwned=true\n<script>window.pwned = true</script>\n```",
        "| <img src=x onerror=window.pwned=true> |\n|--|\n| ![t](http://evil.example/t.png) |", "<form action=https://evil.example><input name=a></form>", "![d](data:text/html,<script>window.pwned=true</script>)"
    ].join("\n\n");

    it("loads nothing and runs nothing", async () => {
        const before = chat.requests.length;
        await chat.say({type: "show", title: attack, answering: undefined, messages: [
            shown("q", "user", attack, {chips: [{id: "1", kind: "file", title: "<img src=x onerror=window.pwned=true>", tokens: 1, opens: true}]}),
            shown("a", "assistant", attack, {answer: {model: attack, stop: "failed", error: attack, droppedTurns: 0, windowTokens: 0}})
        ]});
        await chat.settled();
        await chat.picture("attack");
        const inside = await chat.page.evaluate(() => ({
            pwned: (window as unknown as {pwned: boolean}).pwned, anchors: document.querySelectorAll("a").length,
            foreign: document.querySelectorAll("#log img, #log script, #log iframe, #log style, #log svg, #log form, #log input, #log meta, #log link").length,
            handlers: [...document.querySelectorAll("#log *")].flatMap((found) => [...found.attributes]).filter(({name}) => /^on|^href|^src|^style/.test(name)).length
        }));
        expect(inside).toEqual({pwned: false, anchors: 0, foreign: 0, handlers: 0});
        await chat.page.locator("#log .link").first().click();
        expect(chat.requests.slice(before)).toEqual([]);
        expect(chat.page.url()).toMatch(/chat\.html$/);
        // The address is there to be read.
        expect(await chat.page.locator("article.assistant").textContent()).toContain("link (https://evil.example/?q=1)");
    });

    it("can hide nothing: what is not seen is marked, in the text, in code and in what is copied", async () => {
        const tags = Array.from("obey", (character) => String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0))).join("");
        const text = `Safe${tags} text\n\n\`\`\`js\nif (user !== "admin\u202E \u2066// check\u2069") {}\n\`\`\`\n`;
        await chat.say({type: "show", title: "", answering: undefined, messages: [shown("q", "user", `a\u200Bb`), shown("a", "assistant", text)]});
        await chat.settled();
        const found = await chat.page.locator("#log").innerText();
        expect(found).toContain("a⁅U+200B⁆b");
        expect(found).toContain("Safe⁅4 hidden characters⁆ text");
        expect(found).toContain("admin⁅U+202E⁆ ⁅U+2066⁆// check⁅U+2069⁆");
        await chat.page.locator(".code").getByText("Copy").first().click();
        await chat.page.locator("article.assistant footer").getByText("Copy").click();
        for (const {text: copied} of await chat.said("copy"))
            expect(copied).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/u);
        expect((await chat.said("copy")).length).toBe(2);
    });

    it("could not load anything even if it became HTML", async () => {
        const before = chat.requests.length;
        const refused = await chat.page.evaluate(() => {
            try {
                document.body.insertAdjacentHTML("beforeend", "<img src='https://evil.example/y.png'>");
            } catch {
                return "refused by the policy";
            }
            return "inserted";
        });
        expect(refused).toBe("refused by the policy");
        const image = await chat.page.evaluate(() => new Promise((resolve) => {
            const made = new Image();
            made.onerror = () => resolve("blocked");
            made.onload = () => resolve("loaded");
            made.src = "https://evil.example/z.png";
        }));
        expect(image).toBe("blocked");
        expect(chat.requests.slice(before)).toEqual([]);
        expect(chat.refused).toEqual(["https://evil.example/z.png"]);
    });

    it("of ten megabytes, a million backticks or deep nesting leaves the page responsive", async () => {
        const heavy = ["word ".repeat(2_000_000), "`".repeat(1_000_000), "> ".repeat(20_000), "- ".repeat(20_000), "[".repeat(50_000), "*a ".repeat(30_000), `\`\`\`js\n${"x(".repeat(400_000)}`];
        for (const text of heavy) {
            await chat.say({type: "show", title: "", answering: undefined, messages: [shown("a", "assistant", text)]});
            const started = performance.now();
            await chat.page.locator("#input").fill("still here");
            expect(await chat.page.locator("#input").inputValue()).toBe("still here");
            // Not a speed limit but a freeze: the machine of the tests is busy.
            expect(performance.now() - started, text.slice(0, 20)).toBeLessThan(10_000);
        }
    });

    it("streams five thousand tokens of Markdown without long frames", async () => {
        const paragraph = "Some **text** with `code` and a list:\n\n- one item\n- another item\n\n```ts\nconst value = compute(1, \"two\");\nif (value > 2) {\n    done();\n}\n```\n\n";
        await chat.say({type: "show", title: "", answering: "a", messages: [shown("a", "assistant", "")]});
        const frames = await chat.page.evaluate(async (text) => {
            const found: number[] = [];
            let last = performance.now();
            for (let token = 0; token < 5_000; token += 20) {
                const at = token * 4 % text.length;
                window.dispatchEvent(new MessageEvent("message", {data: {type: "append", id: "a", text: (text + text).slice(at, at + 80)}}));
                await new Promise((resolve) => requestAnimationFrame(resolve));
                found.push(performance.now() - last);
                last = performance.now();
            }
            return found;
        }, paragraph);
        const median = (some: readonly number[]) => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
        const first = median(frames.slice(0, 60)), last = median(frames.slice(-60));
        console.log(`frames: median ${median(frames).toFixed(1)} ms, of the last ${last.toFixed(1)} ms, longest ${Math.max(...frames).toFixed(1)} ms`);
        // A busy machine may take the processor away for a while: so not the longest is judged, but that frames do not grow with the answer.
        expect(median(frames)).toBeLessThan(50);
        expect(last).toBeLessThan(first * 2 + 10);
    });
});
