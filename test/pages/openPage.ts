/** One of Hearth's pages by itself in a browser: built as it ships, with its own policy, and a stand-in for the extension that a test speaks for. */
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import os from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";

import {build} from "esbuild";
import type {Browser, Page} from "playwright-core";

import {bundles} from "../../scripts/build/bundles.mjs";
import {out, root} from "../../scripts/lib/paths.mjs";
import {launchBrowser} from "../../scripts/lib/workbench.mjs";
import type {PageParts} from "../../src/core/pageHtml.js";
import {given} from "../e2e/harness.js";

const require = createRequire(import.meta.url);

/** Names and values of VS Code's own dark and light themes, as it gives them to a page. */
const dark = ["foreground:#cccccc", "descriptionForeground:#9d9d9d", "editor-background:#1f1f1f", "editor-foreground:#cccccc", "sideBar-background:#181818",
    "input-background:#313131", "input-foreground:#cccccc", "input-placeholderForeground:#989898", "button-background:#0078d4", "button-foreground:#ffffff",
    "button-hoverBackground:#026ec1", "button-secondaryBackground:#313131", "button-secondaryForeground:#cccccc", "focusBorder:#0078d4", "widget-border:#313131",
    "badge-background:#616161", "badge-foreground:#f8f8f8", "textCodeBlock-background:#2b2b2b", "errorForeground:#f85149", "charts-lines:#cccccc80", "charts-blue:#3794ff", "textLink-foreground:#4daafc"];
const light = ["foreground:#3b3b3b", "descriptionForeground:#3b3b3b", "editor-background:#ffffff", "editor-foreground:#3b3b3b", "sideBar-background:#f8f8f8",
    "input-background:#ffffff", "input-foreground:#3b3b3b", "input-placeholderForeground:#767676", "button-background:#005fb8", "button-foreground:#ffffff",
    "button-hoverBackground:#0258a8", "button-secondaryBackground:#e5e5e5", "button-secondaryForeground:#3b3b3b", "focusBorder:#005fb8", "widget-border:#e5e5e5",
    "badge-background:#cccccc", "badge-foreground:#3b3b3b", "textCodeBlock-background:#f8f8f8", "errorForeground:#c72e0f", "charts-lines:#3b3b3b80", "charts-blue:#1a85ff", "textLink-foreground:#005fb8"];

export type Theme = "dark" | "light";

interface AxeFinding {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly {readonly html: string}[];
}

export interface PageKind {
    /** Its files are NAME.js and NAME.css; its bundle is called `NAME page`. */
    readonly name: "chat" | "statistics" | "privacy";
    readonly html: (parts: PageParts) => string;
    readonly width: number;
    /** Opened as a part of the editor, or in the side bar. */
    readonly background: "editor" | "sideBar";
}

export class OpenPage<To, From extends {readonly type: string}> {
    readonly page: Page;
    /** Every address that the page asked for, but for those that its policy kept it from. */
    readonly requests: string[] = [];
    readonly refused: string[] = [];
    readonly #browser: Browser;
    readonly #folder: string;
    readonly #name: string;

    protected constructor(browser: Browser, page: Page, folder: string, name: string) {
        this.#browser = browser;
        this.page = page;
        this.#folder = folder;
        this.#name = name;
        page.on("requestfinished", (request) => this.requests.push(request.url()));
        page.on("requestfailed", (request) => (request.failure()?.errorText === "csp" ? this.refused : this.requests).push(request.url()));
    }

    static async open<To, From extends {readonly type: string}>({name, html, width, background}: PageKind, theme: Theme = "dark"): Promise<OpenPage<To, From>> {
        const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-page-"));
        const bundle = bundles({root, outdir: folder, production: true}).find((each) => each.name === `${name} page`);
        await build(bundle?.options ?? {});
        const url = (file: string) => pathToFileURL(path.join(folder, file)).href;
        writeFileSync(path.join(folder, `${name}.html`), html({script: url(`${name}.js`), style: url(`${name}.css`), nonce: "abc123", styleSource: "file:", language: "en"}));
        const browser = await launchBrowser(given("HEARTH_TEST_CHROMIUM"));
        const page = await browser.newPage({viewport: {width, height: 800}});
        const opened = new OpenPage<To, From>(browser, page, folder, name);
        await page.addInitScript(({variables, themeName, color}) => {
            const sent: unknown[] = [];
            Object.assign(window, {sent, acquireVsCodeApi: () => ({postMessage: (message: unknown) => sent.push(message)})});
            document.addEventListener("DOMContentLoaded", () => {
                document.body.classList.add(`vscode-${themeName}`);
                document.body.style.background = `var(--vscode-${color}-background)`;
                for (const [variable = "", value = ""] of variables.map((each) => each.split(":")))
                    document.documentElement.style.setProperty(`--vscode-${variable}`, value);
            });
        }, {variables: theme === "dark" ? dark : light, themeName: theme, color: background});
        await page.goto(url(`${name}.html`));
        await page.waitForFunction(() => (window as unknown as {sent: unknown[]}).sent.length > 0);
        return opened;
    }

    /** Says something as the extension would. */
    async say(...messages: To[]): Promise<void> {
        await this.page.evaluate((all) => {
            for (const message of all)
                window.dispatchEvent(new MessageEvent("message", {data: message}));
        }, messages as unknown[]);
    }

    /** What the page has said, of one type. */
    async said<T extends From["type"]>(type: T): Promise<Extract<From, {type: T}>[]> {
        const all = await this.page.evaluate(() => (window as unknown as {sent: unknown[]}).sent) as From[];
        return all.filter((message): message is Extract<From, {type: T}> => message.type === type);
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

    /** The serious findings of the accessibility check, as texts. */
    async seriousFindings(): Promise<string[]> {
        // Not by a script element: the page's policy lets none in.
        await this.page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
        const findings = await this.page.evaluate(async () => {
            const {axe} = window as unknown as {axe: {run(): Promise<{violations: AxeFinding[]}>}};
            return (await axe.run()).violations;
        });
        return findings.filter(({impact}) => impact === "serious" || impact === "critical").map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`);
    }

    async picture(what: string): Promise<void> {
        mkdirSync(path.join(out, "e2e"), {recursive: true});
        await this.page.screenshot({path: path.join(out, "e2e", `${this.#name}-page-${what}.png`), fullPage: this.#name !== "chat"});
    }

    async close(): Promise<void> {
        await this.#browser.close();
        rmSync(this.#folder, {recursive: true, force: true});
    }
}
