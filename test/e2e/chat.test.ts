/** The chat in a real VS Code, with a real model: ask, apply, stop, come back. */
import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {packAskingExtension} from "./askingExtension.js";
import {ChatViewInEditor} from "./chatView.js";
import {loadPatience, Session} from "./harness.js";

const answerPatience = 120_000;

/** Waits until the diff is gone and the file itself is shown. */
async function accepted(page: Page): Promise<void> {
    await page.locator(".tab", {hasText: "Hearth's change"}).waitFor({state: "detached", timeout: 30_000});
    await page.locator(".tab.active").waitFor({timeout: 30_000});
}

describe("chat in VS Code", () => {
    let session: Session;
    let chat: ChatViewInEditor;
    let others: string;
    beforeAll(async () => {
        others = mkdtempSync(path.join(os.tmpdir(), "hearth-asking-"));
        session = await Session.start({name: "chat", withModel: true, others: [packAskingExtension(path.join(others, "asking.vsix"))]});
        const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], {cwd: session.folder});
        git("init", "-q");
        git("add", ".");
        git("commit", "-q", "-m", "feat(shapes): add rectangles");
        mkdirSync(path.join(session.folder, ".hearth", "prompts"), {recursive: true});
        session.write(".hearth/prompts/oneword.md", "# Answer in one word\n\nAnswer in one word: {{input}}\n");
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(async () => {
        await session.end();
        rmSync(others, {recursive: true, force: true});
    });

    it("answers about a file that is attached, and names it as a source that opens", async () => {
        const {workbench} = session;
        await workbench.openFile(path.join(session.folder, "src", "geometry.ts"), 8);
        chat = await ChatViewInEditor.open(workbench);
        await session.picture("welcome");
        await chat.input.pressSequentially("@geom");
        await chat.frame.locator("#suggestions li", {hasText: "geometry.ts"}).first().waitFor();
        await session.picture("suggestions");
        await chat.frame.locator("#suggestions li", {hasText: "geometry.ts"}).first().click();
        await chat.frame.locator("#chips .chip-open", {hasText: /geometry\.ts · \d+/}).waitFor();
        const answer = await chat.ask("What does the function area return? One sentence.", answerPatience);
        await session.picture("answer");
        expect(answer.toLowerCase(), session.log()).toMatch(/area|width|product/);
        expect(await chat.answers.first().locator(".about").innerText()).toMatch(/tokens\/s · read \d+ of \d+/);
        await chat.frame.locator("article.user .chip", {hasText: "geometry.ts"}).click();
        await workbench.page.locator(".tab.active", {hasText: "geometry.ts"}).waitFor();
    });

    it("offers the workspace's own commands, and what the index finds for a question", async () => {
        const option = (text: string | RegExp) => chat.frame.locator("#suggestions li", {hasText: text});
        await chat.input.fill("");
        await chat.input.pressSequentially("/onew");
        await option("Answer in one word").waitFor({timeout: 30_000});
        await chat.input.fill("");
        await chat.input.pressSequentially("@workspace");
        await option("Workspace search").waitFor({timeout: 30_000});
        await option("Workspace search").click();
        await chat.ask("Which file declares the Rectangle?", answerPatience);
        await session.picture("search");
        expect(await chat.frame.locator("article.user").last().locator(".chip", {hasText: /geometry\.ts:\d+/}).count(), session.log()).toBeGreaterThan(0);
    });

    it("finds a conversation by its text", async () => {
        const {workbench} = session;
        await workbench.press("F1");
        const input = workbench.page.locator(".quick-input-widget:visible input").first();
        await input.fill(">Hearth: Show Conversations");
        await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "Hearth: Show Conversations…"}).first().click();
        await workbench.page.locator(".quick-input-title", {hasText: "Hearth: Conversations"}).waitFor({timeout: 30_000});
        const rows = workbench.page.locator(".quick-input-list .monaco-list-row");
        await input.fill("no such words in here");
        await expect.poll(() => rows.count(), {timeout: 30_000}).toBe(0);
        await input.fill("function AREA return");
        await expect.poll(() => rows.count(), {timeout: 30_000}).toBe(1);
        await workbench.press("Escape");
    });

    it("applies a block of code as a diff, and accepting it changes the file", async () => {
        const {workbench} = session;
        const file = path.join(session.folder, "src", "geometry.ts");
        const before = readFileSync(file, "utf8");
        await chat.ask("Rewrite the function area so that it throws a RangeError if the width is negative. Give only the code of the function.", answerPatience);
        await chat.frame.locator(".code").last().getByText("Apply").click();
        await workbench.page.locator(".tab.active", {hasText: "Hearth's change"}).waitFor({timeout: 30_000});
        await workbench.page.locator(".monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert").first().waitFor({timeout: 30_000});
        await session.picture("apply");
        expect(readFileSync(file, "utf8")).toBe(before);
        await workbench.command("Hearth: Accept Edit");
        await accepted(workbench.page);
        const saved = await workbench.savedText(file);
        expect(saved).toContain("RangeError");
        expect(saved).toContain("export interface Rectangle");
    });

    it("stops, keeps what was written, and asks again as a branch", async () => {
        const before = await chat.answers.count();
        await chat.input.fill("Write a long story about a lighthouse keeper.");
        await chat.input.press("Enter");
        const answer = chat.answers.nth(before);
        await answer.locator(".markdown", {hasText: /\w{3}/}).waitFor({timeout: answerPatience});
        await chat.frame.locator("#send", {hasText: "Stop"}).click();
        await answer.locator(".about", {hasText: "stopped"}).waitFor({timeout: 30_000});
        // The answer is put in its last form just then.
        await expect.poll(async () => (await answer.locator(".markdown").innerText()).length, {timeout: 10_000}).toBeGreaterThan(2);
        expect(Number(/(\d+) tokens ·/.exec(await answer.locator(".about").innerText())?.[1])).toBeLessThan(400);
    });

    it("shows the conversation again after a reload", async () => {
        const {workbench} = session;
        const before = await chat.answers.count();
        await workbench.page.reload();
        await workbench.page.waitForSelector(".monaco-workbench .statusbar", {timeout: 60_000});
        await workbench.hearthReady(loadPatience);
        chat = await ChatViewInEditor.open(workbench);
        await chat.frame.locator("article.user", {hasText: "What does the function area return?"}).waitFor({timeout: 60_000});
        expect(await chat.answers.count()).toBe(before);
        await session.picture("restored");
    });

    it("edits a selection with tabs and CRLF, and changes nothing else", async () => {
        const {workbench} = session;
        const text = ["class Box {", "\twidth = 1;", "\tarea() {", "\t\treturn this.width * this.width;", "\t}", "}", ""].join("\r\n");
        const file = session.write("box.js", text);
        await workbench.openFile(file, 3, 1);
        await workbench.press("Shift+ArrowDown");
        await workbench.press("Shift+ArrowDown");
        await workbench.press("Shift+ArrowDown");
        // Not by Workbench.command: its Escape would take the selection back.
        const input = workbench.page.locator(".quick-input-widget:visible input").first();
        await workbench.press("F1");
        await input.fill(">Hearth: Edit Selection");
        await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "Hearth: Edit Selection…"}).first().click();
        await workbench.page.locator(".quick-input-title", {hasText: "Edit Lines 3 to 5"}).waitFor({timeout: 30_000});
        await input.fill("Throw an error if width is negative");
        await workbench.press("Enter");
        await workbench.page.locator(".tab.active", {hasText: "Hearth's change"}).waitFor({timeout: 30_000});
        await workbench.page.locator(".monaco-diff-editor .line-insert").first().waitFor({timeout: answerPatience});
        await expect.poll(() => session.log(), {timeout: answerPatience}).toMatch(/Edit of box\.js/);
        await session.picture("edit");
        await workbench.command("Hearth: Accept Edit");
        await accepted(workbench.page);
        const saved = await workbench.savedText(file);
        expect(saved.startsWith(text.slice(0, text.indexOf("\t\treturn"))), saved).toBe(true);
        expect(saved.endsWith("\t\treturn this.width * this.width;\r\n\t}\r\n}\r\n"), saved).toBe(true);
        expect(saved).toMatch(/\r\n\t\tif \(this\.width < 0\)/);
        expect(saved.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        expect(saved).not.toMatch(/^ /m);
    });

    it("writes a commit message for what is staged", async () => {
        const {workbench} = session;
        execFileSync("git", ["add", "src/geometry.ts"], {cwd: session.folder});
        await workbench.command("Hearth: Write Commit Message");
        const input = workbench.page.locator(".scm-view .scm-editor .view-lines");
        await workbench.press("Control+Shift+G");
        await expect.poll(async () => (await input.first().innerText()).trim(), {timeout: answerPatience, interval: 1_000}).not.toBe("");
        await expect.poll(async () => await workbench.page.locator(".notifications-toasts", {hasText: "commit message"}).count(), {timeout: answerPatience}).toBe(0);
        await session.picture("commit");
        expect(await input.first().innerText()).toMatch(/^[^\n]{8,100}/);
    });

    it("is there for other extensions: text, a tool call that must be made, cancellation", async () => {
        await session.workbench.command("Asking: Ask the Local Model");
        const file = path.join(session.folder, "asked.json");
        await expect.poll(() => existsSync(file), {timeout: 2 * answerPatience, interval: 1_000}).toBe(true);
        const asked = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
        expect(asked["error"]).toBeUndefined();
        expect(asked["id"]).toBeDefined();
        expect(asked["tokens"]).toBe(3);
        expect(asked["text"]).toMatch(/const/i);
        expect(asked["calls"]).toEqual([{name: "weather", input: {city: expect.stringMatching(/paris/i) as string}}]);
        expect(asked["parts"]).toBeLessThan(20);
    });

    it("answers as @hearth in VS Code's own chat", async () => {
        const {workbench} = session;
        await workbench.command("Asking: Ask in Chat");
        const response = workbench.page.locator(".interactive-response .rendered-markdown", {hasText: /const/i});
        await response.first().waitFor({timeout: answerPatience});
        await session.picture("participant");
    });
});
