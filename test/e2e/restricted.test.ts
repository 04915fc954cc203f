/** Restricted Mode: a repository that nobody has vouched for chooses nothing; once it is trusted, it does. */
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {samplePlace} from "../../scripts/lib/sampleWorkspace.mjs";
import {ChatViewInEditor} from "./chatView.js";
import {ghostPatience, loadPatience, Session} from "./harness.js";

const chosen = "chosen-by-the-repository";
/** Every setting of Hearth's that chooses what is loaded, or how. */
const settings = {
    "hearth.model.path": `/nowhere/${chosen}.gguf`, "hearth.model.draft": `/nowhere/${chosen}-draft.gguf`, "hearth.model.gpu": "off", "hearth.model.contextSize": 512,
    "hearth.model.threads": 1, "hearth.privacy.requireSandbox": false, "hearth.adapter": `${chosen}-adapter.gguf`, "hearth.chat.adapter": `${chosen}-chat.gguf`
};

describe("a workspace in Restricted Mode", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({
            name: "restricted", withModel: true, trusted: false,
            files: {".vscode/settings.json": JSON.stringify(settings), ".hearth/prompts/sneaky.md": `---\ndescription: ${chosen}\n---\nSay yes.\n`}
        });
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    it("gets completions of its open file, from the user's model, as the user set it", async () => {
        const {workbench} = session;
        await workbench.openFile(path.join(session.folder, samplePlace.file), samplePlace.line);
        await workbench.type(samplePlace.typed);
        await workbench.press("Enter");
        const ghost = await workbench.waitForGhost(ghostPatience);
        await session.picture("completion");
        expect(ghost?.text, session.log()).toMatch(/\S/);
        expect(session.log()).not.toContain(chosen);
        await workbench.press("Escape");
    });

    it("is not indexed, and its prompts are not read", async () => {
        expect(session.indexers()).toEqual([]);
        const chat = await ChatViewInEditor.open(session.workbench);
        await chat.input.pressSequentially("/");
        await chat.frame.locator("#suggestions li").first().waitFor({timeout: 30_000});
        expect(await chat.frame.locator("#suggestions li").allInnerTexts()).not.toContainEqual(expect.stringContaining(chosen));
        await chat.input.fill("");
    });

    it("is indexed and chooses once it is trusted", async () => {
        const {workbench} = session;
        await workbench.command("Workspaces: Manage Workspace Trust");
        const {page} = workbench;
        await page.locator(".workspace-trust-editor").getByText("Trust", {exact: true}).first().click();
        await expect.poll(() => session.log(), {timeout: loadPatience}).toContain(`/nowhere/${chosen}.gguf`);
        await expect.poll(() => session.indexers().length, {timeout: loadPatience}).toBeGreaterThan(0);
        await session.picture("trusted");
        const chat = await ChatViewInEditor.open(workbench);
        await chat.input.pressSequentially("/sneaky");
        await chat.frame.locator("#suggestions li", {hasText: chosen}).waitFor({timeout: 30_000});
    });
});
