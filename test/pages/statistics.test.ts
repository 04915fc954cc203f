/** The page of statistics by itself: what it says, that it can be used by keyboard and screen reader, and that it is honest when it knows nothing. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {type FromStatisticsPage, type ShownStatistics, statisticsPageHtml} from "../../src/core/statistics/page.js";
import type {AnswerCell, SuggestionCell} from "../../src/core/statistics/types.js";
import {OpenPage, type Theme} from "./openPage.js";

const today = "2026-11-25";
const day = (back: number) => new Date(Date.parse(`${today}T12:00:00Z`) - back * 86_400_000).toISOString().slice(0, 10);
const cell = (back: number, more: Partial<SuggestionCell> = {}): SuggestionCell => ({
    day: day(back), language: "typescript", model: "Qwen 0.5B", adapter: "", shown: 40 + back, accepted: 12, partly: 3, typed: 2, charactersShown: 900, charactersAccepted: 300, charactersMeasured: 280,
    charactersKept: 210, ...more
});
const answer: AnswerCell = {
    day: today, kind: "edit", language: "typescript", model: "Qwen 0.5B", adapter: "", count: 4, failed: 0, accepted: 3, rejected: 1, readTokens: 800, writtenTokens: 400, readMs: 4000, writeMs: 8000, measured: 2, kept: 1.5
};
const full: ShownStatistics = {type: "show", enabled: true, days: 90, today, cube: {
    suggestions: [...Array.from({length: 20}, (_, i) => cell(i)), cell(2, {language: "python", adapter: "house", shown: 7, accepted: 0, partly: 0, charactersMeasured: 0, charactersKept: 0}), cell(60)],
    answers: [answer, {...answer, kind: "chat", count: 9, accepted: 0, rejected: 0}]
}};
const empty: ShownStatistics = {...full, cube: {suggestions: [], answers: []}};

type StatisticsPage = OpenPage<ShownStatistics, FromStatisticsPage>;
const open = (theme?: Theme): Promise<StatisticsPage> => OpenPage.open({name: "statistics", html: statisticsPageHtml, width: 900, background: "editor"}, theme);

describe("the page of statistics", () => {
    let opened: StatisticsPage;
    beforeAll(async () => { opened = await open(); });
    afterAll(() => opened.close());

    it("asks for the record when it is there", async () => {
        expect(await opened.said("ready")).toHaveLength(1);
    });

    it("says that nothing is recorded, not that nothing was accepted", async () => {
        await opened.say(empty);
        expect(await opened.page.locator("#content").textContent()).toBe("Nothing is recorded yet. It begins with the next suggestion that is shown.");
        await opened.say({...empty, enabled: false});
        expect(await opened.page.locator("#about").textContent()).toContain("Recording is turned off");
        await opened.picture("empty");
    });

    it("shows sums with what they are made of, and a table for its chart", async () => {
        const {page} = opened;
        await opened.say(full);
        const facts = page.locator("section[aria-label='Suggestions'] dl");
        expect(await facts.textContent()).toContain("Accepted240 of 997 (24 %)");
        expect(await facts.textContent()).toContain("Still there after 5 minutes4,200 of 5,600 (75 %)");
        const chart = page.locator("svg.columns");
        expect(await chart.getAttribute("aria-label")).toMatch(/^Suggestions for each day from 2026-11-06 to 2026-11-25: shown, and accepted/);
        expect(await chart.locator("g").count()).toBe(20);
        const table = page.locator("details table");
        expect(await table.isVisible()).toBe(false);
        await page.getByText("As a table").focus();
        await page.keyboard.press("Enter");
        await table.waitFor();
        expect(await table.locator("tbody tr").count()).toBe(20);
        expect(await table.locator("tbody tr").first().locator("th").textContent()).toBe(today);
        expect(await page.locator("section[aria-label='Answers and edits'] dl").textContent()).toContain("Accepted3 of 4 (75 %)");
        await opened.picture("full");
    });

    it("claims no share of what was not measured", async () => {
        const row = opened.page.locator("section[aria-label='By language'] tbody tr", {hasText: "python"});
        expect(await row.locator("td").allTextContents()).toEqual(["7", "0 of 7 (0 %)", "", "300", "–"]);
    });

    it("shows what is chosen", async () => {
        const {page} = opened;
        const choose = (label: string) => page.locator("#choices label", {hasText: label}).locator("select");
        await choose("Adapter").selectOption("house");
        expect(await page.locator("section[aria-label='Suggestions'] dl").textContent()).toContain("Shown7");
        expect(await page.locator("section[aria-label='Answers and edits']").count()).toBe(0);
        await choose("Adapter").selectOption("none");
        expect(await page.locator("section[aria-label='Suggestions'] dl").textContent()).toContain("Shown990");
        await choose("Adapter").selectOption("all");
        await choose("Period").selectOption("all");
        expect(await page.locator("section[aria-label='Suggestions'] dl").textContent()).toContain("Shown1,097");
    });

    it("asks for export and deletion", async () => {
        await opened.page.getByText("Export as CSV…").click();
        await opened.page.getByText("Delete All…").click();
        expect([...await opened.said("export"), ...await opened.said("delete")].map(({type}) => type)).toEqual(["export", "delete"]);
    });

    it("fits a narrow view", async () => {
        await opened.page.setViewportSize({width: 260, height: 700});
        await opened.picture("narrow");
        expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(260);
    });

    it("shows names as text, whatever they say, and loads nothing", async () => {
        const before = opened.requests.length;
        const name = "<img src=https://evil.example/x.png onerror=\"window.pwned=true\">";
        await opened.say({...full, cube: {suggestions: [cell(0, {language: name, model: name, adapter: name}), cell(0)], answers: [{...answer, model: name}]}});
        expect(await opened.page.evaluate(() => ({pwned: "pwned" in window, images: document.images.length}))).toEqual({pwned: false, images: 0});
        expect(await opened.page.locator("section[aria-label='By language']").textContent()).toContain(name);
        expect([...opened.requests.slice(before), ...opened.refused]).toEqual([]);
    });
});

describe.each(["dark", "light"] as const)("the page of statistics in a %s theme", (theme) => {
    let opened: StatisticsPage;
    beforeAll(async () => { opened = await open(theme); });
    afterAll(() => opened.close());

    it("has no serious finding of the accessibility check, full or empty", async () => {
        await opened.say(full);
        await opened.page.getByText("As a table").click();
        await opened.picture(`theme-${theme}`);
        expect(await opened.seriousFindings()).toEqual([]);
        await opened.say(empty);
        expect(await opened.seriousFindings()).toEqual([]);
    });
});
