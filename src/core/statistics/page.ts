/** What the page of statistics and the extension say to each other. */
import {pageHtml, type PageParts} from "../pageHtml.js";
import type {StatisticsCube} from "./types.js";

export interface ShownStatistics {
    readonly type: "show";
    readonly cube: StatisticsCube;
    /** Whether more is being recorded. */
    readonly enabled: boolean;
    /** Days that a record is kept. */
    readonly days: number;
    /** The local day, `2026-11-25`. */
    readonly today: string;
}

const requests = ["ready", "export", "delete", "settings"] as const;
export interface FromStatisticsPage {
    readonly type: typeof requests[number];
}

/** Whether something that came from the page is a message of ours. */
export function isFromStatisticsPage(value: unknown): value is FromStatisticsPage {
    return typeof value === "object" && value !== null && "type" in value && requests.some((type) => type === value.type);
}

export function statisticsPageHtml(parts: PageParts): string {
    return pageHtml(parts, "Hearth Statistics", `<main>
<header><h1>Hearth Statistics</h1><p id="about"></p></header>
<div id="choices" class="row" role="group" aria-label="What is shown"></div>
<div id="status" class="sr-only" role="status"></div>
<div id="content"></div>
<footer class="row"><button id="export" type="button">Export as CSV…</button><button id="delete" type="button">Delete All…</button><button id="settings" type="button">Settings</button></footer>
</main>`);
}
