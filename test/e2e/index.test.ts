/** The workspace index in a real VS Code: found by words, by text that is not saved yet, and given to completions. */
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {loadPatience, Session} from "./harness.js";

/** Types into the search and waits for a row. */
async function search({workbench: {page}}: Session, query: string, description: string): Promise<void> {
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

describe("the workspace index", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "index", withModel: true});
        session.write("shelf.ts", "/** Where books stand. */\nexport interface Bookshelf {\n    readonly rows: number;\n}\n");
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    it("finds a definition and opens it", async () => {
        const {workbench} = session;
        await search(session, "Bookshelf", "shelf.ts:2");
        await session.picture("search");
        await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "shelf.ts:2"}).first().click();
        await workbench.page.locator(".tabs-container .tab.active", {hasText: "shelf.ts"}).waitFor({timeout: 30_000});
    });

    it("knows what is typed and not saved", async () => {
        const {workbench} = session;
        await workbench.openFile(session.write("notes.ts", "\n"), 1);
        await workbench.type("export const unsavedLantern = 1;");
        await search(session, "unsavedLantern", "notes.ts:1");
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

    it("is made anew when it is asked for", async () => {
        const {workbench} = session;
        const walks = () => session.log().match(/Index of .*: \d+ files, [1-9]\d* of them read/g)?.length ?? 0;
        const before = walks();
        await workbench.command("Hearth: Rebuild Index");
        await expect.poll(walks, {timeout: 60_000}).toBeGreaterThan(before);
        await search(session, "Bookshelf", "shelf.ts:2");
        await workbench.press("Escape");
    });

    it("forgets what the settings leave out, and has it again when they do not", async () => {
        const {workbench} = session;
        const settings = (exclude: readonly string[]) => session.write(".vscode/settings.json", JSON.stringify({"hearth.index.exclude": exclude}));
        settings(["/shelf.ts"]);
        // VS Code tells of changed settings a moment later.
        await expect.poll(async () => {
            await search(session, "interface Bookshelf", "");
            await workbench.page.waitForTimeout(1_000);
            return await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "shelf.ts:2"}).count();
        }, {timeout: 60_000}).toBe(0);
        settings([]);
        await expect.poll(() => search(session, "Bookshelf", "shelf.ts:2").then(() => true), {timeout: 90_000}).toBe(true);
        await workbench.press("Escape");
    });
});

describe("the index of a workspace of two folders", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "index-two", withModel: false, second: {name: "lamps", files: {"src/lamp.ts": "export class StandardLamp {\n    glow(): void {}\n}\n"}}});
        session.write("chair.ts", "export class RockingChair {}\n");
    });
    afterAll(() => session.end());

    it("finds what is in each of them, and says in which", async () => {
        const {workbench} = session;
        await search(session, "RockingChair", "chair.ts:1");
        await search(session, "StandardLamp", "lamp.ts:1");
        await session.picture("search");
        expect(await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "lamp.ts:1"}).first().innerText()).toContain("lamps");
        await workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "lamp.ts:1"}).first().click();
        await workbench.page.locator(".tabs-container .tab.active", {hasText: "lamp.ts"}).waitFor({timeout: 30_000});
    });
});
