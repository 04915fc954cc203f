// `npm run bench:activation`: what VS Code itself measures of Hearth's activation, read from its list of running extensions.
// @ts-check
import {mkdtempSync, realpathSync, rmSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";

import {withBenchEditor} from "./bench/editor.mjs";
import {findModel} from "./bench/model.mjs";
import {median, writeReport} from "./bench/report.mjs";
import {onRightNode} from "./lib/dependencies.mjs";
import {copySampleWorkspace} from "./lib/sampleWorkspace.mjs";
import {messageOf, runMain, step, UserError} from "./lib/steps.mjs";

const usage = "npm run bench:activation [-- --starts 5] [--model FILE.gguf] [--out REPORT.json]";
const startPatience = 120_000;

await runMain(async () => {
    const {model: asked, starts, out} = options();
    const again = await onRightNode(fileURLToPath(import.meta.url));
    if (again !== undefined) return again;
    const model = findModel(asked);
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-activation-")));
    /** @type {number[]} */
    const times = [];
    try {
        const folder = copySampleWorkspace(path.join(base, "workspace"));
        const code = await withBenchEditor({model, folder}, async (editor, chromium, interrupted) => await measure({editor, chromium, interrupted, starts, times}));
        if (code !== 0) return code;
    } finally {
        rmSync(base, {recursive: true, force: true, maxRetries: 5});
    }
    await writeReport({benchmark: "activation", model, summary: {starts, activationMs: median(times), slowestMs: Math.max(...times)}, results: times}, out);
});

/**
 * Opens a window (and with it an extension host) per start, and reads the time when Hearth has its model.
 * @param {{editor: import("./lib/browserEditor.mjs").Editor, chromium: string, interrupted: AbortSignal, starts: number, times: number[]}} run
 */
async function measure({editor, chromium, interrupted, starts, times}) {
    const {launchBrowser, Workbench} = await import("./lib/workbench.mjs"); // needs the dependencies
    const browser = await launchBrowser(chromium);
    interrupted.addEventListener("abort", () => void browser.close());
    try {
        for (let i = 1; i <= starts; i++) {
            await step(`Start ${i} of ${starts}`, async (note) => {
                const workbench = await Workbench.open(browser, editor.url);
                await workbench.hearthReady(startPatience);
                const time = await activationTime(workbench);
                note(`activation: ${time} ms`);
                times.push(time);
                await workbench.close();
            });
        }
    } finally {
        await browser.close();
    }
}

/**
 * Loading the code and calling `activate`, in milliseconds, as the list of running extensions shows it.
 * @param {import("./lib/workbench.mjs").Workbench} workbench
 * @returns {Promise<number>}
 */
async function activationTime(workbench) {
    const {page} = workbench;
    await page.setViewportSize({width: 1400, height: 4000}); // the list makes rows only for what is in sight
    await workbench.command("Developer: Show Running Extensions");
    const row = page.locator(".runtime-extensions-editor .extension", {has: page.locator(".name", {hasText: /^(Hearth|hearth\.hearth)$/})});
    const text = await row.locator(".activation-time").textContent({timeout: 30_000});
    const milliseconds = /Activation: (\d+)ms/.exec(text ?? "")?.[1];
    if (milliseconds === undefined) throw new UserError(`VS Code's list of running extensions says “${text ?? ""}” of Hearth, not how long it took: its wording may have changed.`);
    return Number(milliseconds);
}

function options() {
    try {
        const {starts, ...others} = parseArgs({options: {starts: {type: "string", default: "5"}, model: {type: "string"}, out: {type: "string"}}}).values;
        if (!/^[1-9]\d?$/.test(starts)) throw new Error(`--starts ${starts} is no number from 1 to 99.`);
        return {...others, starts: Number(starts)};
    } catch (error) {
        throw new UserError(`${messageOf(error)}\n\n${usage}`);
    }
}
