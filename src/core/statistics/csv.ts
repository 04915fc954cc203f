/** The local record as CSV (RFC 4180): one line for each suggestion and answer, the oldest first. */
import type {AnswerRecord, KeptRecord, SuggestionRecord} from "./types.js";

const columns = [
    "time", "kind", "language", "model", "adapter", "outcome", "charactersShown", "charactersAccepted", "keptAfter5Minutes",
    "promptTokens", "readTokens", "writtenTokens", "readMs", "writeMs"
] as const;
type Line = Partial<Record<typeof columns[number], string | number>>;

export function asCsv(suggestions: readonly (SuggestionRecord & Partial<KeptRecord>)[], answers: readonly (AnswerRecord & Partial<KeptRecord>)[]): string {
    const lines = [
        ...suggestions.map((each) => ({at: each.at, line: {...common(each), kind: "suggestion", charactersShown: each.characters, charactersAccepted: each.accepted} satisfies Line})),
        ...answers.map((each) => ({at: each.at, line: {
            ...common(each), kind: each.kind, promptTokens: each.promptTokens, readTokens: each.readTokens, writtenTokens: each.writtenTokens,
            readMs: Math.round(each.readMs), writeMs: Math.round(each.writeMs)
        } satisfies Line}))
    ].sort((a, b) => a.at - b.at);
    return [columns.join(","), ...lines.map(({line}) => columns.map((name) => cell((line as Line)[name])).join(","))].map((line) => `${line}\r\n`).join("");
}

function common({at, language, model, adapter, outcome, kept}: (SuggestionRecord | AnswerRecord) & Partial<KeptRecord>): Line {
    return {time: new Date(at).toISOString(), language, model, adapter, outcome, ...kept === undefined ? {} : {keptAfter5Minutes: Number(kept.toFixed(3))}};
}

function cell(value: string | number | undefined): string {
    if (typeof value !== "string")
        return value === undefined ? "" : String(value);
    // A model's name comes out of a file of someone's: a spreadsheet must not take it for a formula.
    const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll("\"", "\"\"")}"` : plain;
}
