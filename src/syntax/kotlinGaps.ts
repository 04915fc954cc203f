/**
 * What the Kotlin grammar (@tree-sitter-grammars/tree-sitter-kotlin 1.1.0) can't read: a class of one line, whose last member only its bracket ends. It
 * gives up the whole file there, so a semicolon ends the member, every character at its place.
 */

const classOfOneLine = /^(?=[^\n{"]*(?:(?<!:)\b(?:class|interface|object)\s+\w|\bobject\s*[:{]))[^\n{"]*\{[^\n]*\S \}[^\n]*$/gm;
const lastBlank = /(?<=[^\s{;])(?<!->|\*\/) (?=\})/g;

/** @param text LF only. What comes back is as long, and serves to be parsed alone. */
export function withoutKotlinGaps(text: string): string {
    return text.replace(classOfOneLine, (line) => line.includes("${") ? line : line.replace(lastBlank, ";"));
}
