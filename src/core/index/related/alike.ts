/** Lines that are like those around the cursor. In the file itself, beyond what the model sees: code repeats itself there more than from file to file. */
import {type Place, wordsByLine} from "./place.js";
import type {LineRange} from "./types.js";

/** Lines around the cursor whose words are looked for, and the distance in lines at which one counts half. */
const linesBefore = 6;
const linesAfter = 2;
const halfDistance = 6;
/** Lines of an excerpt, and from one possible start to the next. */
const excerptLines = 8;
const step = 2;
/** Lines that are looked through, most of them above the cursor. */
const reach = {before: 1_200, after: 400};
/** A longer excerpt is worth its room only if it has more of the words: its room counts by its root, this many characters for free. */
const freeCharacters = 80;
const usualCharacters = 260;

export interface Excerpt {
    readonly startLine: number;
    readonly endLine: number;
    /** Share of the words near the cursor that it has, each by how rare it is in the file and how near: 0..1, less for long ones. */
    readonly likeness: number;
}

/** The words around a place, and how much each counts: the rarer in the file and the nearer to the cursor, the more. */
export function weightsNear({lines, wordsIn, query: {line: cursor}}: Place): ReadonlyMap<string, number> {
    const first = Math.max(0, cursor - reach.before), last = Math.min(lines.length - 1, cursor + reach.after);
    const having = new Map<string, number>(), nearness = new Map<string, number>();
    for (let line = first; line <= last; line++) {
        const near = line >= cursor - linesBefore && line <= cursor + linesAfter ? 1 / (1 + Math.abs(line - cursor) / halfDistance) : 0;
        for (const word of wordsIn(line)) {
            having.set(word, (having.get(word) ?? 0) + 1);
            if (near > 0)
                nearness.set(word, Math.max(nearness.get(word) ?? 0, near));
        }
    }
    return new Map([...nearness].map(([word, near]) => [word, near * Math.log(1 + (last - first + 1) / (having.get(word) ?? 1))]));
}

/** Excerpts of the file itself that the model does not see. @returns at most `most`, which don't overlap, the most alike first */
export function excerptsOfFile({lines, wordsIn, query: {line: cursor, shown}}: Place, weights: ReadonlyMap<string, number>, most: number): Excerpt[] {
    const first = Math.max(0, cursor - reach.before), last = Math.min(lines.length - 1, cursor + reach.after);
    return shown === undefined ? [] : [
        ...excerptsAlike(lines, {startLine: first, endLine: Math.min(last, shown.startLine - 1)}, weights, most, wordsIn), ...excerptsAlike(lines, {startLine: Math.max(first, shown.endLine + 1), endLine: last}, weights, most, wordsIn)
    ].sort((a, b) => b.likeness - a.likeness).slice(0, most);
}

/** @returns at most `most` excerpts of these lines that don't overlap, the most alike first */
export function excerptsAlike(lines: readonly string[], {startLine: first, endLine: last}: LineRange, weights: ReadonlyMap<string, number>, most: number, wordsIn = wordsByLine(lines)): Excerpt[] {
    const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const found = Array.from({length: Math.max(0, last - first + 1)}, (_, i) => wordsIn(first + i).filter((word) => weights.has(word)));
    const excerpts: Excerpt[] = [];
    for (let at = 0; at === 0 || at + excerptLines <= found.length; at += step) {
        const shared = [...new Set(found.slice(at, at + excerptLines).flat())].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
        const startLine = first + at, endLine = Math.min(last, startLine + excerptLines - 1);
        if (shared > 0)
            excerpts.push({startLine, endLine, likeness: shared / whole * roomFactor(lines, startLine, endLine)});
    }
    return bestApart(excerpts, most);
}

function roomFactor(lines: readonly string[], startLine: number, endLine: number): number {
    let characters = 0;
    for (let line = startLine; line <= endLine; line++)
        characters += (lines[line]?.length ?? 0) + 1;
    return Math.min(1, Math.sqrt((freeCharacters + usualCharacters) / (freeCharacters + characters)));
}

function bestApart(excerpts: readonly Excerpt[], most: number): Excerpt[] {
    const chosen: Excerpt[] = [];
    for (const each of [...excerpts].sort((a, b) => b.likeness - a.likeness)) {
        if (chosen.length >= most)
            break;
        if (!chosen.some((other) => other.startLine <= each.endLine && each.startLine <= other.endLine))
            chosen.push(each);
    }
    return chosen;
}
