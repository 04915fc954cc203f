/** The page of the privacy report: the report's Markdown, and a table of what is kept with a button for each thing that can be deleted. */
import type {FromReportPage, ShownReport} from "../../core/privacy/page.js";
import {sizeInWords, type StoredItem} from "../../core/privacy/report.js";
import {button, byId, element} from "../dom.js";
import {renderMarkdown} from "../markdown.js";
import {table} from "../table.js";

declare function acquireVsCodeApi(): {postMessage(message: FromReportPage): void};

const api = acquireVsCodeApi();

for (const type of ["export", "refresh", "deleteAll"] as const)
    byId(type, HTMLButtonElement).addEventListener("click", () => api.postMessage({type}));

function storedTable(stored: readonly StoredItem[]): HTMLElement {
    if (stored.length === 0)
        return element("p", {text: "Nothing."});
    return table("What is kept", ["What", "Where", "Size", "Deleted by", ""], stored.map(({what, path, bytes, deletedBy, kind}) => [
        what, element("code", {text: path}), sizeInWords(bytes), deletedBy,
        kind === undefined ? "" : button("Delete…", () => api.postMessage({type: "delete", kind}), {label: `Delete ${what}`})
    ]));
}

window.addEventListener("message", ({data}: MessageEvent<ShownReport>) => {
    const shown = (markdown: string) => renderMarkdown(markdown, {headingsBelow: 0, code: (_, text) => element("pre", {text})});
    byId("before", HTMLDivElement).replaceChildren(shown(data.before));
    byId("stored", HTMLDivElement).replaceChildren(storedTable(data.stored));
    byId("after", HTMLDivElement).replaceChildren(shown(data.after));
    byId("status", HTMLDivElement).textContent = "The report is shown.";
});
api.postMessage({type: "ready"});
