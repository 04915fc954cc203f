/**
 * What the TypeScript grammar (tree-sitter-typescript 0.23.2) can't read, written so that it can, every character at its place: where it fails, whole
 * declarations are lost. Of the exported names of the sources of `effect` these gaps cost one in eleven.
 */
import {blank} from "./blank.js";

/** `import("./file").Name` as a type: what it names is enough. */
const importedType = /\bimport\(["'][^"'\n]*["']\)\.(?=\w)/g;
/** The type parameters of a declaration. */
const typeParameters = /\b(?:interface|class|type)\s+[\w$]+\s*<[^{(;]*/g;
/** `in` and `out` before a type parameter (TypeScript 4.7). */
const variance = /(?<=[<,]\s*)(?:in out|in|out)(?= (?!extends\b)[\w$])/g;
/** A backtick that a template's type holds: read in pairs, so that `\\` is no beginning of one. */
const escapedBacktick = /\\[\\`]/g;
/** A line that begins as a call signature does, up to the last blank of its indentation. */
const callSignature = /\n[ \t]*[ \t](?=<(?:[A-Z]|\n|const |in |out )|\()/g;
/** Characters: where so much stands between, the search for the code before a line ends. */
const longestComment = 10_000;
/** A member can't end with these. */
const unended = /=>$|\b(?:as|asserts|await|case|default|delete|do|else|extends|implements|in|infer|instanceof|is|keyof|new|of|readonly|return|satisfies|throw|typeof|unique|yield)$/;

/** @param text LF only. What comes back is as long, and serves to be parsed alone. */
export function withoutTypescriptGaps(text: string): string {
    return separated(text.replace(importedType, blank).replace(escapedBacktick, blank).replace(typeParameters, (found) => found.replace(variance, blank)));
}

/** A call signature after a member that only its line's end ends: the grammar reads on, as JavaScript's expressions do, so a semicolon stands before it. */
function separated(text: string): string {
    const parts: string[] = [];
    let from = 0;
    for (const {index, 0: found} of text.matchAll(callSignature)) {
        if (endsMember(lineBefore(text, index), found.length - 1)) {
            const blankAt = index + found.length - 1;
            parts.push(text.slice(from, blankAt), ";");
            from = blankAt + 1;
        }
    }
    return parts.length === 0 ? text : parts.join("") + text.slice(from);
}

/** Whether a line may end a member beside which another is indented so far: what continues a line is indented further. */
function endsMember(line: string, indent: number): boolean {
    const code = line.trimStart();
    return /[\w$>)\]}"'`]$/.test(code) && !code.startsWith(".") && indent <= line.length - code.length && !unended.test(line) && !/\s\/\/|\*\//.test(line);
}

/** The last line with code before `end`, up to its last character; empty where there is none near. */
function lineBefore(text: string, end: number): string {
    const least = Math.max(0, end - longestComment);
    for (let at = end; at > least;) {
        const lineStart = text.lastIndexOf("\n", at - 1) + 1;
        const line = text.slice(Math.max(least, lineStart), at).trimEnd();
        if (line.endsWith("*/")) {
            const comment = text.slice(least, at).lastIndexOf("/*");
            if (comment < 0)
                return "";
            at = least + comment;
        } else if (line === "")
            at = endOfCode(text, lineStart, least);
        else if (/^\s*\/\//.test(line))
            at = lineStart - 1;
        else
            return line;
    }
    return "";
}

/** Where the blanks before `at` begin. */
function endOfCode(text: string, at: number, least: number): number {
    let end = at;
    while (end > least && text.charCodeAt(end - 1) <= 32)
        end--;
    return end;
}
