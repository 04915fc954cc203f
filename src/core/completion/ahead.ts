/** Where the user will probably be next: after accepting what is shown, and on the next line. */
import {indentOf, isBlank} from "../text/lines.js";
import type {LineSource, Position} from "./window.js";

export interface NextSpot {
    readonly source: LineSource;
    readonly at: Position;
}

/** The document after `text` was inserted at `at` in place of `replaces` characters that follow. */
export function withInserted(source: LineSource, at: Position, text: string, replaces: number): NextSpot {
    const current = source.lineAt(at.line);
    const inserted = (current.slice(0, at.character) + text).split("\n");
    const last = inserted.at(-1) ?? "";
    const changed = [...inserted.slice(0, -1), last + current.slice(at.character + replaces)];
    const added = changed.length - 1;
    return {
        source: {
            lineCount: source.lineCount + added,
            lineAt: (line) => line < at.line ? source.lineAt(line) : changed[line - at.line] ?? source.lineAt(line - added)
        },
        at: {line: at.line + added, character: last.length}
    };
}

/**
 * The document after Enter at the end of a line with text, indented as editors do: like the line, one step deeper after what opens a block.
 * Undefined in the middle of a line and on a blank one.
 */
export function afterEnter({source, at}: NextSpot, tabSize: number): NextSpot | undefined {
    const line = source.lineAt(at.line);
    if (isBlank(line) || !isBlank(line.slice(at.character)))
        return undefined;
    const indent = indentOf(line);
    const deeper = /[{([:]\s*$|=>\s*$/.test(line) ? indentStep(source, at.line, tabSize) : "";
    return withInserted(source, at, `\n${indent}${deeper}`, line.length - at.character);
}

/** How many lines above are looked at for the document's own indentation. */
const linesLookedAt = 60;

/** One step of indentation as the lines above have it, else `tabSize` blanks. */
function indentStep(source: LineSource, line: number, tabSize: number): string {
    let step = "";
    for (let above = line; above > Math.max(0, line - linesLookedAt); above--) {
        const [outer, inner] = [indentOf(source.lineAt(above - 1)), indentOf(source.lineAt(above))];
        if (inner.length > outer.length && inner.startsWith(outer) && !isBlank(source.lineAt(above - 1)))
            step = step === "" || inner.length - outer.length < step.length ? inner.slice(outer.length) : step;
    }
    return step === "" ? " ".repeat(tabSize) : step;
}
