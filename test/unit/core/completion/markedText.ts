/** Documents written down with `¦` where the cursor stands. */
import type {StopContext} from "../../../../src/core/completion/stop.js";
import {type LineSource, lineSource, type Position} from "../../../../src/core/completion/window.js";

export interface MarkedDocument {
    readonly source: LineSource;
    readonly at: Position;
}

export function documentAt(marked: string): MarkedDocument {
    const [before, after, ...more] = marked.split("¦");
    if (before === undefined || after === undefined || more.length > 0)
        throw new Error("one ¦ marks the cursor");
    const linesBefore = before.split("\n");
    return {source: lineSource(before + after), at: {line: linesBefore.length - 1, character: linesBefore.at(-1)?.length ?? 0}};
}

/** What the worker derives from a query, for judging what is written at the mark. */
export function contextAt(marked: string, options: Partial<Pick<StopContext, "multiline" | "tabSize" | "maxLines">> = {}): StopContext {
    const {source, at} = documentAt(marked);
    const line = source.lineAt(at.line);
    const below = Array.from({length: source.lineCount - at.line - 1}, (_, i) => source.lineAt(at.line + 1 + i));
    return {
        linePrefix: line.slice(0, at.character), lineSuffix: line.slice(at.character), below,
        multiline: true, tabSize: 4, maxLines: 12, ...options
    };
}
