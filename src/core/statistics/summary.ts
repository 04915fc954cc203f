/** What the page of statistics shows of the cube: sums by day, language, model or adapter, of what is chosen. */
import type {AnswerCell, AnswerKind, StatisticsCube, SuggestionCell} from "./types.js";

/** What the record can be looked at by. */
export type Dimension = "day" | "language" | "model" | "adapter";

export interface Choice {
    /** First local day, `2026-11-25`; undefined: from the beginning. */
    readonly since: string | undefined;
    readonly language: string | undefined;
    readonly model: string | undefined;
    readonly adapter: string | undefined;
}

export type SuggestionSums = Omit<SuggestionCell, "day" | "language" | "model" | "adapter">;
export type AnswerSums = Omit<AnswerCell, "day" | "language" | "model" | "adapter" | "kind">;

const noSuggestions: SuggestionSums = {shown: 0, accepted: 0, partly: 0, typed: 0, charactersShown: 0, charactersAccepted: 0, charactersMeasured: 0, charactersKept: 0};
const noAnswers: AnswerSums = {count: 0, failed: 0, accepted: 0, rejected: 0, readTokens: 0, writtenTokens: 0, readMs: 0, writeMs: 0, measured: 0, kept: 0};

/** The part of a cube that is chosen. */
export function chosen({suggestions, answers}: StatisticsCube, {since, language, model, adapter}: Choice): StatisticsCube {
    const fits = (cell: SuggestionCell | AnswerCell) => (since === undefined || cell.day >= since) && (language === undefined || cell.language === language) &&
        (model === undefined || cell.model === model) && (adapter === undefined || cell.adapter === adapter);
    return {suggestions: suggestions.filter(fits), answers: answers.filter(fits)};
}

/** All that there is of a dimension, in order. */
export function membersOf({suggestions, answers}: StatisticsCube, dimension: Dimension): string[] {
    return [...new Set([...suggestions, ...answers].map((cell) => cell[dimension]))].sort();
}

export function suggestionSums(cells: readonly SuggestionCell[]): SuggestionSums {
    return cells.reduce((sum, cell) => added(sum, cell), noSuggestions);
}

export function answerSums(cells: readonly AnswerCell[]): AnswerSums {
    return cells.reduce((sum, cell) => added(sum, cell), noAnswers);
}

/** Sums of suggestions for each member of a dimension; days in order, the rest with the most shown first. */
export function suggestionsBy(cells: readonly SuggestionCell[], dimension: Dimension): {readonly name: string; readonly sums: SuggestionSums}[] {
    const rows = [...groups(cells, (cell) => cell[dimension])].map(([name, group]) => ({name, sums: suggestionSums(group)}));
    return dimension === "day" ? rows.sort((a, b) => a.name.localeCompare(b.name)) : rows.sort((a, b) => b.sums.shown - a.sums.shown);
}

/** Sums of answers for each kind, model and adapter. */
export function answersByKind(cells: readonly AnswerCell[]): {readonly kind: AnswerKind; readonly model: string; readonly adapter: string; readonly sums: AnswerSums}[] {
    const rows = [...groups(cells, ({kind, model, adapter}) => JSON.stringify([kind, model, adapter])).values()].flatMap((group) => {
        const [first] = group;
        return first === undefined ? [] : [{kind: first.kind, model: first.model, adapter: first.adapter, sums: answerSums(group)}];
    });
    return rows.sort((a, b) => a.kind.localeCompare(b.kind) || b.sums.count - a.sums.count);
}

/** Every day from the first to the last, also those on which nothing was shown: a gap must be seen. At most `most`, the last ones. */
export function daysBetween(first: string, last: string, most: number): string[] {
    const days: string[] = [];
    for (let at = Date.parse(`${first}T12:00:00Z`); days.at(-1) !== last && at <= Date.parse(`${last}T13:00:00Z`); at += 86_400_000)
        days.push(new Date(at).toISOString().slice(0, 10));
    return days.slice(-most);
}

/** `7 of 20 (35 %)`; a dash where there is nothing to have a share of. */
export function shareText(part: number, whole: number): string {
    return whole === 0 ? "–" : `${count(part)} of ${count(whole)} (${percent(part / whole)})`;
}

export function percent(share: number): string {
    return `${String(Math.round(share * 100))} %`;
}

/** A number as people read it. */
export function count(value: number): string {
    return Math.round(value).toLocaleString("en-US");
}

function added<T extends Readonly<Record<string, number>>>(sum: T, cell: {readonly [K in keyof T]: unknown}): T {
    return Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, value + Number(cell[name])])) as T;
}

function groups<T>(cells: readonly T[], key: (cell: T) => string): Map<string, T[]> {
    const found = new Map<string, T[]>();
    for (const cell of cells) {
        const name = key(cell), group = found.get(name);
        if (group === undefined)
            found.set(name, [cell]);
        else
            group.push(cell);
    }
    return found;
}
