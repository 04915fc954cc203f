/** The one-page picture of an evaluation: each measure of both sides with its interval, as SVG. */
import type {Interval} from "./bootstrap.js";

export interface Measured {
    readonly name: string;
    readonly against: Interval;
    readonly with: Interval;
    /** Of the paired differences. */
    readonly gain: Interval;
}

const width = 760, left = 250, right = 150, rowHeight = 64, top = 70;

export function drawPicture(title: string, names: readonly [against: string, withName: string], rows: readonly Measured[]): string {
    const height = top + rows.length * rowHeight + 50;
    const x = (value: number) => left + Math.max(0, Math.min(1, value)) * (width - left - right);
    const grid = [0, 0.25, 0.5, 0.75, 1].map((value) => `<line x1="${x(value)}" x2="${x(value)}" y1="${top - 8}" y2="${height - 45}" class="grid"/>` +
        `<text x="${x(value)}" y="${height - 28}" class="axis">${value * 100} %</text>`);
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="13">`,
        "<style>.bg{fill:#fff}.grid{stroke:#ddd}.axis{text-anchor:middle;fill:#666;font-size:11px}.a{fill:#9aa4b1;stroke:#9aa4b1}.b{fill:#d9480f;stroke:#d9480f}.t{fill:#222}.s{fill:#666;font-size:11px}</style>",
        `<rect width="${width}" height="${height}" class="bg"/>`,
        `<text x="16" y="26" font-size="17" class="t">${escaped(title)}</text>`,
        `<circle cx="22" cy="45" r="5" class="a"/><text x="34" y="49" class="t">${escaped(names[0])}</text>`,
        `<circle cx="${left + 20}" cy="45" r="5" class="b"/><text x="${left + 32}" y="49" class="t">${escaped(names[1])}</text>`,
        ...grid, ...rows.flatMap((row, i) => drawRow(row, top + i * rowHeight, x)), "</svg>"
    ].join("\n");
}

function drawRow(row: Measured, y: number, x: (value: number) => number): string[] {
    const bar = ({mean, low, high}: Interval, at: number, kind: string) =>
        `<line x1="${x(low)}" x2="${x(high)}" y1="${at}" y2="${at}" class="${kind}" stroke-width="3"/><circle cx="${x(mean)}" cy="${at}" r="5" class="${kind}"/>` +
        `<text x="${x(high) + 10}" y="${at + 4}" class="s">${percent(mean)}</text>`;
    return [
        `<text x="16" y="${y + 18}" class="t">${escaped(row.name)}</text>`,
        `<text x="16" y="${y + 35}" class="s">${signed(row.gain.mean)} points (95 %: ${signed(row.gain.low)} to ${signed(row.gain.high)})</text>`,
        bar(row.against, y + 14, "a"), bar(row.with, y + 32, "b")
    ];
}

function percent(value: number): string {
    return `${(100 * value).toFixed(1)} %`;
}

function signed(value: number): string {
    return `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}`;
}

function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
