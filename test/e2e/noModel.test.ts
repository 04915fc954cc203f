/** A machine without any model: Hearth says so, once, with a button that helps, and stays out of the way. */
import path from "node:path";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {samplePlace} from "../../scripts/lib/sampleWorkspace.mjs";
import {loadPatience, Session} from "./harness.js";

describe("without a model", () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "no-model", withModel: false});
    });
    afterAll(() => session.end());

    it("says so in a notification whose button opens the choice of models", async () => {
        const {workbench} = session;
        await expect.poll(() => workbench.notifications(), {timeout: loadPatience}).toEqual([expect.stringContaining("Hearth has no model")]);
        await session.picture("notification");
        expect(await workbench.notificationButtons()).toEqual(expect.arrayContaining(["Select Model", "Get Started"]));
        expect(await workbench.statusText()).toBe("Hearth: no model");
        await workbench.pressNotificationButton("Select Model");
        await workbench.page.locator(".quick-input-widget", {hasText: "No model was found"}).waitFor();
        await session.picture("select-model");
        await workbench.press("Escape");
    });

    it("starts no model process, and typing works as ever", async () => {
        const {workbench} = session;
        const file = path.join(session.folder, samplePlace.file);
        await workbench.openFile(file, samplePlace.line);
        await workbench.type("export const sides = 4;");
        expect(await workbench.savedText(file)).toContain("export const sides = 4;");
        expect(await workbench.ghost()).toMatchObject({inline: "", rows: []});
        expect(session.workers()).toEqual([]);
        expect(await workbench.notifications(), "it was said once").toEqual([]);
    });
});
