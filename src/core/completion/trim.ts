/** From what the model wrote to what is inserted: no trailing blanks, nothing that already stands after the cursor. */
import {closersBrought} from "../text/brackets.js";
import {isBlank, isLoneCloser, isOnlyClosers} from "../text/lines.js";
import type {StopContext} from "./stop.js";

export interface Trimmed {
    readonly text: string;
    /** Why it is empty, or what was cut. */
    readonly note: string | undefined;
}

export function trimCompletion(text: string, context: StopContext): Trimmed {
    const written = text.trimEnd();
    const own = withoutOverlap(written, context.lineSuffix);
    const cut = own === written ? withoutDuplicateEnd(written, context) : own;
    if (isBlank(cut))
        return {text: "", note: "nothing but blanks"};
    if (repeatsBelow(cut, context))
        return {text: "", note: "repeats the line below"};
    // A lone bracket or semicolon is noise, unless it closes what the cursor's line opened.
    if (isLoneCloser(cut) && !closesTheLine(cut, context.linePrefix))
        return {text: "", note: "only closing characters"};
    return {text: cut, note: cut === text ? undefined : "trimmed"};
}

/**
 * Takes off the end what already stands on the cursor's line after the cursor: `foo(|)` completed with `a, b)` becomes `a, b`, and `{|}`
 * completed with a block loses the block's own closing brace.
 */
function withoutOverlap(text: string, lineSuffix: string): string {
    const after = lineSuffix.trimEnd();
    for (let length = Math.min(text.length, after.length); length > 0; length--) {
        const part = after.slice(0, length);
        if (text.endsWith(part) && (isOnlyClosers(part) ? closesWhatIsOpen(text, part) : isSameCode(text, part)))
            return text.slice(0, -length);
    }
    return text;
}

/** The closers at the text's end close what was open before the cursor: `a)` does, `bar(x)` needs its bracket itself. */
function closesWhatIsOpen(text: string, part: string): boolean {
    const closers = part.replace(/[\s,;]/g, "");
    return closersBrought(text, closers) === closers.length && closersBrought(text.slice(0, -part.length), closers) === 0;
}

function closesTheLine(cut: string, linePrefix: string): boolean {
    const closers = cut.replace(/[\s,;]/g, "");
    return closers !== "" && closersBrought(linePrefix + cut, closers) === 0;
}

/** Code that stands again, and not the last letters of a longer word (`max` before `x + 1`). */
function isSameCode(text: string, part: string): boolean {
    return !/^[\p{L}\p{N}_$]+$/u.test(part) || !/[\p{L}\p{N}_$]$/u.test(text.slice(0, -part.length));
}

/** Takes off last lines that equal the next lines below: a small model likes to write the closing brace that is already there. */
function withoutDuplicateEnd(text: string, context: StopContext): string {
    const lines = text.split("\n");
    const below = context.below.filter((line) => !isBlank(line)).map((line) => line.trimEnd());
    for (let count = Math.min(lines.length - 1, below.length); count > 0; count--) {
        const end = lines.slice(-count).map((line) => line.trimEnd());
        if (end.every((line, i) => line === below[i]))
            return lines.slice(0, -count).join("\n").trimEnd();
    }
    return text;
}

/** The whole suggestion says what the next line with text already says. */
function repeatsBelow(text: string, context: StopContext): boolean {
    const next = context.below.find((line) => !isBlank(line));
    const first = (context.linePrefix + (text.split("\n")[0] ?? "")).trim();
    return next !== undefined && isBlank(context.lineSuffix) && first.length > 0 && first === next.trim() && !isOnlyClosers(first);
}
