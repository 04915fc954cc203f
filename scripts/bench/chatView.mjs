/* global MessageEvent, requestAnimationFrame -- in the page */
// What the chat view costs in a real VS Code: how long until it can be written in, and how long its frames are while an answer streams in.
// Not type-checked: the function that runs inside the page uses the DOM, which the rest of the repository must not see.
import {launchBrowser, Workbench} from "../lib/workbench.mjs";
import {step} from "../lib/steps.mjs";
import {median} from "./report.mjs";

const startPatience = 120_000;
const streamedTokens = 5_000;
/** Markdown as answers have it, about four characters a token. */
const paragraph = "Some **text** with `code` and a list:\n\n- one item\n- another item\n\n```ts\nconst value = compute(1, \"two\");\nif (value > 2) {\n    done();\n}\n```\n\n";

/**
 * @param {{url: string}} editor
 * @param {string} chromium
 * @param {AbortSignal} interrupted
 * @param {number} rounds each in a window of its own
 */
export async function measureChatView(editor, chromium, interrupted, rounds) {
    const browser = await launchBrowser(chromium);
    interrupted.addEventListener("abort", () => void browser.close());
    const found = [];
    try {
        for (let i = 1; i <= rounds; i++) {
            await step(`Chat view, window ${i} of ${rounds}`, async (note) => {
                const workbench = await Workbench.open(browser, editor.url);
                await workbench.hearthReady(startPatience);
                const openMs = await open(workbench);
                const frames = await stream(workbench);
                note(`usable after ${openMs.toFixed(0)} ms; frames: median ${median(frames).toFixed(1)} ms, longest ${Math.max(...frames).toFixed(1)} ms`);
                found.push({openMs, frames});
                await workbench.close();
            });
        }
    } finally {
        await browser.close();
    }
    return {
        summary: {
            chatOpenMs: Math.round(median(found.map(({openMs}) => openMs))), chatOpenSlowestMs: Math.round(Math.max(...found.map(({openMs}) => openMs))),
            frameMedianMs: round(median(found.flatMap(({frames}) => frames))), frameLongestMs: round(median(found.map(({frames}) => Math.max(...frames)))),
            framesOver50Ms: found.reduce((sum, {frames}) => sum + frames.filter((ms) => ms > 50).length, 0), frames: found.reduce((sum, {frames}) => sum + frames.length, 0)
        }, results: found
    };
}

function page(workbench) {
    return workbench.page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

/** From the click on Hearth's icon, the view's first time in this window, until its input takes a letter. */
async function open(workbench) {
    const icon = workbench.page.locator(".activitybar .action-item a[aria-label*='Hearth']").first();
    await icon.waitFor({timeout: 30_000});
    const started = performance.now();
    await icon.click();
    await page(workbench).locator("#input:enabled").fill("a", {timeout: 60_000});
    const ended = performance.now();
    await page(workbench).locator("#input").fill("");
    return ended - started;
}

/** The milliseconds of each frame while an answer of 5,000 tokens comes in, twenty tokens a frame. */
async function stream(workbench) {
    return await page(workbench).locator("body").evaluate(async (_, {text, tokens}) => {
        const say = (data) => window.dispatchEvent(new MessageEvent("message", {data}));
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        say({type: "show", title: "", answering: "a", messages: [{id: "a", role: "assistant", text: "", chips: [], branches: ["a"]}]});
        for (let i = 0; i < 30; i++) await frame();
        const frames = [];
        let last = performance.now();
        for (let token = 0; token < tokens; token += 20) {
            const at = token * 4 % text.length;
            say({type: "append", id: "a", text: (text + text).slice(at, at + 80)});
            await frame();
            frames.push(performance.now() - last);
            last = performance.now();
        }
        return frames;
    }, {text: paragraph, tokens: streamedTokens});
}

function round(value) {
    return Number(value.toFixed(1));
}
