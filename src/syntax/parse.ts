/** Parsing with the place of the first error: where the parser first met something that can't follow what stands before it. */
import {Edit, type Node, type Parser, type Point, type Tree} from "web-tree-sitter";

export interface ParseError {
    /** Offset of what can't stand there, UTF-16 units. */
    readonly at: number;
}

/** Makes of a text one of the same length, line by line, that a grammar can read where it can't read what is common in its language. */
export type Rewrite = (text: string) => string;

export interface Parsed {
    readonly tree: Tree;
    readonly text: string;
    /** What was parsed in its place. */
    readonly source: string;
    readonly rewrite: Rewrite | undefined;
    /** Text that only ends too early has none. */
    readonly error: ParseError | undefined;
}

/** A replacement in a text that has been parsed. */
export interface Change {
    readonly at: number;
    readonly removed: number;
    readonly inserted: string;
}

/**
 * Parses a text, or what a change makes of a parsed one (then only what the change touches is read again).
 * @throws when the parser gives up, which it does only without a language
 */
export function parse(parser: Parser, text: string, rewrite?: Rewrite): Parsed {
    const source = rewrite?.(text) ?? text;
    return {text, source, rewrite, ...withError(parser, source, parsed(parser.parse(source)))};
}

export function parseChanged(parser: Parser, base: Parsed, change: Change): Parsed {
    const text = base.text.slice(0, change.at) + change.inserted + base.text.slice(change.at + change.removed);
    const source = base.rewrite?.(text) ?? text;
    const {at, removed, inserted} = base.rewrite === undefined ? change : widened(base.source, source, change);
    const edited = base.tree.copy();
    try {
        const newEnd = at + inserted.length;
        edited.edit(new Edit({
            startIndex: at, oldEndIndex: at + removed, newEndIndex: newEnd,
            startPosition: pointAt(base.source, at), oldEndPosition: pointAt(base.source, at + removed), newEndPosition: pointAt(source, newEnd)
        }));
        return {text, source, rewrite: base.rewrite, ...withError(parser, source, parsed(parser.parse(source, edited)))};
    } finally {
        edited.delete();
    }
}

/** What a change of a text changes in what is parsed: a rewriting may differ outside of it, too. */
function widened(before: string, after: string, {at, removed}: Change): Change {
    let start = 0;
    while (start < at && before.charCodeAt(start) === after.charCodeAt(start))
        start++;
    let tail = 0;
    while (tail < before.length - at - removed && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
        tail++;
    return {at: start, removed: before.length - tail - start, inserted: after.slice(start, after.length - tail)};
}

function parsed(tree: Tree | null): Tree {
    if (tree === null)
        throw new Error("The parser gave no tree.");
    return tree;
}

function withError(parser: Parser, text: string, tree: Tree): Pick<Parsed, "tree" | "error"> {
    return {tree, error: tree.rootNode.hasError ? firstError(parser, text, tree) : undefined};
}

/**
 * The tree shows only how the parser recovered, which may be far from where it failed, and looks the same for text that is wrong and text that is
 * unfinished. What tells them apart is what the parser looked at when it failed, and that only its log says. Reading the text again with its own
 * tree, marked where it has errors, goes over those parts alone, so the log is short.
 */
function firstError(parser: Parser, text: string, tree: Tree): ParseError | undefined {
    const watch = new ErrorWatch(text);
    const marked = tree.copy();
    for (const at of errorsUnder(tree.rootNode))
        marked.edit(sameLength(text, at));
    parser.setLogger((message, isLex) => {
        if (!isLex)
            watch.see(message);
    });
    try {
        parser.parse(text, marked)?.delete();
    } finally {
        parser.setLogger(null);
        marked.delete();
    }
    return watch.first;
}

/** Where the parser had to skip or suppose something. */
function* errorsUnder(node: Node): Iterable<number> {
    if (node.isError || node.isMissing)
        yield node.startIndex;
    for (const child of node.children) {
        if (child.hasError || child.isMissing)
            yield* errorsUnder(child);
    }
}

/** A change of one character into itself: what holds it is read again. */
function sameLength(text: string, at: number): Edit {
    const start = Math.max(0, Math.min(at, text.length - 1));
    const end = Math.min(start + 1, text.length);
    return new Edit({
        startIndex: start, oldEndIndex: end, newEndIndex: end,
        startPosition: pointAt(text, start), oldEndPosition: pointAt(text, end), newEndPosition: pointAt(text, end)
    });
}

/** Follows the parser's log up to the first time that none of its readings of the text can go on. */
class ErrorWatch {
    first: ParseError | undefined;
    readonly #text: string;
    readonly #lineStarts: number[] = [0];
    #ended = false;
    /** Where the reading stands that is being continued. */
    #at = 0;
    /** The furthest that a reading came before it could not go on. */
    #failed: number | undefined;

    constructor(text: string) {
        this.#text = text;
        for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1))
            this.#lineStarts.push(i + 1);
    }

    see(message: string): void {
        if (this.#ended)
            return;
        if (message.startsWith("process ")) {
            const [, row, column] = /row:(\d+), col:(\d+)/.exec(message) ?? [];
            // The parser counts bytes of UTF-16.
            this.#at = (this.#lineStarts[Number(row)] ?? 0) + Number(column) / 2;
        } else if (message.startsWith("detect_error ")) {
            this.#failed = Math.max(this.#at, this.#failed ?? 0);
        } else if (message.startsWith("resume ")) {
            this.#ended = true;
            const at = this.#afterBlanks(this.#failed ?? this.#text.length);
            // The end of the text is no symbol of its own name: Ruby has a word like it.
            if (at < this.#text.length)
                this.first = {at};
        }
    }

    /** The parser stands before the blanks that precede what it could not take. */
    #afterBlanks(at: number): number {
        return at + (/^\s*/.exec(this.#text.slice(at))?.[0].length ?? 0);
    }
}

function pointAt(text: string, index: number): Point {
    const lineStart = text.lastIndexOf("\n", index - 1) + 1;
    let row = 0;
    for (let i = text.indexOf("\n"); i >= 0 && i < lineStart; i = text.indexOf("\n", i + 1))
        row++;
    return {row, column: index - lineStart};
}
