// A person at the keyboard of VS Code in the browser: opens files, types, looks at the ghost text, accepts it.
// Not type-checked: the functions that run inside the page use the DOM, which the rest of the repository must not see.
import {existsSync, mkdirSync, readFileSync} from "node:fs";
import path from "node:path";

import {chromium} from "playwright-core";

import {UserError} from "./steps.mjs";

/**
 * @typedef {object} Ghost
 * @property {string} inline what is shown on the cursor's line
 * @property {string[]} rows what is shown below it
 * @property {string} text all of it
 */

const browserFlags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/**
 * Settings for a typist that does not look: VS Code's own word list must not take the Tab.
 */
export const quietTyping = {"editor.quickSuggestions": {other: "off", comments: "off", strings: "off"}, "editor.suggestOnTriggerCharacters": false, "editor.parameterHints.enabled": false};

/**
 * @param {string} executablePath of a Chromium
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function launchBrowser(executablePath) {
    // Chromium's sandbox refuses to run as root
    const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    // on a signal Playwright would end this process before the editor is ended: those who launch it also close it
    return await chromium.launch({executablePath, headless: true, args: [...sandbox, ...browserFlags], handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false});
}

/** What VS Code in the browser takes as command line: Hearth's log tells of each completion why it came or did not. */
const hearthAtDebug = JSON.stringify([["logLevel", "hearth.hearth=debug"]]);

/** One window of VS Code. */
export class Workbench {
    /** @param {import("playwright-core").Page} page */
    constructor(page) {
        this.page = page;
    }

    /**
     * Opens a window and waits until the workbench stands.
     * @param {import("playwright-core").Browser} browser
     * @param {string} url of a workspace
     * @returns {Promise<Workbench>}
     */
    static async open(browser, url) {
        const page = await browser.newPage({viewport: {width: 1400, height: 900}});
        await page.addInitScript(watchGhostText);
        await page.goto(`${url}&payload=${encodeURIComponent(hearthAtDebug)}`);
        await page.waitForSelector(".monaco-workbench .statusbar", {timeout: 60_000});
        return new Workbench(page);
    }

    /** Closes the window as a person would: the page is told, and its extension host ends. */
    async close() {
        await this.page.close({runBeforeUnload: false});
    }

    /**
     * Opens a file and puts the cursor into a line: at its end, or before a column.
     * @param {string} file absolute path: opens without a file search
     * @param {number} line from 1
     * @param {number} [column] from 1
     */
    async openFile(file, line, column) {
        const name = path.basename(file);
        // the list may still show files of before: Enter would open one of those
        await this.quickInput("Control+P", `${file}:${line}${column === undefined ? "" : `:${column}`}`, new RegExp(`^${name.replaceAll(".", "\\.")}$`));
        await this.page.locator(".tabs-container .tab.active", {hasText: name}).waitFor({timeout: 30_000});
        await this.page.locator(".monaco-editor .line-numbers.active-line-number", {hasText: new RegExp(`^${line}$`)}).first().waitFor({timeout: 30_000});
        if (column === undefined) await this.page.keyboard.press("End");
    }

    /**
     * Runs a command of the palette.
     * @param {string} title as shown, with its category: `Hearth: Toggle Completions`
     */
    async command(title) {
        await this.quickInput("F1", `>${title}`, new RegExp(`^${title}$`));
    }

    /**
     * @param {string} key that opens the quick input
     * @param {string} text
     * @param {RegExp} label of the row to choose
     */
    async quickInput(key, text, label) {
        const {page} = this;
        const input = page.locator(".quick-input-widget:visible input").first();
        const row = page.locator(".quick-input-list .monaco-list-row", {has: page.locator(".label-name", {hasText: label})}).first();
        // An editor that takes the focus just now closes it again, before or after the text is in, and a list that is just being drawn anew misses the click: then a
        // person opens it once more.
        for (let tries = 6; ; tries--) {
            await page.keyboard.press("Escape");
            await page.keyboard.press(key);
            try {
                await input.fill(text, {timeout: 5_000});
                await row.click({timeout: 10_000});
                await page.locator(".quick-input-widget").first().waitFor({state: "hidden", timeout: 10_000});
                return;
            } catch (error) {
                if (tries === 1) throw error;
            }
        }
    }

    /**
     * Types as a person does.
     * @param {string} text
     */
    async type(text) {
        await this.page.keyboard.type(text, {delay: 60});
    }

    /** @param {string} key */
    async press(key) {
        await this.page.keyboard.press(key);
    }

    /**
     * What is shown now.
     * @returns {Promise<Ghost>}
     */
    async ghost() {
        return await this.page.evaluate(() => window.__hearth.read());
    }

    /**
     * Waits for ghost text.
     * @param {number} patience milliseconds
     * @returns {Promise<Ghost | undefined>} undefined when none came
     */
    async waitForGhost(patience) {
        const deadline = Date.now() + patience;
        while (Date.now() < deadline) {
            const ghost = await this.ghost();
            if (ghost.text.trim() !== "") return ghost;
            await this.page.waitForTimeout(50);
        }
        return undefined;
    }

    /**
     * Milliseconds from the last key to the ghost text that is shown, as the page itself measured it.
     * @returns {Promise<number>}
     */
    async ghostDelay() {
        return await this.page.evaluate(() => Math.round(window.__hearth.shownAt - window.__hearth.lastKey));
    }

    /** Accepts the ghost text, and sees it go. */
    async acceptGhost() {
        await this.page.keyboard.press("Tab");
        await this.page.locator(".monaco-editor .view-lines [class*='ghost-text-decoration']").first().waitFor({state: "detached", timeout: 10_000});
    }

    /**
     * Saves the open file and reads it from the disk.
     * @param {string} file absolute path
     * @returns {Promise<string>}
     */
    async savedText(file) {
        await this.page.keyboard.press("Control+S");
        await this.page.locator(".tabs-container .tab.active:not(.dirty)").waitFor({timeout: 15_000});
        return readFileSync(file, "utf8");
    }

    /**
     * The texts of the notifications that are shown.
     * @returns {Promise<string[]>}
     */
    async notifications() {
        return await this.page.locator(".notifications-toasts .notification-list-item-message").allTextContents();
    }

    /**
     * The buttons of the notifications that are shown.
     * @returns {Promise<string[]>}
     */
    async notificationButtons() {
        return await this.page.locator(".notifications-toasts .notification-list-item-buttons-container .monaco-button").allTextContents();
    }

    /**
     * Presses a button of a notification.
     * @param {string} title
     */
    async pressNotificationButton(title) {
        await this.page.locator(".notifications-toasts .notification-list-item-buttons-container .monaco-button", {hasText: title}).first().click();
    }

    /**
     * Hearth's entry in the status bar.
     * @returns {import("playwright-core").Locator}
     */
    statusItem() {
        return this.page.locator(".statusbar-item[id^='hearth.hearth']");
    }

    /** @returns {Promise<string>} what Hearth's entry says, without its icon; empty when it is not there */
    async statusText() {
        return (await this.statusItem().allTextContents()).join(" ").trim();
    }

    /**
     * Waits until the model is loaded and completions are on.
     * @param {number} patience milliseconds
     * @throws {UserError} saying what the status bar said at the end
     */
    async hearthReady(patience) {
        const ready = this.statusItem().filter({hasText: /^\s*Hearth(?: · .*)?\s*$/, has: this.page.locator(".codicon-flame")});
        try {
            await ready.waitFor({timeout: patience});
        } catch (error) {
            throw new UserError(`Hearth was not ready within ${patience / 1000} s; its status bar entry says "${await this.statusText()}".`, {cause: error});
        }
    }

    /**
     * @param {string} file
     * @returns {Promise<string>} the file
     */
    async screenshot(file) {
        mkdirSync(path.dirname(file), {recursive: true});
        await this.page.screenshot({path: file});
        if (!existsSync(file)) throw new UserError(`The screenshot ${file} was not written.`);
        return file;
    }
}

/** Runs in the page, before anything else: notes when a key was pressed and when ghost text appeared. */
function watchGhostText() {
    const textOf = (element) => (element.textContent ?? "").replace(/\u00a0/g, " ");
    const read = () => {
        const inline = [...document.querySelectorAll(".monaco-editor .view-lines [class*='ghost-text-decoration']")].map(textOf).join("");
        const rows = [...document.querySelectorAll(".monaco-editor .suggest-preview-text")].flatMap((element) => [...element.children]).map(textOf);
        return {inline, rows, text: [inline, ...rows].join("\n")};
    };
    const state = {lastKey: 0, shownAt: 0, shown: "", read};
    window.__hearth = state;
    window.addEventListener("keydown", () => { state.lastKey = performance.now(); }, true);
    const look = () => {
        const {text} = read();
        if (text !== state.shown && text.trim() !== "") state.shownAt = performance.now();
        state.shown = text;
    };
    window.addEventListener("DOMContentLoaded", () => new window.MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true}));
}
