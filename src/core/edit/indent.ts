/** Indentation and line endings of code that goes into a file: the model's words take the shape of what they replace. Text is LF only, but for {@link withLineEndings}. */
import {indentOf, isBlank} from "../text/lines.js";

/** The indentation that all lines share (blank ones don't count). */
export function commonIndent(text: string): string {
    let common: string | undefined;
    for (const line of text.split("\n")) {
        if (isBlank(line))
            continue;
        const indent = indentOf(line);
        common = common === undefined ? indent : sharedStart(common, indent);
    }
    return common ?? "";
}

/** Text without the indentation that its lines share. */
export function dedented(text: string): string {
    const {length} = commonIndent(text);
    return text.split("\n").map((line) => isBlank(line) ? line.slice(Math.min(length, line.length)) : line.slice(length)).join("\n");
}

/**
 * Text moved to an indentation: its own shared one is replaced, and its inner steps become those of the place (tabs for blanks, or the other way round).
 * @param indent of the place
 * @param unit what one step is at the place: a tab, or some blanks
 */
export function indentedAs(text: string, indent: string, unit: string): string {
    const plain = dedented(text);
    const step = stepOf(plain);
    return plain.split("\n").map((line) => {
        if (isBlank(line))
            return "";
        const own = indentOf(line);
        return indent + ownIndent(own, step, unit) + line.slice(own.length);
    }).join("\n");
}

/** What one step of indentation is in a text; empty when none of its lines is indented. */
export function stepOf(text: string): string {
    const indents = text.split("\n").filter((line) => !isBlank(line)).map(indentOf).filter((indent) => indent !== "");
    if (indents.some((indent) => indent.startsWith("\t")))
        return "\t";
    // A single blank is a comment's continuation, not a step.
    const widths = indents.map(({length}) => length).filter((width) => width > 1);
    // Not Math.min(...widths): a large file has more lines than a call may have arguments.
    return widths.length === 0 ? "" : " ".repeat(widths.reduce((least, width) => Math.min(least, width), 8));
}

/** @param ending `\r\n` or `\n` */
export function withLineEndings(text: string, ending: string): string {
    return text.replaceAll(/\r\n?|\n/g, ending);
}

function ownIndent(own: string, step: string, unit: string): string {
    if (step === "" || step === unit)
        return own;
    let steps = 0, rest = own;
    while (rest.startsWith(step)) {
        rest = rest.slice(step.length);
        steps++;
    }
    return unit.repeat(steps) + rest;
}

function sharedStart(a: string, b: string): string {
    let length = 0;
    while (length < a.length && a[length] === b[length])
        length++;
    return a.slice(0, length);
}
