/** The page of the privacy report by itself: what it says, what its buttons ask for, and that names of files stay text. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {type FromReportPage, reportPageHtml, type ShownReport} from "../../src/core/privacy/page.js";
import {aroundStored, type PrivacyFacts} from "../../src/core/privacy/report.js";
import {OpenPage, type Theme} from "./openPage.js";

const facts: PrivacyFacts = {
    version: "1.2.3", system: "Linux 6.1 (x64), VS Code 1.139.0", requireSandbox: false,
    processes: [{name: "Model process", pid: 12, sandbox: {kind: "notEnforced", why: "it can get out by udp 192.0.2.1", proof: undefined}, sockets: [{kind: "tcp", address: "0100007F:1F90"}]}],
    stored: [
        {what: "conversations of the chat", path: "/storage/conversations.db", bytes: 1_234_567, deletedBy: "hearth.chat.days", kind: "conversations"},
        {what: "the workspace's index", path: "/storage/index", bytes: 9_000, deletedBy: "turning it off", kind: "index"},
        {what: "whose turn it is", path: "/storage/compute.lock", bytes: 10, deletedBy: "closing VS Code"}
    ],
    files: [{role: "model", name: "M", path: "/m.gguf", sha256: "abc"}], billOfMaterials: "/x/sbom.cdx.json"
};
const shownOf = (more: Partial<PrivacyFacts> = {}): ShownReport => ({type: "show", stored: facts.stored, ...more, ...aroundStored({...facts, ...more}, new Date("2026-11-26T12:00:00Z"))});

type ReportPage = OpenPage<ShownReport, FromReportPage>;
const open = (theme?: Theme): Promise<ReportPage> => OpenPage.open({name: "privacy", html: reportPageHtml, width: 900, background: "editor"}, theme);

describe("the page of the privacy report", () => {
    let opened: ReportPage;
    beforeAll(async () => { opened = await open(); });
    afterAll(() => opened.close());

    it("asks for the report when it is there, and shows all of it in order", async () => {
        expect(await opened.said("ready")).toHaveLength(1);
        await opened.say(shownOf());
        expect(await opened.page.locator("h1, h2").allTextContents()).toEqual([
            "Hearth's privacy report", "What keeps your code on this machine", "Open sockets of Hearth's processes", "What is kept", "What is loaded", "What Hearth is made of", "How to check this yourself"
        ]);
        expect(await opened.page.locator("#before").textContent()).toContain("Model process (12): Not enforced.");
        expect(await opened.page.locator("#stored tbody tr").first().textContent()).toContain("/storage/conversations.db1.2 MB");
        await opened.picture("full");
    });

    it("asks for what each button says, and offers to delete only what it can delete", async () => {
        const {page} = opened;
        expect(await page.locator("#stored button").count()).toBe(2);
        await page.getByRole("button", {name: "Delete the workspace's index"}).focus();
        await page.keyboard.press("Enter");
        for (const name of ["Delete All Hearth Data…", "Look Again", "Export…"])
            await page.getByRole("button", {name}).click();
        expect([...await opened.said("delete"), ...await opened.said("deleteAll"), ...await opened.said("refresh"), ...await opened.said("export")])
            .toEqual([{type: "delete", kind: "index"}, {type: "deleteAll"}, {type: "refresh"}, {type: "export"}]);
    });

    it("says that nothing is kept where nothing is", async () => {
        await opened.say(shownOf({stored: []}));
        expect(await opened.page.locator("#stored").textContent()).toBe("Nothing.");
    });

    it("fits a narrow view", async () => {
        await opened.page.setViewportSize({width: 260, height: 700});
        await opened.say(shownOf());
        await opened.picture("narrow");
        expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(260);
    });

    it("shows names as text, whatever they say, and loads nothing", async () => {
        const name = "<img src=https://evil.example/x.png onerror=\"window.pwned=true\"> ![i](https://evil.example/y.png) [l](command:x)";
        const before = opened.requests.length;
        await opened.say(shownOf({files: [{role: "model", name, path: `/${name}`, sha256: name}], stored: [{what: name, path: `/${name}`, bytes: 1, deletedBy: name, kind: "index"}]}));
        expect(await opened.page.evaluate(() => ({pwned: "pwned" in window, images: document.images.length, links: document.links.length}))).toEqual({pwned: false, images: 0, links: 0});
        expect(await opened.page.locator("#stored").textContent()).toContain(name);
        expect([...opened.requests.slice(before), ...opened.refused]).toEqual([]);
    });
});

describe.each(["dark", "light"] as const)("the page of the privacy report in a %s theme", (theme) => {
    it("has no serious finding of the accessibility check", async () => {
        const opened = await open(theme);
        try {
            await opened.say(shownOf());
            await opened.picture(`theme-${theme}`);
            expect(await opened.seriousFindings()).toEqual([]);
        } finally {
            await opened.close();
        }
    });
});
