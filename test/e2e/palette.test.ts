/** What the palette and the light bulb offer beside the chat, in a real VS Code with a real model. */
import {readFileSync} from "node:fs";
import path from "node:path";

import type {Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {ChatViewInEditor} from "./chatView.js";
import {loadPatience, Session} from "./harness.js";

const answerPatience = 120_000;

describe("the palette in VS Code", () => {
    let session: Session;
    let page: Page;
    beforeAll(async () => {
        session = await Session.start({name: "palette", withModel: true});
        ({page} = session.workbench);
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    const proposal = () => page.locator(".tab", {hasText: "Hearth's change"});
    /** Waits for a proposed change that is written to its end. */
    async function proposed(file: string, before: number): Promise<void> {
        await proposal().waitFor({timeout: 30_000});
        await expect.poll(() => edits(file), {timeout: answerPatience, interval: 500}).toBe(before + 1);
    }
    /** How many edits of a file the log tells of. */
    const edits = (file: string) => session.log().split(`Edit of ${file}`).length - 1;

    it("writes the code that a comment describes, as a diff; a rejected one leaves the file as it was", async () => {
        const {workbench} = session;
        const text = "// A function named double that returns twice the number given to it.\n";
        const file = session.write("double.js", text);
        await workbench.openFile(file, 1, 5);
        await workbench.command("Hearth: Generate from Comment");
        await proposed("double.js", 0);
        await session.picture("generated");
        await workbench.command("Hearth: Reject Edit");
        await proposal().waitFor({state: "detached", timeout: 30_000});
        expect(readFileSync(file, "utf8")).toBe(text);
        expect(await page.locator(".tab.active", {hasText: "double.js"}).getAttribute("class")).not.toContain("dirty");
    });

    it("makes an edit once more, and accepting it writes the file", async () => {
        const {workbench} = session;
        const file = path.join(session.folder, "double.js");
        await workbench.openFile(file, 1, 5);
        await workbench.command("Hearth: Generate from Comment");
        await proposed("double.js", 1);
        // Another answer is drawn by chance, and a small model's can be no change at all: then it is asked again, as the message says.
        const nothing = page.locator(".notification-list-item-message", {hasText: "The model changed nothing"});
        for (let edits = 2; edits === 2 || edits < 6 && await nothing.count() > 0; edits++) {
            await workbench.command("Notifications: Clear All Notifications");
            await workbench.command("Hearth: Retry Edit");
            await proposed("double.js", edits);
            await page.waitForTimeout(500); // the message, if any, comes after the last line of the log
        }
        await workbench.command("Hearth: Accept Edit");
        await proposal().waitFor({state: "detached", timeout: 30_000});
        const saved = await workbench.savedText(file);
        expect(saved).toMatch(/^\/\/ A function named double/);
        expect(saved, session.log()).toMatch(/double/);
        // A function may be one line.
        expect(saved.split("\n").filter((line) => line.trim() !== "").length).toBeGreaterThan(1);
    });

    it("offers its tasks behind the light bulb, and a fix for a problem that is reported", async () => {
        const {workbench} = session;
        // JSON's own extension reports it: no other one is needed.
        const file = session.write("broken.json", "{\n    \"name\": \"a\"\n    \"size\": 1\n}\n");
        await workbench.openFile(file, 3, 6);
        await page.locator(".squiggly-error").first().waitFor({timeout: 60_000});
        await workbench.press("Control+.");
        const menu = page.locator(".action-widget").first();
        await menu.waitFor({timeout: 30_000});
        for (const title of ["Fix with Hearth", "Explain with Hearth", "Add documentation with Hearth", "Write tests with Hearth", "Simplify with Hearth"])
            await menu.getByText(title).first().waitFor({timeout: 10_000});
        await session.picture("light-bulb");
        await menu.getByText("Fix with Hearth").first().click();
        await proposed("broken.json", 0);
        await session.picture("fixed");
        await workbench.command("Hearth: Reject Edit");
        await proposal().waitFor({state: "detached", timeout: 30_000});
    });

    it("explains what is selected in the chat, with the lines as its source", async () => {
        const {workbench} = session;
        await workbench.openFile(path.join(session.folder, "src", "geometry.ts"), 8);
        await workbench.command("Hearth: Explain");
        const {frame} = new ChatViewInEditor(workbench);
        await frame.locator("article.user .chip", {hasText: /geometry\.ts/}).waitFor({timeout: 60_000});
        await frame.locator("article.assistant .about").first().waitFor({timeout: answerPatience});
    });

    it("says in a sentence where there is nothing to do", async () => {
        const {workbench} = session;
        const said = async (command: string, sentence: string) => {
            await workbench.command(command);
            await page.locator(".notification-list-item-message", {hasText: sentence}).first().waitFor({timeout: 30_000});
            await workbench.command("Notifications: Clear All Notifications");
        };
        await workbench.openFile(session.write("empty.txt", "\n\n"), 1);
        await said("Hearth: Suggest Names…", "Put the cursor on the name that you want to change.");
        await said("Hearth: Generate from Comment", "Put the cursor into a comment that says what the code should do.");
    });

    it("reports what keeps the code on this machine, with open sockets and what is kept", async () => {
        const {workbench} = session;
        await workbench.command("Hearth: Privacy Report");
        const body = page.locator("iframe.webview.ready").last().contentFrame().frameLocator("#active-frame").locator("body");
        await expect.poll(() => body.innerText(), {timeout: 60_000}).toMatch(/Model process \(\d+\): (Enforced|Partly|Not enforced)/);
        const text = await body.innerText();
        await session.picture("privacy");
        expect(text).toMatch(/Model process: none that could leave this machine/);
        expect(text).toMatch(/conversations of the chat/);
        expect(text).toMatch(/[0-9a-f]{64}/);
        await body.getByRole("button", {name: /^Delete conversations/}).click();
        const dialog = page.locator(".monaco-dialog-box");
        await dialog.getByText(/Delete all conversations of this workspace/).first().waitFor({timeout: 30_000});
        await dialog.getByRole("button", {name: "Cancel"}).click();
        await body.getByRole("button", {name: /^Delete the local record/}).click();
        await dialog.getByRole("button", {name: "Delete All"}).click();
        await expect.poll(() => body.innerText(), {timeout: 60_000}).toMatch(/conversations of the chat/);
        await workbench.command("View: Close Editor");
    });

    it("shows what became of the edits", async () => {
        await session.workbench.command("Hearth: Show Statistics");
        const frame = page.locator("iframe.webview.ready").last().contentFrame().frameLocator("#active-frame");
        await frame.locator("h1, h2").first().waitFor({timeout: 30_000});
        await expect.poll(() => frame.locator("body").innerText(), {timeout: 30_000}).toMatch(/edit/i);
        await session.picture("statistics");
        await session.workbench.command("View: Close Editor");
    });

    it("deletes all that was kept, after a question that lists it, and goes on", async () => {
        const {workbench} = session;
        const {frame, input} = new ChatViewInEditor(workbench);
        await expect.poll(() => frame.locator("article").count(), {timeout: 30_000}).toBeGreaterThan(0);
        await workbench.command("Hearth: Delete All Hearth Data…");
        const dialog = page.locator(".monaco-dialog-box");
        await dialog.getByText(/conversations of the chat/).first().waitFor({timeout: 30_000});
        await session.picture("delete-all");
        await dialog.getByRole("button", {name: "Delete All"}).click();
        await page.locator(".notification-list-item-message", {hasText: "All that Hearth had kept is deleted."}).first().waitFor({timeout: 60_000});
        await expect.poll(() => frame.locator("article").count(), {timeout: 30_000}).toBe(0);
        await input.fill("still here");
        await expect.poll(() => session.log(), {timeout: 60_000}).not.toMatch(/could not be deleted/);
    });
});
