/** The chat page by itself in a browser: built as it ships, with its own policy, and a stand-in for the extension that a test speaks for. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";

import {build} from "esbuild";
import type {Browser, Page} from "playwright-core";

import {bundles} from "../../scripts/build/bundles.mjs";
import {out, root} from "../../scripts/lib/paths.mjs";
import {launchBrowser} from "../../scripts/lib/workbench.mjs";
import type {FromPage, ShownMessage, ToPage} from "../../src/core/chat/page.js";
import {chatPageHtml} from "../../src/core/chat/pageHtml.js";
import {given} from "../e2e/harness.js";

/** Names and values of VS Code's own dark and light themes, as it gives them to a page. */
const dark = ["foreground:#cccccc", "descriptionForeground:#9d9d9d", "editor-background:#1f1f1f", "editor-foreground:#cccccc", "sideBar-background:#181818",
    "input-background:#313131", "input-foreground:#cccccc", "input-placeholderForeground:#989898", "button-background:#0078d4", "button-foreground:#ffffff",
    "button-hoverBackground:#026ec1", "button-secondaryBackground:#313131", "button-secondaryForeground:#cccccc", "focusBorder:#0078d4", "widget-border:#313131",
    "badge-background:#616161", "badge-foreground:#f8f8f8", "textCodeBlock-background:#2b2b2b", "errorForeground:#f85149"];
const light = ["foreground:#3b3b3b", "descriptionForeground:#3b3b3b", "editor-background:#ffffff", "editor-foreground:#3b3b3b", "sideBar-background:#f8f8f8",
    "input-background:#ffffff", "input-foreground:#3b3b3b", "input-placeholderForeground:#767676", "button-background:#005fb8", "button-foreground:#ffffff",
    "button-hoverBackground:#0258a8", "button-secondaryBackground:#e5e5e5", "button-secondaryForeground:#3b3b3b", "focusBorder:#005fb8", "widget-border:#e5e5e5",
    "badge-background:#cccccc", "badge-foreground:#3b3b3b", "textCodeBlock-background:#f8f8f8", "errorForeground:#c72e0f"];

export class ChatPage {
    readonly page: Page;
    /** Every address that the page asked for, but for those that its policy kept it from. */
    readonly requests: string[] = [];
    readonly refused: string[] = [];
    readonly #browser: Browser;
    readonly #folder: string;

    private constructor(browser: Browser, page: Page, folder: string) {
        this.#browser = browser;
        this.page = page;
        this.#folder = folder;
    }

    static async open(theme: "dark" | "light" = "dark"): Promise<ChatPage> {
        const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-page-"));
        const bundle = bundles({root, outdir: folder, production: true}).find(({name}) => name === "chat page");
        await build(bundle?.options ?? {});
        const url = (name: string) => pathToFileURL(path.join(folder, name)).href;
        const html = chatPageHtml({script: url("chat.js"), style: url("chat.css"), nonce: "abc123", styleSource: "file:", language: "en"});
        writeFileSync(path.join(folder, "chat.html"), html);
        const browser = await launchBrowser(given("HEARTH_TEST_CHROMIUM"));
        const page = await browser.newPage({viewport: {width: 420, height: 800}});
        const opened = new ChatPage(browser, page, folder);
        page.on("requestfinished", (request) => opened.requests.push(request.url()));
        page.on("requestfailed", (request) => (request.failure()?.errorText === "csp" ? opened.refused : opened.requests).push(request.url()));
        await page.addInitScript(({variables, name: themeName}) => {
            const sent: unknown[] = [];
            Object.assign(window, {sent, acquireVsCodeApi: () => ({postMessage: (message: unknown) => sent.push(message)})});
            document.addEventListener("DOMContentLoaded", () => {
                document.body.classList.add(`vscode-${themeName}`);
                document.body.style.background = "var(--vscode-sideBar-background)";
                for (const [name = "", value = ""] of variables.map((variable) => variable.split(":")))
                    document.documentElement.style.setProperty(`--vscode-${name}`, value);
            });
        }, {variables: theme === "dark" ? dark : light, name: theme});
        await page.goto(url("chat.html"));
        await page.waitForFunction(() => (window as unknown as {sent: unknown[]}).sent.length > 0);
        return opened;
    }

    /** Says something as the extension would. */
    async say(...messages: ToPage[]): Promise<void> {
        await this.page.evaluate((all) => {
            for (const message of all)
                window.dispatchEvent(new MessageEvent("message", {data: message}));
        }, messages);
    }

    /** What the page has said, of one type. */
    async said<T extends FromPage["type"]>(type: T): Promise<Extract<FromPage, {type: T}>[]> {
        const all = await this.page.evaluate(() => (window as unknown as {sent: FromPage[]}).sent);
        return all.filter((message): message is Extract<FromPage, {type: T}> => message.type === type);
    }

    /** Waits until everything that was said is shown. */
    async settled(): Promise<void> {
        await this.page.evaluate(async () => {
            const size = () => document.querySelectorAll("*").length + document.body.textContent.length;
            for (let before = -1, still = 0; still < 4;) {
                await new Promise((resolve) => requestAnimationFrame(resolve));
                const now = size();
                still = now === before ? still + 1 : 0;
                before = now;
            }
        });
    }

    async picture(what: string): Promise<void> {
        mkdirSync(path.join(out, "e2e"), {recursive: true});
        await this.page.screenshot({path: path.join(out, "e2e", `chat-page-${what}.png`)});
    }

    async close(): Promise<void> {
        await this.#browser.close();
        rmSync(this.#folder, {recursive: true, force: true});
    }
}

export function shown(id: string, role: "user" | "assistant", text: string, more: Partial<ShownMessage> = {}): ShownMessage {
    return {id, role, text, chips: [], answer: undefined, branches: [id], ...more};
}
