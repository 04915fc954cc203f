/** Where a block of code from an answer belongs in a file. What comes of it is shown as a diff: a wrong guess costs a glance, not a file. Text is LF only. */
import {indentOf, indentWidth, isBlank, withoutLastBreaks} from "../text/lines.js";
import {indentedAs, stepOf} from "./indent.js";

/** Lines from `start` to before `end`, from 0. */
export interface LineRange {
    readonly start: number;
    readonly end: number;
}

/** A file that shares so many of its lines with the code is meant as a whole. */
const wholeShare = 0.6;
/** Words that say what is declared; the name follows. Blanks belong to one part of it each: where two could have them, a line of such words would be tried in every way. */
const declaration = /^\s*(?:(?:export|default|public|private|protected|static|async|abstract|final|override|pub|open|internal|suspend|inline|virtual|const|let|var|unsafe|readonly|declare)\b(?:[^\S\n]*\([^)]*\))?\s*)*(?:(?:function\*?|class|interface|type|enum|def|fn|func|fun|struct|trait|impl|module|namespace|record|object|protocol|extension)\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\s*(?=[(<:={[]|extends|implements|$)/u;
const keywords: ReadonlySet<string> = new Set(["if", "for", "while", "switch", "return", "else", "try", "catch", "import", "from", "package", "using", "throw", "await", "new"]);

/**
 * A file with the code in it.
 * @param meant lines that the question was about, when it was about some
 */
export function withCode(file: string, code: string, meant?: LineRange): string {
    const lines = file.split("\n");
    if (isBlank(file))
        return appended(file, code);
    if (meant !== undefined && declaredName(code.split("\n")) === undefined)
        return replaced(lines, meant, code);
    const found = declaredRange(lines, code);
    // The question was about the lines of just this declaration, or of more than the code holds.
    if (meant !== undefined && (found === undefined || (found.start >= meant.start && found.end <= meant.end && declaredName(lines.slice(meant.start)) === declaredName(code.split("\n")))))
        return replaced(lines, meant, code);
    if (sharedLines(lines, code) >= wholeShare * nonBlank(lines).length)
        return code.endsWith("\n") || !file.endsWith("\n") ? code : `${code}\n`;
    return found === undefined ? appended(file, code) : replaced(lines, found, withVisibility(lines.slice(found.start, found.end), code));
}

const visibility = /^(\s*)((?:export\s+default|export|public|pub(?:\([^)]*\))?)\s+)(.*)$/;

/** Models give a function back without the `export` or `public` before it: what others use stays visible. */
function withVisibility(old: readonly string[], code: string): string {
    const [, , word] = visibility.exec(old.find((line) => nameIn(line) !== undefined) ?? "") ?? [];
    const lines = code.split("\n");
    const at = lines.findIndex((line) => nameIn(line) !== undefined);
    const line = lines[at];
    if (word === undefined || line === undefined || /^\s*(?:export|public|private|protected|internal|pub)\b/.test(line))
        return code;
    const indent = indentOf(line);
    return lines.with(at, indent + word + line.slice(indent.length)).join("\n");
}

function replaced(lines: readonly string[], {start, end}: LineRange, code: string): string {
    const old = lines.slice(start, end);
    const first = old.find((line) => !isBlank(line)) ?? "";
    const unit = stepOf(lines.join("\n")) || "    ";
    return [...lines.slice(0, start), indentedAs(withoutLastBreaks(code), indentOf(first), unit), ...lines.slice(end)].join("\n");
}

function appended(file: string, code: string): string {
    const body = withoutLastBreaks(code);
    return isBlank(file) ? `${body}\n` : `${withoutLastBreaks(file)}\n\n${body}\n`;
}

/** A declaration's name stands near its line's start; what is longer is no declaration. */
function nameIn(line: string): string | undefined {
    return declaration.exec(line.slice(0, 200))?.[1];
}

/** The name that the first declaration in some lines declares. */
function declaredName(lines: readonly string[]): string | undefined {
    for (const line of lines) {
        const name = nameIn(line);
        if (name !== undefined && !keywords.has(name))
            return name;
        if (!isBlank(line) && !/^\s*(?:\/\/|\/?\*|#|@|"""|<!--|\[)/.test(line))
            return undefined;
    }
    return undefined;
}

/** The lines of what the code declares anew: from its declaration (with the comment above, if the code brings one) to the end of its block. */
function declaredRange(lines: readonly string[], code: string): LineRange | undefined {
    const codeLines = code.split("\n");
    const name = declaredName(codeLines);
    if (name === undefined)
        return undefined;
    const at = lines.findIndex((line) => nameIn(line) === name);
    if (at < 0)
        return undefined;
    const bringsComment = nameIn(codeLines.find((line) => !isBlank(line)) ?? "") === undefined;
    return {start: bringsComment ? commentStart(lines, at) : at, end: blockEnd(lines, at)};
}

function commentStart(lines: readonly string[], at: number): number {
    let start = at;
    while (start > 0 && /^\s*(?:\/\/|\/?\*|#|@|\*\/)/.test(lines[start - 1] ?? ""))
        start--;
    return start;
}

/** The line after a block: all that is indented deeper than its first line, and the line that closes it. */
function blockEnd(lines: readonly string[], at: number): number {
    const own = indentWidth(lines[at] ?? "", 4);
    let end = at + 1;
    for (let i = at + 1; i < lines.length; i++) {
        const line = lines[i] ?? "";
        if (isBlank(line))
            continue;
        const width = indentWidth(line, 4);
        const closes = width === own && /^\s*(?:[}\])]|end\b|\{)/.test(line);
        if (width <= own && !closes)
            break;
        end = i + 1;
        // An opening brace on a line of its own opens what follows.
        if (closes && !/^\s*[{)]/.test(line))
            break;
    }
    return end;
}

function nonBlank(lines: readonly string[]): string[] {
    return lines.filter((line) => !isBlank(line));
}

function sharedLines(lines: readonly string[], code: string): number {
    const known = new Set(nonBlank(code.split("\n")).map((line) => line.trim()));
    return nonBlank(lines).filter((line) => known.has(line.trim())).length;
}
