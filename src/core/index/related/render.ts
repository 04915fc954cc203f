/** Definitions as compactly as a model still understands them: signatures in place of bodies, short types as they stand. */
import {pathOf} from "../symbols.js";
import type {SourceSymbol} from "../types.js";
import {charactersPerToken} from "./budget.js";
import type {Place} from "./place.js";

/** Where definitions stand: the index, or the asked file itself. */
export interface DefinitionText {
    languageOf(file: number): string;
    symbolsIn(file: number): readonly SourceSymbol[];
    /** Lines of a file as it is now, the last one included. */
    text(file: number, startLine: number, endLine: number): string;
}

export interface Rendered {
    readonly text: string;
    readonly startLine: number;
    readonly endLine: number;
    /** It is shown as it stands, to its last line. */
    readonly isWhole: boolean;
}

/** What is this short is shown as it is. */
const shortLines = 14;
const shortCharacters = 700;
/** Members of a class that are shown at most. */
const mostMembers = 24;

export const holdsMembers: ReadonlySet<SourceSymbol["kind"]> = new Set(["class", "interface", "struct", "implementation", "module", "enum"]);
const shownWhole = new Set(["interface", "struct", "enum", "type", "macro", "constant", "variable", "heading"]);

/** So much of the budget one definition may take, and so many characters it has in any case. */
const shareOfBudget = 0.6, leastRoom = 300;

/** Characters that one definition may take: on a slow machine a large class would fill the budget, or not fit at all. */
function roomOf({query: {budget}}: Place): number {
    return Math.max(leastRoom, budget * charactersPerToken * shareOfBudget);
}

/** @param place what is used near it comes first of a large class, and its budget says how much of that is shown */
export function renderDefinition(symbol: SourceSymbol, file: number, view: DefinitionText, place: Place): Rendered {
    const {startLine, endLine} = symbol, room = roomOf(place);
    if (shownWhole.has(symbol.kind) && endLine - startLine < shortLines) {
        const text = view.text(file, startLine, endLine);
        if (text.length <= Math.min(shortCharacters, room) && text.trim() !== "")
            return {text: dedent(text), startLine, endLine, isWhole: true};
    }
    const head = `${symbol.doc === "" ? "" : `${commentOf(symbol.doc, view.languageOf(file))}\n`}${symbol.signature === "" ? symbol.name : headOf(symbol, file, view)}`;
    if (!holdsMembers.has(symbol.kind))
        return {text: head, startLine, endLine: Math.min(endLine, startLine), isWhole: false};
    const inside = pathOf(symbol), isUsed = ({name}: SourceSymbol) => place.names.has(name);
    const all = view.symbolsIn(file).filter((each) => each.container === inside && each.startLine >= startLine && each.endLine <= endLine && each.exported);
    const lines = membersThatFit([...all.filter(isUsed), ...all.filter((each) => !isUsed(each))], room - head.length)
        .sort((a, b) => a.startLine - b.startLine).map(memberLine);
    const close = head.endsWith("{") ? "\n}" : "", open = view.languageOf(file) === "python" ? ":" : "";
    return {text: lines.length === 0 ? `${head}${close}` : `${head}${open}\n${lines.join("\n")}${close}`, startLine, endLine, isWhole: false};
}

function membersThatFit(members: readonly SourceSymbol[], room: number): SourceSymbol[] {
    let left = room;
    return members.slice(0, mostMembers).filter((each) => {
        const cost = memberLine(each).length + 1, fits = cost <= left;
        left -= fits ? cost : 0;
        return fits;
    });
}

function memberLine({name, signature}: SourceSymbol): string {
    return `    ${signature === "" ? name : signature}`;
}

/** The signature with the words before it on its line (`export`, `const`), and with the bracket that opens its body. */
function headOf({signature, startLine}: SourceSymbol, file: number, view: DefinitionText): string {
    const line = view.text(file, startLine, startLine).trim();
    const at = line.indexOf(signature.slice(0, 20));
    const before = at > 0 && at < 40 ? line.slice(0, at) : "";
    return `${before}${signature}${/\{\s*$/.test(line) && !signature.endsWith("{") ? " {" : ""}`;
}

/** Lines without the indentation that they share. */
export function dedent(text: string): string {
    const lines = text.split("\n");
    const indents = lines.filter((line) => line.trim() !== "").map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
    const least = Math.min(...indents);
    return Number.isFinite(least) ? lines.map((line) => line.slice(least).trimEnd()).join("\n").replace(/^\n+|\n+$/g, "") : "";
}

function commentOf(doc: string, languageId: string): string {
    const mark = ["python", "ruby", "shellscript", "powershell", "elixir", "yaml", "toml"].includes(languageId) ? "#" : ["lua", "haskell"].includes(languageId) ? "--" : "//";
    return `${mark} ${doc}`;
}
