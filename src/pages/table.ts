/** Tables: figures to the right, the names of rows as headings. */
import {element} from "./dom.js";

/** A text, or something drawn. */
export type Cell = string | Node;

/** @param headings of all columns; the first is that of the rows' names */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement {
    const head = element("tr", {}, headings.map((text) => heading(text, "col")));
    const body = rows.map(([name = "", ...cells]) => element("tr", {}, [
        heading(name, "row"), ...cells.map((cell) => typeof cell === "string" ? element("td", {text: cell}) : element("td", {}, [cell]))
    ]));
    const made = element("table", {}, [element("caption", {text: caption}), element("thead", {}, [head]), element("tbody", {}, body)]);
    // Scrolls sideways where it is narrow: then it must be reachable by key.
    const scroll = element("div", {class: "scroll", label: caption, role: "region"}, [made]);
    scroll.tabIndex = 0;
    return scroll;
}

function heading(cell: Cell, scope: "col" | "row"): HTMLElement {
    const made = element("th", typeof cell === "string" ? {text: cell} : {}, typeof cell === "string" ? [] : [cell]);
    made.scope = scope;
    return made;
}
