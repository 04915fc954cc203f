/** The page of statistics: chooses from what the extension sent, and draws it. */
import type {FromStatisticsPage, ShownStatistics} from "../../core/statistics/page.js";
import {type Choice, chosen, membersOf} from "../../core/statistics/summary.js";
import {byId, element} from "../dom.js";
import {answersSection, nothing, suggestionsSections} from "./sections.js";

declare function acquireVsCodeApi(): {postMessage(message: FromStatisticsPage): void};

const api = acquireVsCodeApi();
const content = byId("content", HTMLDivElement);
const choices = byId("choices", HTMLDivElement);
const status = byId("status", HTMLDivElement);
const all = "";
let shown: ShownStatistics | undefined;
let period = "30";
const picked = {language: all, model: all, adapter: all};

for (const type of ["export", "delete", "settings"] as const)
    byId(type, HTMLButtonElement).addEventListener("click", () => api.postMessage({type}));

function select(label: string, options: readonly (readonly [value: string, text: string])[], value: string, onChange: (value: string) => void): HTMLElement {
    const made = element("select", {}, options.map(([each, text]) => {
        const option = element("option", {text});
        option.value = each;
        return option;
    }));
    made.value = value;
    made.addEventListener("change", () => {
        onChange(made.value);
        draw();
    });
    return element("label", {}, [element("span", {text: label}), made]);
}

function showChoices({cube}: ShownStatistics): void {
    const member = (dimension: "language" | "model" | "adapter", label: string, none: string) => {
        const names = membersOf(cube, dimension);
        if (!names.includes(picked[dimension].slice(1)))
            picked[dimension] = all;
        // Where there is nothing to choose between, no choice is offered. A name may be empty, so each has a sign before it.
        return names.length < 2 ? [] : [select(label, [["*", "all"], ...names.map((name): [string, string] => [`=${name}`, name === "" ? none : name])],
            picked[dimension] === all ? "*" : picked[dimension], (value) => { picked[dimension] = value === "*" ? all : value; })];
    };
    choices.replaceChildren(
        select("Period", [["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["0", "all"]], period, (value) => { period = value; }),
        ...member("language", "Language", "none"), ...member("model", "Model", "unknown"), ...member("adapter", "Adapter", "none")
    );
}

function choice({today}: ShownStatistics): Choice {
    const since = period === "0" ? undefined : new Date(Date.parse(`${today}T12:00:00Z`) - (Number(period) - 1) * 86_400_000).toISOString().slice(0, 10);
    const name = (value: string) => value.startsWith("=") ? value.slice(1) : undefined;
    return {since, language: name(picked.language), model: name(picked.model), adapter: name(picked.adapter)};
}

function draw(): void {
    if (shown === undefined)
        return;
    const {cube, enabled, days, today} = shown;
    byId("about", HTMLParagraphElement).textContent = `What became of Hearth's suggestions, edits and answers. Figures only, on this machine only; kept for ${String(days)} days.` +
        (enabled ? "" : " Recording is turned off: nothing new is added.");
    const part = chosen(cube, choice(shown));
    const empty = part.suggestions.length === 0 && part.answers.length === 0;
    content.replaceChildren(...empty
        ? [nothing(cube.suggestions.length === 0 && cube.answers.length === 0, enabled)]
        : [...suggestionsSections(part.suggestions, today), ...answersSection(part.answers)]);
    status.textContent = empty ? "Nothing to show." : "Statistics are shown.";
}

window.addEventListener("message", ({data}: MessageEvent<ShownStatistics>) => {
    shown = data;
    showChoices(data);
    draw();
});
api.postMessage({type: "ready"});
