/** Markdown by its headings: each is a definition that reaches to the next one of its level or above. */
import type {RawDefinition} from "./types.js";

export function headingsOf(text: string): RawDefinition[] {
    const open: {readonly level: number; readonly name: string; readonly start: number; readonly line: number}[] = [];
    const found: RawDefinition[] = [];
    let offset = 0, fence = "";
    const lines = text.split("\n");
    const close = (level: number, line: number) => {
        while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) {
            const heading = open.pop();
            if (heading !== undefined)
                found.push({kind: "heading", name: heading.name, start: heading.start, end: offset, startLine: heading.line, endLine: Math.max(heading.line, line - 1), bodyStart: undefined});
        }
    };
    for (const [i, line] of lines.entries()) {
        const mark = /^\s{0,3}(```+|~~~+)/.exec(line)?.[1];
        if (mark !== undefined)
            fence = fence === "" ? mark.slice(0, 3) : mark.startsWith(fence) ? "" : fence;
        const heading = fence === "" ? /^(#{1,6})\s+(.*)$/.exec(line.trimEnd()) : null;
        if (heading?.[1] !== undefined && heading[2] !== undefined) {
            close(heading[1].length, i);
            open.push({level: heading[1].length, name: withoutClosingMarks(heading[2]), start: offset, line: i});
        }
        offset += line.length + 1;
    }
    close(0, lines.length);
    return found;
}

/** Without the `#`s that may end a heading. In a pattern, blanks before and after them would be tried in every way there is. */
function withoutClosingMarks(title: string): string {
    let end = title.length;
    while (title[end - 1] === "#")
        end--;
    return title.slice(0, end).trimEnd() || "#";
}
