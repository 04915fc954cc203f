/** An adapter that a workspace asks for: not loaded until it is allowed, then named in the status bar, compared, and turned off. */
import {mkdirSync} from "node:fs";
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {importPeft} from "../../src/system/adapters/importPeft.js";
import {readModelShape} from "../../src/system/models/inspect.js";
import {linearModules, qwenHalfBillion, writePeft} from "../unit/adapters/peftFixture.js";
import {ghostPatience, given, loadPatience, Session} from "./harness.js";

describe("an adapter of the workspace", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "adapters", withModel: true});
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    /** Waits for a text in the status item. */
    async function status(text: RegExp): Promise<void> {
        await session.workbench.statusItem().filter({hasText: text}).waitFor({timeout: 30_000});
    }

    it("is loaded only after the user has allowed that very file", async () => {
        const {workbench} = session;
        const folder = path.join(session.folder, "tools");
        mkdirSync(folder);
        mkdirSync(path.join(session.folder, ".vscode"), {recursive: true});
        const peft = await writePeft(path.join(folder, "peft"), {
            size: qwenHalfBillion, modules: linearModules(qwenHalfBillion).filter((name) => name.endsWith("v_proj")), rank: 8, dtype: "F16", scale: 0.01
        });
        await importPeft(peft, {targetFolder: folder, base: await readModelShape(given("HEARTH_TEST_MODEL")), name: "house"});
        session.write(".vscode/settings.json", JSON.stringify({"hearth.adapter": "tools/house.gguf"}));
        await workbench.openFile(session.write("square.ts", "export function square(side: number): number {\n    return \n}\n"), 2);
        await workbench.page.locator(".notifications-toasts", {hasText: "not loaded until you allow it"}).waitFor({timeout: 60_000});
        await session.picture("not-allowed");
        expect(session.log()).not.toContain("Failed");
        await workbench.pressNotificationButton("Show Details");
        await workbench.pressNotificationButton("Allow This File");
        await status(/Hearth · house/);
        await session.picture("allowed");
        // The page of details stands in a second group.
        await workbench.command("View: Close All Editors");
        await workbench.openFile(path.join(session.folder, "square.ts"), 2);
        await workbench.type("side");
        expect(await workbench.waitForGhost(ghostPatience), session.log()).toBeDefined();
    });

    it("is compared with the model alone", async () => {
        const {workbench} = session;
        await workbench.openFile(path.join(session.folder, "square.ts"), 2);
        await workbench.command("Hearth: Compare Adapters Here");
        const page = workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
        await page.locator("h1", {hasText: "The same place, completed twice"}).waitFor({timeout: 60_000});
        await session.picture("compared");
        const text = await page.locator("body").innerText();
        expect(text).toContain("With house");
        expect(text).toMatch(/\d+ %/);
    });

    it("is turned off for the workspace", async () => {
        const {workbench} = session;
        await workbench.command("View: Close All Editors");
        await workbench.openFile(path.join(session.folder, "square.ts"), 2);
        await workbench.command("Hearth: Disable Adapter for This Workspace");
        await status(/^(?!.*house).*Hearth/);
    });
});
