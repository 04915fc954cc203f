/**
 * Gaps to fill: spans of real code that a person could be about to write at the cursor, with everything else of the file standing. The mix of cursor
 * places decides what an adapter gets good at (measured: docs/TRAINING.md), so it follows real typing: after Enter the editor has indented already, most
 * keys are struck inside a line, and what is being written is often the rest of a block.
 */
import {indentOf, isBlank, isOnlyClosers} from "../text/lines.js";
import type {Random} from "./random.js";

/** Where the cursor stands and what is missing after it. */
export type GapKind =
    /** Inside a line: the rest of the line. */
    | "restOfLine"
    /** After a fresh line's indentation: the line. */
    | "line"
    /** At a line's first column: the line with its indentation. */
    | "wholeLine"
    /** At the end of a line that another follows: the line break and the next line. */
    | "nextLine"
    /** At the end of a line after which nothing is missing. */
    | "nothing"
    /** In a block, at a line's start or inside it: the rest of the block. */
    | "restOfBlock"
    /** Between brackets that the editor has closed already: what they hold. */
    | "insideBrackets";

/** Offsets of UTF-16 units in the file's text: what stands from `start` to `end` is missing. */
export interface Gap {
    readonly kind: GapKind;
    readonly start: number;
    readonly end: number;
}

/** A part of a file's syntax tree that a gap can be made of. */
export interface SyntaxSpan {
    /** `body`: the statements or members of a block; `brackets`: what a pair of brackets holds. Both without brackets and the blanks at their inside. */
    readonly kind: "body" | "brackets";
    readonly start: number;
    readonly end: number;
}

/** How often each kind is drawn. */
export type GapMix = Readonly<Record<GapKind, number>>;
export const defaultGapMix: GapMix = {restOfLine: 27, line: 20, wholeLine: 13, nextLine: 6, nothing: 3, restOfBlock: 23, insideBrackets: 8};

/** Most lines and characters of a gap: what one suggestion can be. */
const longest = {lines: 12, characters: 600};
/** A line with less on it teaches nothing. */
const leastOnLine = 4;
/** Comments are completed too, but not what an assistant for code is for. */
const commentShare = 0.15;
/** Editors write most imports themselves, and files begin with many. */
const importShare = 0.3;

/**
 * Draws one gap; undefined where the file has none of the drawn kind.
 * @param spans what the syntax tree has: {@link SyntaxSpan}
 */
export function drawGap(text: string, spans: readonly SyntaxSpan[], mix: GapMix, random: Random): Gap | undefined {
    const kind = random.weighted(mix);
    switch (kind) {
        case "restOfBlock":
            return restOfBlock(text, spans, random);
        case "insideBrackets":
            return insideBrackets(text, spans, random);
        case "restOfLine":
        case "line":
        case "wholeLine":
        case "nextLine":
        case "nothing":
            return onLine(text, kind, random);
    }
}

function onLine(text: string, kind: Exclude<GapKind, "restOfBlock" | "insideBrackets">, random: Random): Gap | undefined {
    const line = drawLine(text, random);
    if (line === undefined)
        return undefined;
    const {start, end} = line;
    const indented = start + indentOf(text.slice(start, end)).length;
    switch (kind) {
        case "line":
            return {kind, start: indented, end};
        case "wholeLine":
            return {kind, start, end};
        case "restOfLine":
            return end - indented < 2 * leastOnLine ? undefined : {kind, start: cursorInside(text, indented, end, random), end};
        case "nextLine":
            return start === 0 ? undefined : {kind, start: start - 1, end};
        case "nothing":
            return {kind, start: end, end};
    }
}

/** A cursor as typing leaves it: anywhere, more often after a word or a sign than in the middle of one. */
function cursorInside(text: string, start: number, end: number, random: Random): number {
    const at = start + 1 + random.below(end - start - 2);
    if (random.next() < 0.4)
        return at;
    const boundary = /\b/.exec(text.slice(at + 1, end));
    return boundary === null ? at : at + 1 + boundary.index;
}

interface Line {
    readonly start: number;
    readonly end: number;
}

/** Any line that has something to complete; undefined when some tries found none. */
function drawLine(text: string, random: Random): Line | undefined {
    for (let attempt = 0; attempt < 20; attempt++) {
        const line = lineAround(text, random.below(text.length));
        if (isWorthwhile(text.slice(line.start, line.end), random))
            return line;
    }
    return undefined;
}

function lineAround(text: string, at: number): Line {
    const next = text.indexOf("\n", at);
    return {start: at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1, end: next < 0 ? text.length : next};
}

function isWorthwhile(line: string, random: Random): boolean {
    if (line.trim().length < leastOnLine || isOnlyClosers(line) || line.length > longest.characters)
        return false;
    const share = /^\s*(\/\/|\/\*|\*|#|--|""")/.test(line) ? commentShare : /^\s*(import|from|export \*|use|using|require)\b/.test(line) ? importShare : 1;
    return random.next() < share;
}

/** From a line of a block's body, or from inside that line, to the body's end. */
function restOfBlock(text: string, spans: readonly SyntaxSpan[], random: Random): Gap | undefined {
    const body = random.pick(spans.filter(({kind, start, end}) => kind === "body" && end - start >= 2 * leastOnLine));
    if (body === undefined)
        return undefined;
    const lines = text.slice(body.start, body.end).split("\n");
    const first = random.below(Math.min(lines.length, longest.lines)) + Math.max(0, lines.length - longest.lines);
    const begin = body.start + lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0);
    const line = lines[first] ?? "";
    if (isBlank(line))
        return undefined;
    const indented = begin + indentOf(line).length;
    // Half of the cursors stand where Enter has put them, the rest inside the line.
    const start = random.next() < 0.5 || line.trim().length < 2 * leastOnLine ? indented : cursorInside(text, indented, begin + line.length, random);
    const gap = {kind: "restOfBlock", start, end: body.start + text.slice(body.start, body.end).trimEnd().length} as const;
    return gap.end - gap.start > longest.characters || gap.end <= gap.start ? undefined : gap;
}

function insideBrackets(text: string, spans: readonly SyntaxSpan[], random: Random): Gap | undefined {
    const held = random.pick(spans.filter(({kind, start, end}) => kind === "brackets" && end > start && !text.slice(start, end).includes("\n")));
    if (held === undefined || isBlank(text.slice(held.start, held.end)))
        return undefined;
    const start = held.end - held.start > 2 * leastOnLine && random.next() < 0.4 ? cursorInside(text, held.start, held.end, random) : held.start;
    return {kind: "insideBrackets", start, end: held.end};
}
