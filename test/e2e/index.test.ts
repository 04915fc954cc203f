/** The workspace index in a real VS Code: found by words, by text that is not saved yet, and given to completions. */
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {loadPatience, Session} from "./harness.js";

describe("the workspace index", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "index", withModel: true});
        session.write("shelf.ts", "/** Where books stand. */\nexport interface Bookshelf {\n    readonly rows: number;\n}\n");
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    /** Types into the search and waits for a row. */
    async function search(query: string, description: string): Promise<void> {
        const {workbench: {page}} = session;
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        const input = page.locator(".quick-input-widget:visible input").first();
        await input.fill(">Hearth: Search Workspace Index");
        // The list of commands gives way to the search in the very same widget.
        await page.locator(".quick-input-list .monaco-list-row", {hasText: "Hearth: Search Workspace Index"}).first().click({timeout: 30_000});
        await page.locator(".quick-input-title", {hasText: "Search Workspace Index"}).waitFor({timeout: 30_000});
        await input.fill(query);
        await page.locator(".quick-input-list .monaco-list-row", {hasText: description}).first().waitFor({timeout: 60_000});
    }

    it("finds a definition and opens it", async () => {
        const {workbench} = session;
        await search("Bookshelf", "shelf.ts:2");
        await session.picture("search");
        await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "shelf.ts:2"}).first().click();
        await workbench.page.locator(".tabs-container .tab.active", {hasText: "shelf.ts"}).waitFor({timeout: 30_000});
    });

    it("knows what is typed and not saved", async () => {
        const {workbench} = session;
        await workbench.openFile(session.write("notes.ts", "\n"), 1);
        await workbench.type("export const unsavedLantern = 1;");
        await search("unsavedLantern", "notes.ts:1");
        await workbench.press("Escape");
    });

    it("shows what a completion is given, with why", async () => {
        const {workbench} = session;
        const file = session.write("library.ts", "import type {Bookshelf} from \"./shelf.js\";\n\nexport function places(shelf: Bookshelf): number {\n    return \n}\n");
        const page = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
        let text = "";
        // The page shows how it is when it is asked for, and the index may learn of a new file a moment later: then it is asked for again.
        for (let tries = 5; tries > 0 && !text.includes("interface Bookshelf"); tries--) {
            await workbench.openFile(file, 4);
            await workbench.command("Hearth: Show Context for This Position");
            await page.locator("h1", {hasText: "What a completion is given"}).waitFor({timeout: 60_000});
            text = await page.locator("body").innerText();
            await session.picture("context");
            await workbench.command("View: Close Editor");
        }
        expect(text, session.log()).toContain("interface Bookshelf");
        expect(text).toContain("imports");
        expect(text).toContain(path.basename("shelf.ts"));
        expect(text).toMatch(/Index: \d+ files/);
    });
});
