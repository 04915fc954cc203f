/**
 * Where a completion ends, judged from its text as it grows. Small models seldom stop by themselves; waiting for a token limit would cost
 * seconds and show too much.
 */
import {indentWidth, isBlank, isOnlyClosers} from "../text/lines.js";
import type {StopReason} from "./types.js";

export interface StopContext {
    /** Text of the cursor's line on either side of the cursor. */
    readonly linePrefix: string;
    readonly lineSuffix: string;
    /** The lines below the cursor's, as far as the window goes. */
    readonly below: readonly string[];
    readonly multiline: boolean;
    readonly tabSize: number;
    readonly maxLines: number;
}

export interface Stop {
    readonly reason: StopReason;
    /** The text up to where it ends; never longer than what was given. */
    readonly text: string;
}

/** Judges the text written so far; undefined means: go on. `ended` says that the model itself has ended it. */
export function findStop(text: string, context: StopContext, ended: boolean): Stop | undefined {
    const lines = text.split("\n");
    const complete = ended ? lines.length : lines.length - 1;
    // On a fresh line the one line that is wanted is the first with text.
    const first = isBlank(context.linePrefix) ? lines.findIndex((line) => !isBlank(line)) : 0;
    if (!context.multiline && first >= 0 && complete > first)
        return {reason: lines.length > first + 1 ? "line" : "end", text: joinUpTo(lines, first + 1)};
    for (let i = 0; i < complete; i++) {
        const reason = endsBefore(lines, i, context);
        if (reason !== undefined)
            return {reason, text: joinUpTo(lines, i)};
        if (i > 0 && closesBlock(lines, i, context))
            return {reason: "block", text: joinUpTo(lines, i + 1)};
        if (i + 1 >= context.maxLines)
            return {reason: "length", text: joinUpTo(lines, i + 1)};
    }
    return ended ? {reason: "end", text} : undefined;
}

function joinUpTo(lines: readonly string[], count: number): string {
    return lines.slice(0, count).join("\n");
}

/** Whether the text must end before line `i`. Line 0 continues the cursor's line, the others stand alone. */
function endsBefore(lines: readonly string[], i: number, context: StopContext): StopReason | undefined {
    const line = lines[i] ?? "";
    const whole = i === 0 ? context.linePrefix + line : line;
    const next = context.below.find((candidate) => !isBlank(candidate));
    if (next !== undefined && i > 0 && !isBlank(whole) && whole.trimEnd() === next.trimEnd())
        return "suffix";
    if (i === 0)
        return undefined;
    // An empty line ends a thought; what comes after it is another suggestion.
    if (isBlank(line))
        return joinUpTo(lines, i).trim() === "" ? undefined : "block";
    if (indentWidth(line, context.tabSize) < indentWidth(baseLine(lines, context), context.tabSize) || leavesBlock(lines, i, context))
        return "block";
    return repeats([baseLine(lines, context), ...lines.slice(1)], i) ? "repetition" : undefined;
}

/** After deeper lines, a line at the base indentation that neither closes nor continues their block (`else`, `catch`) is another statement. */
function leavesBlock(lines: readonly string[], i: number, context: StopContext): boolean {
    const line = lines[i] ?? "";
    const base = indentWidth(baseLine(lines, context), context.tabSize);
    const isDeeper = indentWidth(lines[i - 1] ?? "", context.tabSize) > base;
    return i > 1 && isDeeper && indentWidth(line, context.tabSize) === base && !blockContinuation.test(line);
}

/** What may stand at a block's own indentation after it began and still belong to it, in the languages that have such words. */
const blockContinuation = /^\s*([)\]}]|(else|elif|elsif|elseif|except|catch|finally|rescue|ensure|when|case|default|end|fi|done|esac|then|do|while|until)\b)/;

/** The line whose indentation the suggestion may not go below: the cursor's, or its first line with text. */
function baseLine(lines: readonly string[], context: StopContext): string {
    return context.linePrefix + (lines[0] ?? "");
}

/** A line that closes, at the base indentation, the block that the suggestion opened or continued. */
function closesBlock(lines: readonly string[], i: number, context: StopContext): boolean {
    const line = lines[i] ?? "";
    return /^\s*[)\]}]/.test(line) && isOnlyClosers(line) &&
        indentWidth(line, context.tabSize) === indentWidth(baseLine(lines, context), context.tabSize);
}

/** A line written for the third time, or a run of lines that repeats the run before it. */
function repeats(lines: readonly string[], i: number): boolean {
    const line = (lines[i] ?? "").trim();
    if (line.length < 4 || isOnlyClosers(line))
        return false;
    const same = lines.slice(0, i).filter((other) => other.trim() === line).length;
    return same >= 2 || (lines[i - 1] ?? "").trim() === line;
}
