/** Two small charts, as SVG and HTML of our own; each stands above a table that says the same. Colors are the theme's, and every part has its own pattern of words, too. */
import {element} from "../dom.js";

const svgNamespace = "http://www.w3.org/2000/svg";

export interface Bar {
    readonly name: string;
    /** Of the whole bar, and of its filled part; the same unit. */
    readonly whole: number;
    readonly part: number;
}

const chartWidth = 640, chartHeight = 140, labelHeight = 16;

/** Columns over time: the whole light, the part of it strong. @param label says in words what is drawn */
export function columns(bars: readonly Bar[], label: string): SVGElement {
    const most = Math.max(1, ...bars.map(({whole}) => whole));
    const step = chartWidth / Math.max(bars.length, 7);
    const svg = node("svg", {viewBox: `0 0 ${String(chartWidth)} ${String(chartHeight + labelHeight)}`, role: "img", "aria-label": label, class: "columns"});
    for (const [i, {name, whole, part}] of bars.entries()) {
        const column = (value: number, kind: string) => {
            const height = value === 0 ? 0 : Math.max(2, value / most * (chartHeight - 4));
            return node("rect", {x: String(i * step + step * 0.12), width: String(step * 0.76), y: String(chartHeight - height), height: String(height), class: kind});
        };
        const group = node("g", {}, [column(whole, "whole"), column(part, "part")]);
        group.append(node("title", {}, [`${name}: ${String(part)} of ${String(whole)}`]));
        svg.append(group);
    }
    svg.append(node("line", {x1: "0", x2: String(chartWidth), y1: String(chartHeight), y2: String(chartHeight), class: "axis"}));
    const [first] = bars, last = bars.at(-1);
    if (first !== undefined && last !== undefined) {
        svg.append(node("text", {x: "0", y: String(chartHeight + 13)}, [first.name]));
        if (bars.length > 1)
            svg.append(node("text", {x: String(Math.min(chartWidth, bars.length * step)), y: String(chartHeight + 13), "text-anchor": "end"}, [last.name]));
        svg.append(node("text", {x: "0", y: "10"}, [String(most)]));
    }
    return svg;
}

/** A bar of a table's row: how much of the whole the part is. It repeats what stands beside it, so a screen reader passes over it. */
export function shareBar(share: number): HTMLElement {
    const width = Math.round(Math.max(0, Math.min(1, share)) * 100);
    const svg = node("svg", {viewBox: "0 0 100 8", class: "share", "aria-hidden": "true", preserveAspectRatio: "none"}, [
        node("rect", {x: "0", y: "0", width: "100", height: "8", class: "whole"}), node("rect", {x: "0", y: "0", width: String(width), height: "8", class: "part"})
    ]);
    const cell = element("span", {class: "share-cell"});
    cell.append(svg);
    return cell;
}

function node(tag: string, attributes: Readonly<Record<string, string>>, children: readonly (Node | string)[] = []): SVGElement {
    const made = document.createElementNS(svgNamespace, tag);
    for (const [name, value] of Object.entries(attributes))
        made.setAttribute(name, value);
    made.append(...children);
    return made;
}
