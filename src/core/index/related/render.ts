/** Definitions as compactly as a model still understands them: signatures in place of bodies, short types as they stand. */
import type {SourceSymbol} from "../types.js";
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
}

/** What is this short is shown as it is. */
const shortLines = 14;
const shortCharacters = 700;
/** Members of a class that are shown at most. */
const mostMembers = 24;

const holdsMembers = new Set(["class", "interface", "struct", "implementation", "module", "enum"]);
const shownWhole = new Set(["interface", "struct", "enum", "type", "macro", "constant", "variable", "heading"]);

/** @param members names that are used near the cursor: of a large class those come first */
export function renderDefinition(symbol: SourceSymbol, file: number, view: DefinitionText, members: ReadonlySet<string>): Rendered {
    const {startLine, endLine} = symbol;
    if (shownWhole.has(symbol.kind) && endLine - startLine < shortLines) {
        const text = view.text(file, startLine, endLine);
        if (text.length <= shortCharacters && text.trim() !== "")
            return {text: dedent(text), startLine, endLine};
    }
    const head = `${symbol.doc === "" ? "" : `${commentOf(symbol.doc, view.languageOf(file))}\n`}${symbol.signature === "" ? symbol.name : headOf(symbol, file, view)}`;
    if (!holdsMembers.has(symbol.kind))
        return {text: head, startLine, endLine: Math.min(endLine, startLine)};
    const inside = [symbol.container, symbol.name].filter((part) => part !== "").join(".");
    const all = view.symbolsIn(file).filter((each) => each.container === inside && each.startLine >= startLine && each.endLine <= endLine && each.exported);
    const chosen = all.length <= mostMembers ? all : [...all.filter(({name}) => members.has(name)), ...all.filter(({name}) => !members.has(name))].slice(0, mostMembers);
    const lines = [...chosen].sort((a, b) => a.startLine - b.startLine).map((each) => `    ${each.signature === "" ? each.name : each.signature}`);
    const close = head.endsWith("{") ? "\n}" : "";
    return {text: lines.length === 0 ? `${head}${close}` : `${head}\n${lines.join("\n")}${close}`, startLine, endLine};
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
