/** Finds what to parse a window as: it may begin in the middle of a function, where a parser would see nothing but errors. */
import type {Parser} from "web-tree-sitter";

import {indentWidth, isBlank, isOnlyClosers} from "../core/text/lines.js";
import type {Surroundings, SyntaxLanguage} from "./languages.js";
import {parse, type Parsed} from "./parse.js";
import {rewrites} from "./rewrites.js";

/** Width of a tab where only the order of indentations matters. */
const tabSize = 4;
/** Longest texts on either side of the cursor that are looked at; a whole document is never parsed. */
const longestBefore = 8_000;
const longestAfter = 4_000;

export interface Context {
    /** The text before the cursor, from a place where it makes sense, after what it is taken to stand in. Parsed without error. */
    readonly before: Parsed;
    /** The text after the cursor as far as it is in the same surroundings, and their end. */
    readonly after: string;
    /** A line that is indented less than this may be outside of the surroundings: of it, and of what follows, nothing is known. */
    readonly leastIndent: number;
}

/** Undefined when the text before the cursor makes no sense in any surroundings: then nothing can be said of what follows it. */
export function findContext(parser: Parser, language: SyntaxLanguage, prefix: string, suffix: string): Context | undefined {
    const window = {prefix: lastLines(prefix, longestBefore), suffix: firstLines(suffix, longestAfter)};
    for (const [start, surroundings] of attempts(language, window.prefix)) {
        const text = surroundings[0] + window.prefix.slice(start);
        const before = unbroken(parser, language, text);
        if (before !== undefined)
            return {before, ...within(window, surroundings)};
    }
    return undefined;
}

/** The text if it parses, as it stands or written so that the grammar can read it. */
function unbroken(parser: Parser, {grammar}: SyntaxLanguage, text: string): Parsed | undefined {
    const readable = rewrites[grammar];
    for (const rewrite of readable === undefined || readable(text) === text ? [undefined] : [undefined, readable]) {
        const found = parse(parser, text, rewrite);
        if (found.error === undefined || isUnfinishedEnd(text, found.error.at))
            return found;
        found.tree.delete();
    }
    return undefined;
}

const alone: Surroundings = ["", ""];

/** Where to begin and what to put before, the likeliest first. */
function attempts({surroundings, marker}: SyntaxLanguage, prefix: string): (readonly [start: number, surroundings: Surroundings])[] {
    const outer = outermostLine(prefix);
    const first = /^(\s*\n)?/.exec(prefix)?.[0].length ?? 0;
    const starts = outer === first ? [first] : [first, outer];
    const bare = marker === undefined || marker.test(prefix) ? starts.map((start) => [start, alone] as const) : [];
    return [...bare, ...surroundings.map((each) => [outer, each] as const)];
}

/** Offset of the first line that is indented least, closing lines aside: what comes after it stands in the same surroundings, or inside it. */
function outermostLine(prefix: string): number {
    let least = Number.POSITIVE_INFINITY;
    let found = 0;
    let offset = 0;
    for (const line of prefix.split("\n")) {
        const width = indentWidth(line, tabSize);
        if (!isBlank(line) && !isOnlyClosers(line) && width < least) {
            least = width;
            found = offset;
        }
        offset += line.length + 1;
    }
    return found;
}

/** What follows the cursor up to the first line that is indented less than all before it, and the surroundings' end in its place. */
function within({prefix, suffix}: {prefix: string; suffix: string}, [, close]: Surroundings): Pick<Context, "after" | "leastIndent"> {
    const leastIndent = indentWidth(prefix.slice(outermostLine(prefix)), tabSize);
    const inside = linesWithin(suffix, leastIndent);
    return {leastIndent, after: inside.length < suffix.length ? inside + close : suffix};
}

/** A text, of which the first line continues another, up to the first line that is indented less. */
export function linesWithin(text: string, leastIndent: number): string {
    const lines = text.split("\n");
    const end = lines.findIndex((line, i) => i > 0 && !isBlank(line) && indentWidth(line, tabSize) < leastIndent);
    return end < 0 ? text : lines.slice(0, end).join("\n");
}

/** On a line of its own, such a word is seldom the beginning of another. */
const closingWord = /^(end|fi|done|esac)$/;

/** Whether the text at `at` is the last that was typed, and may become something else by more of it. */
export function isUnfinishedEnd(text: string, at: number): boolean {
    const rest = text.slice(at).trimEnd();
    return rest === "" || (!/\s/.test(rest) && !isOnlyClosers(rest) && !(closingWord.test(rest) && /\n[ \t]*$/.test(text.slice(0, at))));
}

function lastLines(text: string, most: number): string {
    if (text.length <= most)
        return text;
    return text.slice(text.indexOf("\n", text.length - most) + 1);
}

function firstLines(text: string, most: number): string {
    if (text.length <= most)
        return text;
    const end = text.lastIndexOf("\n", most);
    return end < 0 ? "" : text.slice(0, end);
}
