/** The parts of the page: suggestions in sum, by day, language, model and adapter; answers and edits. */
import {
    answersByKind, answerSums, count, daysBetween, percent, shareText, suggestionsBy, type SuggestionSums, suggestionSums
} from "../../core/statistics/summary.js";
import type {AnswerCell, AnswerKind, SuggestionCell} from "../../core/statistics/types.js";
import {element} from "../dom.js";
import {columns, shareBar} from "./charts.js";
import {type Cell, table} from "../table.js";

const mostDays = 120;

/** @param never whether there is nothing at all, or only nothing of what is chosen */
export function nothing(never: boolean, enabled: boolean): HTMLElement {
    const text = !never ? "Nothing was recorded of what is chosen here."
        : enabled ? "Nothing is recorded yet. It begins with the next suggestion that is shown." : "Nothing is recorded.";
    return element("p", {class: "empty", text});
}

export function suggestionsSections(cells: readonly SuggestionCell[], today: string): HTMLElement[] {
    if (cells.length === 0)
        return [section("Suggestions", [element("p", {class: "empty", text: "No suggestion was shown."})])];
    const sums = suggestionSums(cells);
    return [
        section("Suggestions", [figures(sums)]), byDay(cells, today),
        byName(cells, "language", "By language", "none"), byName(cells, "model", "By model", "unknown"), byName(cells, "adapter", "By adapter", "the model alone")
    ];
}

export function answersSection(cells: readonly AnswerCell[]): HTMLElement[] {
    if (cells.length === 0)
        return [];
    const {count: edits, accepted, rejected, measured, kept} = answerSums(cells.filter(({kind}) => kind === "edit"));
    const rows = answersByKind(cells).map(({kind, model, adapter, sums}): Cell[] => [
        kindNames[kind], model, adapter === "" ? "–" : adapter, count(sums.count), count(sums.writtenTokens), speed(sums.writtenTokens, sums.writeMs), speed(sums.readTokens, sums.readMs), count(sums.failed)
    ]);
    return [section("Answers and edits", [
        ...edits === 0 ? [] : [facts([
            ["Edits proposed", count(edits)], ["Accepted", shareText(accepted, edits)], ["Rejected or asked for again", shareText(rejected, edits)],
            ["Still there after 5 minutes", measured === 0 ? "not known yet" : `${percent(kept / measured)} of ${count(measured)} accepted`]
        ])],
        table("Answers by kind, model and adapter", ["Kind", "Model", "Adapter", "Answers", "Tokens written", "Written, tokens/s", "Read, tokens/s", "Failed"], rows)
    ])];
}

const kindNames: Readonly<Record<AnswerKind, string>> = {
    chat: "Chat", participant: "@hearth", edit: "Edit", task: "Commit messages and names", other: "Other extensions"
};

function figures({shown, accepted, partly, typed, charactersAccepted, charactersShown, charactersMeasured, charactersKept}: SuggestionSums): HTMLElement {
    return facts([
        ["Shown", count(shown)], ["Accepted", shareText(accepted, shown)], ["Accepted in part", shareText(partly, shown)], ["Typed as suggested", shareText(typed, shown)],
        ["Characters accepted", shareText(charactersAccepted, charactersShown)],
        ["Still there after 5 minutes", charactersMeasured === 0 ? "not known yet" : shareText(charactersKept, charactersMeasured)]
    ]);
}

function byDay(cells: readonly SuggestionCell[], today: string): HTMLElement {
    const known = new Map(suggestionsBy(cells, "day").map(({name, sums}) => [name, sums]));
    const days = daysBetween([...known.keys()][0] ?? today, today, mostDays);
    const bars = days.map((name) => ({name, whole: known.get(name)?.shown ?? 0, part: taken(known.get(name))}));
    const most = bars.reduce((best, bar) => bar.whole > best.whole ? bar : best, {name: today, whole: 0, part: 0});
    const label = `Suggestions for each day from ${days[0] ?? today} to ${today}: shown, and accepted in whole or part. Most on ${most.name}: ${String(most.part)} of ${String(most.whole)}.`;
    const rows = days.filter((day) => known.has(day)).reverse().map((day) => row(day, known.get(day)));
    return section("By day", [
        element("figure", {}, [columns(bars, label), element("figcaption", {}, [legend("whole", "shown"), legend("part", "accepted, in whole or part")])]),
        element("details", {}, [element("summary", {text: "As a table"}), table("Suggestions by day", headings("Day"), rows)])
    ]);
}

function byName(cells: readonly SuggestionCell[], dimension: "language" | "model" | "adapter", title: string, none: string): HTMLElement {
    const rows = suggestionsBy(cells, dimension).map(({name, sums}) => row(name === "" ? none : name, sums));
    return section(title, [table(`Suggestions ${title.toLowerCase()}`, headings(title.replace(/^By (.)/, (_all, first: string) => first.toUpperCase())), rows)]);
}

function headings(first: string): string[] {
    return [first, "Shown", "Accepted", "Share", "Characters accepted", "Still there after 5 minutes"];
}

function row(name: string, sums: SuggestionSums | undefined): Cell[] {
    const {shown = 0, charactersAccepted = 0, charactersMeasured = 0, charactersKept = 0} = sums ?? {};
    const part = taken(sums);
    return [
        name, count(shown), shareText(part, shown), shareBar(shown === 0 ? 0 : part / shown), count(charactersAccepted),
        charactersMeasured === 0 ? "–" : percent(charactersKept / charactersMeasured)
    ];
}

/** Accepted in whole or part. */
function taken(sums: SuggestionSums | undefined): number {
    return (sums?.accepted ?? 0) + (sums?.partly ?? 0);
}

function speed(tokens: number, milliseconds: number): string {
    return milliseconds <= 0 || tokens === 0 ? "–" : (tokens / (milliseconds / 1000)).toFixed(1);
}

function section(title: string, children: readonly Node[]): HTMLElement {
    return element("section", {label: title}, [element("h2", {text: title}), ...children]);
}

function facts(rows: readonly (readonly [name: string, value: string])[]): HTMLElement {
    return element("dl", {class: "facts"}, rows.map(([name, value]) => element("div", {}, [element("dt", {text: name}), element("dd", {text: value})])));
}

function legend(kind: string, text: string): HTMLElement {
    return element("span", {class: `legend ${kind}`, text});
}
