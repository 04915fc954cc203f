/** Vectors in a real VS Code: with the setting alone, the index's line counts them and the search finds by meaning. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {makeEmbeddingModel} from "../model/embeddingModel.js";
import {testModel} from "../model/harness.js";
import {Session} from "./harness.js";

describe("an embedding model that is set", () => {
    let model: Awaited<ReturnType<typeof makeEmbeddingModel>>, session: Session;
    beforeAll(async () => {
        model = await makeEmbeddingModel(testModel);
        session = await Session.start({
            name: "embeddings", withModel: false,
            // The workspace's, which is trusted: to an editor in a browser the machine is another one, and its user's settings don't choose files there.
            files: {".vscode/settings.json": JSON.stringify({"hearth.index.embeddings": model.file}), "bread.md": "# Bread\n\nKnead the dough for ten minutes, let it rise in a warm place, and bake it until it is brown.\n"}
        });
    });
    afterAll(async () => {
        await session.end();
        await model.dispose();
    });

    /** Runs a command that asks in the very same widget in which it was chosen. */
    async function ask(command: string, title: string): Promise<void> {
        const {workbench: {page}} = session;
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        await page.locator(".quick-input-widget:visible input").first().fill(`>${command}`);
        await page.locator(".quick-input-list .monaco-list-row", {hasText: command}).first().click({timeout: 30_000});
        await page.locator(".quick-input-title", {hasText: title}).waitFor({timeout: 30_000});
    }

    it("gives every chunk a vector, in a process of its own", async () => {
        await expect.poll(async () => {
            await ask("Hearth: Show Menu", "Hearth");
            return await session.workbench.page.locator(".quick-input-list .monaco-list-row", {hasText: "Search workspace index"}).first().innerText({timeout: 30_000});
        }, {timeout: 120_000, interval: 2_000}).toMatch(/vectors for all \d+ chunks/);
        expect(session.embedders().length).toBeGreaterThan(0);
        await session.picture("menu");
    });

    it("lets the search find what no word finds", async () => {
        const {page} = session.workbench;
        await ask("Hearth: Search Workspace Index", "Search Workspace Index");
        await page.locator(".quick-input-widget:visible input").first().fill("cookery");
        await expect.poll(() => page.locator(".quick-input-list .monaco-list-row").first().innerText(), {timeout: 60_000}).toContain("bread.md");
        await session.picture("search");
    });
});
