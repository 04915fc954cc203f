/**
 * What the TypeScript grammar (tree-sitter-typescript 0.23.2) can't read, written so that it can, every character at its place: where it fails, whole
 * declarations are lost. Of the exported names of the sources of `effect` these gaps cost one in eleven.
 */

/** `import("./file").Name` as a type: what it names is enough. */
const importedType = /\bimport\(["'][^"'\n]*["']\)\.(?=\w)/g;
/** The type parameters of a declaration. */
const typeParameters = /\b(?:interface|class|type)\s+[\w$]+\s*<[^{(;]*/g;
/** `in` and `out` before a type parameter (TypeScript 4.7). */
const variance = /(?<=[<,]\s*)(?:in out|in|out)(?= [\w$])/g;
/** A backtick that a template's type holds: read in pairs, so that `\\` is no beginning of one. */
const escapedBacktick = /\\[\\`]/g;
/** A line that begins as a call signature does, up to the last blank of its indentation. */
const callSignature = /\n[ \t]*[ \t](?=<(?:[A-Z]|\n|const |in |out )|\()/g;
/** Characters: a comment that is longer ends the search for the code before it. */
const longestComment = 10_000;
/** A member can't end with these. */
const unended = /=>$|\b(?:as|asserts|await|case|default|delete|do|else|extends|implements|in|infer|instanceof|is|keyof|new|of|readonly|return|satisfies|throw|typeof|unique|yield)$/;

/** @param text LF only. What comes back is as long, and serves to be parsed alone. */
export function withoutTypescriptGaps(text: string): string {
    return separated(text.replace(importedType, blank).replace(escapedBacktick, blank).replace(typeParameters, (found) => found.replace(variance, blank)));
}

function blank(text: string): string {
    return " ".repeat(text.length);
}

/** A call signature after a member that only its line's end ends: the grammar reads on, as JavaScript's expressions do, so a semicolon stands before it. */
function separated(text: string): string {
    const parts: string[] = [];
    let from = 0;
    for (const {index, 0: found} of text.matchAll(callSignature)) {
        if (endsMember(text, index)) {
            const blankAt = index + found.length - 1;
            parts.push(text.slice(from, blankAt), ";");
            from = blankAt + 1;
        }
    }
    return parts.length === 0 ? text : parts.join("") + text.slice(from);
}

/** Whether the code before `end` (comments apart) may be a member's end. */
function endsMember(text: string, end: number): boolean {
    for (let at = end; at > 0;) {
        const lineStart = text.lastIndexOf("\n", at - 1) + 1;
        const line = text.slice(lineStart, at).trimEnd();
        if (line.endsWith("*/"))
            at = commentStart(text, at);
        else if (line === "" || /^\s*\/\//.test(line))
            at = lineStart - 1;
        else
            return /[\w$>)\]}"'`]$/.test(line) && !unended.test(line) && !/\s\/\/|\*\//.test(line);
    }
    return false;
}

/** Where the comment begins that ends at `end`; -1 where it is too long. */
function commentStart(text: string, end: number): number {
    const from = Math.max(0, end - longestComment);
    const at = text.slice(from, end).lastIndexOf("/*");
    return at < 0 ? -1 : from + at;
}
