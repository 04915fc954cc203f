/**
 * The part of a document that goes to the model. The window's start is anchored to multiples of a step of lines, so that it stays where it
 * is while a person types: whatever stands before the cursor then keeps its place in the KV cache.
 */
import type {LineRange} from "../index/related/types.js";
import {isBlank} from "../text/lines.js";

/** Read access to a document, as VS Code's TextDocument and a plain string can both give it. */
export interface LineSource {
    readonly lineCount: number;
    /** Text of a line without its line break. */
    lineAt(line: number): string;
}

export interface Position {
    readonly line: number;
    /** UTF-16 code units, as VS Code counts. */
    readonly character: number;
}

export interface WindowLimits {
    /** Most lines before the cursor's. */
    readonly linesBefore: number;
    /** Most lines after the cursor's. */
    readonly linesAfter: number;
    /** Most characters on each side. */
    readonly charsBefore: number;
    readonly charsAfter: number;
    /** The window's start is a multiple of this many lines. */
    readonly anchorStep: number;
}

/** Most and least of what goes to the model, whatever the machine: less says too little, more gains too little. */
const tokenRange = {least: 320, most: 1_500};
/** Longest time that reading a whole window may take, in seconds: what a person waits after opening a file. */
const readSeconds = 3;
/** Characters of code per token, on the safe side (measured: 3.0 to 3.6 with Qwen's tokenizer). */
const charactersPerToken = 3;

/**
 * The window for a machine that reads so many prompt tokens per second. A cold prompt must be read before anything can be suggested, so a slow
 * machine sees less around the cursor.
 */
export function windowLimitsFor(readTokensPerSecond: number): WindowLimits {
    const tokens = Math.min(tokenRange.most, Math.max(tokenRange.least, Math.round(readTokensPerSecond * readSeconds)));
    const characters = tokens * charactersPerToken;
    const charsBefore = Math.round(characters * 0.72);
    const charsAfter = characters - charsBefore;
    // Lines of code have some 30 characters; the line limits bound what is looked at in files of very short lines.
    return {charsBefore, charsAfter, linesBefore: Math.ceil(charsBefore / 20), linesAfter: Math.ceil(charsAfter / 20), anchorStep: 16};
}

/** Lines longer than this are data or minified code: a completion there would be slow and useless. */
export const longestLine = 5_000;

export interface TextWindow {
    readonly prefix: string;
    readonly suffix: string;
    /** Text on the cursor's line before and after it. */
    readonly linePrefix: string;
    readonly lineSuffix: string;
}

/** Cuts the window around `at`; undefined on a line too long to complete. */
export function cutWindow(source: LineSource, at: Position, limits: WindowLimits): TextWindow | undefined {
    const current = source.lineAt(at.line);
    if (current.length > longestLine)
        return undefined;
    const linePrefix = current.slice(0, at.character);
    const lineSuffix = current.slice(at.character);
    const first = firstLine(source, at.line, limits);
    const before: string[] = [];
    for (let line = first; line < at.line; line++)
        before.push(source.lineAt(line));
    return {
        prefix: [...before, linePrefix].join("\n"),
        suffix: linesAfter(source, at.line, lineSuffix, limits),
        linePrefix, lineSuffix
    };
}

/** The lines that {@link cutWindow} takes around `at`, both ends included; those that it takes in part count. */
export function windowLines(source: LineSource, at: Position, limits: WindowLimits): LineRange | undefined {
    const window = cutWindow(source, at, limits);
    return window === undefined ? undefined : {startLine: at.line - window.prefix.split("\n").length + 1, endLine: at.line + window.suffix.split("\n").length - 1};
}

/** The first line of the window: the lowest anchor from which all lines up to the cursor's fit. */
function firstLine(source: LineSource, cursorLine: number, limits: WindowLimits): number {
    const step = limits.anchorStep;
    // One step of slack: the anchor moves only when the text since it has grown by a whole step.
    const anchor = Math.max(0, Math.ceil((cursorLine - limits.linesBefore) / step) * step);
    let chars = 0;
    let line = cursorLine - 1;
    for (; line >= anchor; line--) {
        const length = source.lineAt(line).length;
        chars += length + 1;
        if (length > longestLine)
            return line + 1;
        if (chars > limits.charsBefore)
            return anchorAfter(line, cursorLine, step);
    }
    return anchor;
}

/**
 * The anchor for text of long lines, of which only those after `line` fit: finer steps where there are few, so that at least half of them
 * stay in the window.
 */
function anchorAfter(line: number, cursorLine: number, step: number): number {
    const fitting = cursorLine - line - 1;
    let fine = step;
    while (fine > 1 && fine > fitting / 2)
        fine = Math.ceil(fine / 2);
    return Math.ceil((line + 1) / fine) * fine;
}

function linesAfter(source: LineSource, cursorLine: number, lineSuffix: string, limits: WindowLimits): string {
    const lines = [lineSuffix];
    let chars = lineSuffix.length;
    const last = Math.min(source.lineCount - 1, cursorLine + limits.linesAfter);
    for (let line = cursorLine + 1; line <= last; line++) {
        const text = source.lineAt(line);
        chars += text.length + 1;
        if (chars > limits.charsAfter)
            break;
        lines.push(text);
    }
    while (lines.length > 1 && isBlank(lines.at(-1) ?? ""))
        lines.pop();
    return lines.join("\n");
}

/** A document that is a plain string (tests, benchmarks). */
export function lineSource(text: string): LineSource {
    const lines = text.split("\n").map((line) => line.endsWith("\r") ? line.slice(0, -1) : line);
    return {lineCount: lines.length, lineAt: (line) => lines[line] ?? ""};
}
