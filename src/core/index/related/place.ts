/** The position that is asked about: what it is in, and which names are used there. */
import type {FileDigest, SourceSymbol} from "../types.js";
import {isEverywhere, wordsOf} from "../words.js";
import {languageFamily} from "./families.js";
import type {RelatedQuery} from "./types.js";

export interface Place {
    readonly query: RelatedQuery;
    readonly digest: FileDigest;
    readonly lines: readonly string[];
    /** The definitions around the cursor, outermost first. */
    readonly around: readonly SourceSymbol[];
    /** How much each name that is used near the cursor matters, 0..1. */
    readonly names: ReadonlyMap<string, number>;
    /** Names that follow a `.`, `->` or `::`: members of something. */
    readonly members: ReadonlySet<string>;
    /** What is used of each name that stands before a `.` or `::`. */
    readonly qualified: ReadonlyMap<string, ReadonlySet<string>>;
    readonly family: string;
    /** The words of a line, each once; cut when first asked for. */
    readonly wordsIn: (line: number) => readonly string[];
    /** The lines of its import statements. */
    readonly importRows: ReadonlySet<number>;
}

/** Lines before and after the cursor whose names count. */
const linesBefore = 60;
const linesAfter = 12;
/** At this distance in lines a name counts half. */
const halfDistance = 15;

const scopes = new Set(["class", "interface", "struct", "enum", "implementation", "function", "method", "constructor", "module", "heading"]);

export function placeOf(query: RelatedQuery, digest: FileDigest): Place {
    const lines = query.text.split("\n");
    const around = digest.symbols.filter(({kind, startLine, endLine}) => scopes.has(kind) && startLine <= query.line && query.line <= endLine && endLine > startLine);
    const importRows = new Set(digest.imports.flatMap(({line, endLine}) => Array.from({length: endLine - line + 1}, (_, i) => line + i)));
    const rows = rowsNear(lines, query.line, around.at(-1)).filter((row) => row === query.line || !importRows.has(row));
    return {query, digest, lines, around, importRows, ...namesNear(lines, query.line, around.at(-1), rows), family: languageFamily(query.languageId), wordsIn: wordsByLine(lines)};
}

/** A line's words, each once; cut when first asked for. */
export function wordsByLine(lines: readonly string[]): (line: number) => readonly string[] {
    const known = new Map<number, readonly string[]>();
    return (line) => {
        const words = known.get(line) ?? [...new Set(wordsOf(lines[line] ?? ""))];
        known.set(line, words);
        return words;
    };
}

/** What {@link RelatedAnswer.scope} says. */
export function scopeOf({around, query}: Place): string {
    // Where nothing is around, a stretch of the file takes its place.
    return around.length > 0 ? around.map(({name}) => name).join(".") : `lines ${String(Math.floor(query.line / 40))}`;
}

function namesNear(lines: readonly string[], cursor: number, scope: SourceSymbol | undefined, rows: readonly number[]): Pick<Place, "names" | "members" | "qualified"> {
    const names = new Map<string, number>(), members = new Set<string>(), free = new Set<string>(), qualified = new Map<string, Set<string>>();
    for (const row of rows) {
        const distance = row === scope?.startLine ? halfDistance / 2 : Math.abs(row - cursor);
        const weight = 1 / (1 + distance / halfDistance);
        let before = "";
        for (const match of withoutComment(lines[row] ?? "").matchAll(/(\.|->|::)?\s*([\p{L}_$][\p{L}\p{M}\p{N}_$]*)/gu)) {
            const name = match[2] ?? "";
            const isMember = match[1] !== undefined;
            if (isMember)
                qualified.set(before, (qualified.get(before) ?? new Set()).add(name));
            before = name;
            if (name.length < 2 || isEverywhere(name))
                continue;
            names.set(name, Math.max(names.get(name) ?? 0, weight));
            (isMember ? members : free).add(name);
        }
    }
    return {names, qualified, members: new Set([...members].filter((name) => !free.has(name)))};
}

function rowsNear(lines: readonly string[], cursor: number, scope: SourceSymbol | undefined): number[] {
    const first = Math.max(scope?.startLine ?? 0, cursor - linesBefore);
    const last = Math.min(scope?.endLine ?? lines.length - 1, cursor + linesAfter);
    const rows = Array.from({length: Math.max(0, last - first + 1)}, (_, i) => first + i);
    // The first line of the function says what its parameters are, however far above it is.
    return scope === undefined || scope.startLine === first ? rows : [scope.startLine, ...rows];
}

function withoutComment(line: string): string {
    return /^\s*(\/\/|\*|#(?!include)|--)/.test(line) ? "" : line;
}
