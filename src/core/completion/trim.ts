/** From what the model wrote to what is inserted: no trailing blanks, nothing that already stands after the cursor. */
import {isBlank, isOnlyClosers} from "../text/lines.js";
import type {StopContext} from "./stop.js";

export interface Trimmed {
    readonly text: string;
    /** Why it is empty, or what was cut. */
    readonly note: string | undefined;
}

export function trimCompletion(text: string, context: StopContext): Trimmed {
    const cut = withoutOverlap(withoutDuplicateEnd(text.trimEnd(), context), context.lineSuffix);
    if (isBlank(cut))
        return {text: "", note: "nothing but blanks"};
    if (repeatsBelow(cut, context))
        return {text: "", note: "repeats the line below"};
    // A lone bracket or semicolon is noise, unless it is all that the model had to say to finish a line that is not blank.
    if (isOnlyClosers(cut) && cut.trim().length <= 2)
        return {text: "", note: "only closing characters"};
    return {text: cut, note: cut === text ? undefined : "trimmed"};
}

/** Takes off the end what already stands on the cursor's line after the cursor: `foo(|)` completed with `a, b)` becomes `a, b`. */
function withoutOverlap(text: string, lineSuffix: string): string {
    const after = lineSuffix.trimEnd();
    if (after === "")
        return text;
    const firstBreak = text.indexOf("\n");
    if (firstBreak >= 0)
        return text;
    for (let length = Math.min(text.length, after.length); length > 0; length--) {
        if (text.endsWith(after.slice(0, length)))
            return text.slice(0, -length);
    }
    return text;
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
