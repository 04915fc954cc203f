/** Cuts a file into chunks at syntax boundaries: small neighbours together, a large definition at its members, what has none at blank lines. */
import {isBlank} from "../text/lines.js";
import type {SourceChunk, SourceSymbol} from "./types.js";

/** A chunk is about a screen: enough to understand, little enough to be about one thing. */
const mostLines = 48;
const mostCharacters = 2_200;
/** A file longer than this many lines is data: only its beginning is cut. */
const mostFileLines = 40_000;
/** Data can be nested thousands deep. */
const longestScope = 1_000;

interface Span {
    readonly start: number;
    /** Inclusive. */
    readonly end: number;
    readonly name: string;
    readonly inner: Span[];
}

export function chunksOf(lines: readonly string[], symbols: readonly SourceSymbol[]): SourceChunk[] {
    const last = Math.min(lines.length, mostFileLines) - 1;
    const within = symbols.filter(({startLine}) => startLine <= last).map((symbol) => symbol.endLine > last ? {...symbol, endLine: last} : symbol);
    const chunks: SourceChunk[] = [];
    cut({start: 0, end: last, name: "", inner: nested(within, lines)}, "", lines, chunks);
    return chunks.filter(({startLine, endLine}) => lines.slice(startLine, endLine + 1).some((line) => !isBlank(line)));
}

/** The symbols that span lines, as a tree; one that begins on the line where its neighbour ends belongs to that one. */
function nested(symbols: readonly SourceSymbol[], lines: readonly string[]): Span[] {
    const root: Span = {start: 0, end: Number.POSITIVE_INFINITY, name: "", inner: []};
    const open: Span[] = [root];
    for (const {name, startLine, endLine} of symbols) {
        if (endLine <= startLine)
            continue;
        while (open.length > 1 && (open.at(-1)?.end ?? 0) < endLine)
            open.pop();
        const parent = open.at(-1) ?? root;
        const floor = Math.max(parent.inner.at(-1)?.end ?? -1, parent === root ? -1 : parent.start);
        const start = withComment(lines, startLine, floor + 1);
        if (start > floor && startLine > floor) {
            const span: Span = {start, end: endLine, name, inner: []};
            parent.inner.push(span);
            open.push(span);
        }
    }
    return root.inner;
}

/** The first line of the comments and decorators right above. */
function withComment(lines: readonly string[], line: number, floor: number): number {
    let start = line;
    while (start > floor && /^\s*(\/\/|\/\*|\*|#|--|@|;)/.test(lines[start - 1] ?? ""))
        start--;
    return start;
}

function cut(span: Span, scope: string, lines: readonly string[], chunks: SourceChunk[]): void {
    if (fits(lines, span.start, span.end) && (scope !== "" || span.name !== "")) {
        chunks.push({startLine: span.start, endLine: span.end, scope});
        return;
    }
    let begun = span.start;
    const flush = (end: number) => {
        if (end >= begun)
            windows(begun, end, scope, lines, chunks);
        begun = end + 1;
    };
    for (const inner of span.inner) {
        if (inner.start < begun)
            continue;
        if (!fits(lines, begun, inner.end))
            flush(inner.start - 1);
        if (!fits(lines, inner.start, inner.end)) {
            flush(inner.start - 1);
            cut(inner, (scope === "" ? inner.name : `${scope}.${inner.name}`).slice(0, longestScope), lines, chunks);
            begun = inner.end + 1;
        }
    }
    flush(span.end);
}

/** Lines without structure: cut at the last blank line that fits. */
function windows(start: number, end: number, scope: string, lines: readonly string[], chunks: SourceChunk[]): void {
    let from = start;
    while (from <= end) {
        let to = from;
        let characters = lines[from]?.length ?? 0;
        while (to < end && to - from + 1 < mostLines && characters + (lines[to + 1]?.length ?? 0) <= mostCharacters)
            characters += (lines[++to]?.length ?? 0) + 1;
        if (to < end) {
            for (let blank = to; blank > from + mostLines / 3; blank--) {
                if (isBlank(lines[blank] ?? "")) {
                    to = blank;
                    break;
                }
            }
        }
        chunks.push({startLine: from, endLine: to, scope});
        from = to + 1;
    }
}

function fits(lines: readonly string[], start: number, end: number): boolean {
    if (end - start + 1 > mostLines)
        return false;
    let characters = 0;
    for (let line = start; line <= end; line++)
        characters += (lines[line]?.length ?? 0) + 1;
    return characters <= mostCharacters;
}
