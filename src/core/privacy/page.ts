/** What the page of the privacy report and the extension say to each other. */
import {pageHtml, type PageParts} from "../pageHtml.js";
import {type DeletableKind, deletableKinds, type StoredItem} from "./report.js";

export interface ShownReport {
    readonly type: "show";
    /** Markdown of what stands before the table of what is kept, and after it. */
    readonly before: string;
    readonly after: string;
    readonly stored: readonly StoredItem[];
}

const requests = ["ready", "export", "refresh", "deleteAll"] as const;
export type FromReportPage = {readonly type: typeof requests[number]} | {readonly type: "delete"; readonly kind: DeletableKind};

/** Whether something that came from the page is a message of ours. */
export function isFromReportPage(value: unknown): value is FromReportPage {
    if (typeof value !== "object" || value === null || !("type" in value))
        return false;
    return value.type === "delete" ? "kind" in value && deletableKinds.some((kind) => kind === value.kind) : requests.some((type) => type === value.type);
}

export function reportPageHtml(parts: PageParts): string {
    return pageHtml(parts, "Hearth's privacy report", `<main>
<div id="status" class="sr-only" role="status"></div>
<div id="before"></div>
<div id="stored"></div>
<div class="row"><button id="deleteAll" type="button">Delete All Hearth Data…</button></div>
<div id="after"></div>
<footer class="row"><button id="refresh" type="button">Look Again</button><button id="export" type="button">Export…</button></footer>
</main>`);
}
