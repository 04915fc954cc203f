// `npm start -- --check`: types into a real file in a real VS Code and accepts what a real model suggests.
// @ts-check
import {mkdtempSync, realpathSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import {withBrowserEditor} from "./browserEditor.mjs";
import {out} from "./paths.mjs";
import {copySampleWorkspace, samplePlace} from "./sampleWorkspace.mjs";
import {step, UserError} from "./steps.mjs";
import {launchBrowser, quietTyping, Workbench} from "./workbench.mjs";

const modelPatience = 180_000, ghostPatience = 60_000;

/**
 * @param {{entry: string, vsix: string, chromium: string, port?: number | undefined}} options
 * @returns {Promise<number>} the exit code: 0, or 130 when it was interrupted
 * @throws {UserError} saying what was seen instead of ghost text
 */
export async function check({entry, vsix, chromium, port}) {
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-check-")));
    const folder = copySampleWorkspace(path.join(base, "workspace"));
    const editor = {entry, vsix, folder, profile: path.join(base, "profile"), env: {TMPDIR: base}, settings: quietTyping, port};
    const code = await withBrowserEditor(editor, async (running, interrupted) => {
        const browser = await launchBrowser(chromium);
        interrupted.addEventListener("abort", () => void browser.close());
        try {
            const workbench = await step("Opening the sample workspace in VS Code", async () => await Workbench.open(browser, running.url));
            try {
                await typeAndAccept(workbench, path.join(folder, samplePlace.file));
            } catch (error) {
                throw await describe(error, workbench, running);
            }
        } finally {
            await browser.close();
        }
    });
    rmSync(base, {recursive: true, force: true, maxRetries: 5}); // kept when something failed
    return code;
}

/**
 * @param {import("./workbench.mjs").Workbench} workbench
 * @param {string} file
 */
async function typeAndAccept(workbench, file) {
    await step("Waiting until the model is loaded", async () => await workbench.hearthReady(modelPatience));
    const {ghost, delay} = await step(`Typing into ${samplePlace.file}`, async () => {
        await workbench.openFile(file, samplePlace.line);
        await workbench.type(samplePlace.typed);
        await workbench.press("Enter");
        const shown = await workbench.waitForGhost(ghostPatience);
        if (shown === undefined) throw new UserError(`No ghost text appeared within ${ghostPatience / 1000} s.`);
        return {ghost: shown, delay: await workbench.ghostDelay()};
    });
    await workbench.screenshot(path.join(out, "check", "ghost-text.png"));
    const saved = await step("Accepting it with Tab and saving", async () => {
        await workbench.acceptGhost();
        return await workbench.savedText(file);
    });
    await workbench.screenshot(path.join(out, "check", "accepted.png"));
    if (!withoutSpaces(saved).includes(withoutSpaces(samplePlace.typed + ghost.text)))
        throw new UserError(`Ghost text was there, but the saved file does not hold it.\nShown:\n${ghost.text}\nSaved:\n${saved}`);
    console.log(`\nAccepted in ${samplePlace.file}, read back from the disk:\n\n${acceptedPart(saved)}\n`);
    console.log(`From the last key to ghost text: ${delay} ms`);
}

/** @param {string} saved */
function acceptedPart(saved) {
    return saved.slice(saved.indexOf(samplePlace.typed)).trimEnd().replace(/^/gm, "    ");
}

/** @param {string} text */
function withoutSpaces(text) {
    return text.replace(/\s+/g, "");
}

/**
 * @param {unknown} error
 * @param {import("./workbench.mjs").Workbench} workbench
 * @param {import("./browserEditor.mjs").Editor} editor
 */
async function describe(error, workbench, editor) {
    const screenshot = await workbench.screenshot(path.join(out, "check", "failure.png"));
    const message = error instanceof UserError ? error.message : error instanceof Error ? error.stack : String(error);
    const status = await workbench.statusText();
    const notifications = await workbench.notifications();
    return new UserError(`The check failed. ${message}\nScreenshot: ${screenshot}\nStatus bar: ${status}\nNotifications: ${notifications.join(" | ") || "none"}\nProfile, kept: ${editor.profile}\nHearth's log:\n${editor.hearthLog()}`);
}
