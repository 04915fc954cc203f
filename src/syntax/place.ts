/** The syntax around one cursor: what a candidate breaks there, and where it has ended what the cursor is in. */
import type {Parser} from "web-tree-sitter";

import {replacedBy} from "../core/completion/fit.js";
import type {SyntaxBreak, SyntaxPlace} from "../core/completion/syntax.js";
import {indentOf, isOnlyClosers} from "../core/text/lines.js";
import {type Context, findContext, isUnfinishedEnd, linesWithin} from "./context.js";
import type {SyntaxLanguage} from "./languages.js";
import {parse, parseChanged, type Parsed} from "./parse.js";
import {rewrites} from "./rewrites.js";
import {type Closer, closersIn} from "./tokens.js";

/** Holds trees outside of the garbage collector's reach: dispose of it. */
export class ParsedPlace implements SyntaxPlace {
    readonly #parser: Parser;
    readonly #language: SyntaxLanguage;
    readonly #context: Context;
    readonly #lineSuffix: string;
    /** The text as it stands, without a candidate; undefined until it is asked for. */
    #whole: Parsed | undefined;

    private constructor(parser: Parser, language: SyntaxLanguage, context: Context, lineSuffix: string) {
        this.#parser = parser;
        this.#language = language;
        this.#context = context;
        this.#lineSuffix = lineSuffix;
    }

    /** Undefined when what stands before the cursor is already wrong, or can't be made sense of. */
    static at(parser: Parser, language: SyntaxLanguage, prefix: string, suffix: string): ParsedPlace | undefined {
        const context = findContext(parser, language, prefix, suffix);
        return context && new ParsedPlace(parser, language, context, suffix.split("\n", 1)[0] ?? "");
    }

    get #cursor(): number {
        return this.#context.before.text.length;
    }

    get #linePrefix(): string {
        const before = this.#context.before.text;
        return before.slice(before.lastIndexOf("\n") + 1);
    }

    breakIn(whole: string): SyntaxBreak | undefined {
        const text = this.#withinKnown(whole);
        const candidate = parseChanged(this.#parser, this.#context.before, {at: this.#cursor, removed: 0, inserted: text});
        try {
            const inside = this.#breakInside(candidate);
            // What leaves the known surroundings may meet anything there.
            return inside ?? (text === whole ? this.#breakBelow(text, closersIn(candidate.tree, this.#cursor).outer.at(-1)) : undefined);
        } finally {
            candidate.tree.delete();
        }
    }

    /** A candidate up to where it leaves the surroundings that the window lets see. */
    #withinKnown(text: string): string {
        return linesWithin(`\n${this.#linePrefix}${text}`, this.#context.leastIndent).slice(1 + this.#linePrefix.length);
    }

    /** What can't follow the text before it, whatever comes after. */
    #breakInside({text, error, rewrite}: Parsed): SyntaxBreak | undefined {
        // What was begun before the cursor and not ended by the candidate is not the candidate's fault.
        if (error === undefined || error.at < this.#cursor || isUnfinishedEnd(text, error.at))
            return undefined;
        const lineStart = text.lastIndexOf("\n", text.slice(0, this.#cursor).trimEnd().length - 1) + 1;
        if (isInsideOpen(text.slice(lineStart), error.at - lineStart))
            return undefined;
        const readable = rewrites[this.#language.grammar];
        return rewrite === undefined && readable !== undefined && readable(text) !== text ? this.#breakReadable(text) : {at: error.at - this.#cursor, isCloser: isCloser(text, error.at)};
    }

    /** What breaks in a text that only the grammar may be at fault for. */
    #breakReadable(text: string): SyntaxBreak | undefined {
        const parsed = parse(this.#parser, text, rewrites[this.#language.grammar]);
        parsed.tree.delete();
        return this.#breakInside(parsed);
    }

    /**
     * A closer that already stands below: with the candidate, what is below closes more than is open. `last` is the last one in the candidate that
     * closes what was open before the cursor; only such a candidate can do that.
     */
    #breakBelow(text: string, last: Closer | undefined): SyntaxBreak | undefined {
        // A candidate that goes on after it may only be unfinished.
        if (last === undefined || !isOnlyClosers(text.slice(last.end - this.#cursor)))
            return undefined;
        this.#whole ??= parseChanged(this.#parser, this.#context.before, {at: this.#cursor, removed: 0, inserted: this.#context.after});
        if (this.#whole.error !== undefined)
            return undefined;
        const {tree, text: whole, error} = parseChanged(this.#parser, this.#whole, {at: this.#cursor, removed: replacedBy(text, this.#lineSuffix), inserted: text});
        tree.delete();
        // Where a block is closed too early, what breaks first may also be what follows it, such as a method outside of its class.
        const isBelow = error !== undefined && error.at >= this.#cursor + text.length &&
            (isCloser(whole, error.at) || (last.isBlock && beginsLine(text, last.at - this.#cursor)));
        return isBelow ? {at: last.at - this.#cursor, isCloser: true} : undefined;
    }

    blockEnd(text: string): number | undefined {
        const candidate = parseChanged(this.#parser, this.#context.before, {at: this.#cursor, removed: 0, inserted: text});
        try {
            const {outer, open} = closersIn(candidate.tree, this.#cursor);
            if (open === 0 && outer.some(({isBlock}) => isBlock) && endsWhole(text))
                return text.length;
            return this.#language.endsAtLineBreak && open === 0 && leavesBlock(text, this.#linePrefix) ? text.trimEnd().length : undefined;
        } finally {
            candidate.tree.delete();
        }
    }

    dispose(): void {
        this.#context.before.tree.delete();
        this.#whole?.tree.delete();
    }
}

function beginsLine(text: string, at: number): boolean {
    return /\n[ \t]*$/.test(text.slice(0, at));
}

function isCloser(text: string, at: number): boolean {
    return /^([)\]}]|<\/|(end|fi|done|esac)\b)/.test(text.slice(at, at + 5));
}

/** Whether the last line is a statement after which nothing in its block is reached, at the block's own indentation. */
function leavesBlock(text: string, linePrefix: string): boolean {
    const [first = "", ...more] = (linePrefix + text.trimEnd()).split("\n");
    const last = more.at(-1) ?? first;
    return indentOf(last) === indentOf(first) && /^\s*(return|raise|break|continue)\b/.test(last) && !/[\\,(]$/.test(last);
}

/** Text after which nothing is expected: it ends with a closer or the end of a statement. */
function endsWhole(text: string): boolean {
    return /([)\]}>;]|\b(end|fi|done|esac))[,;]*\s*$/.test(text);
}

/** Comments and strings over several lines: without their end, the parser takes them for something else. */
const longTokens = [["/*", "*/"], ["<!--", "-->"], ["`", "`"], ["\"\"\"", "\"\"\""], ["'''", "'''"]] as const;

/** Whether `at` may stand in a comment or string that the text has begun and not ended. */
function isInsideOpen(text: string, at: number): boolean {
    const lastLine = text.lastIndexOf("\n") + 1;
    // So does a quote on the last line that has no partner yet.
    if (at >= lastLine && ["\"", "'"].some((quote) => text.slice(lastLine).split(quote).length % 2 === 0))
        return true;
    return longTokens.some(([open, close]) => {
        const begin = unendedFrom(text, open, close);
        return begin >= 0 && begin <= at + open.length;
    });
}

/** Offset of the last `open` that has no `close` after it, or -1. */
function unendedFrom(text: string, open: string, close: string): number {
    let begin = text.indexOf(open);
    while (begin >= 0) {
        const end = text.indexOf(close, begin + open.length);
        if (end < 0)
            return begin;
        begin = text.indexOf(open, end + close.length);
    }
    return -1;
}
