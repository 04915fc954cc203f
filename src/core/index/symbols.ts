/** From what a parser found to symbols: nesting, signatures, doc comments, what other files can use. */
import type {RawDefinition, SourceSymbol, SymbolKind} from "./types.js";

const longestSignature = 240;
const longestDoc = 160;
/** So far above a definition its comment may begin. */
const mostCommentLines = 400;
const longestName = 200;
/** Names of what a symbol stands in, together: in data nested a thousand deep, all of them for each would be hundreds of megabytes. */
const longestContainer = 1_000;
/** What stands further right in a line of a comment is never shown. */
const longestCommentLine = 1_000;
/** Files of data have keys without end. */
const mostSymbols = 3_000;
const containers: ReadonlySet<SymbolKind> = new Set(["class", "interface", "struct", "enum", "implementation", "module", "type", "function", "method", "heading", "key"]);
/** What its name says all of. */
const withoutSignature: ReadonlySet<SymbolKind> = new Set(["key", "element", "heading"]);
const withoutDoc: ReadonlySet<SymbolKind> = new Set(["key", "element", "heading", "field", "variable"]);

interface Open {
    readonly definition: RawDefinition;
    /** Its name behind those of what it stands in. */
    readonly path: string;
}

interface Found {
    readonly definition: RawDefinition;
    readonly name: string;
    readonly container: string;
}

/** A symbol's name behind those of what it stands in, as the container of what is inside of it says it. */
export function pathOf({container, name}: Pick<SourceSymbol, "container" | "name">): string {
    return container === "" ? name : `${container}.${name}`;
}

/** In the order of the text, outer before inner. */
export function symbolsOf(definitions: readonly RawDefinition[], text: string, languageId: string): SourceSymbol[] {
    const sorted = [...definitions].sort((a, b) => a.start - b.start || b.end - a.end).slice(0, mostSymbols);
    const open: Open[] = [];
    const lines = text.split("\n");
    const found = new Map<string, Found>();
    for (const definition of sorted) {
        while (open.length > 0 && (open.at(-1)?.definition.end ?? 0) <= definition.start)
            open.pop();
        const parent = open.at(-1)?.definition;
        const name = cleanName(definition.name, definition);
        // Two patterns can find the same definition: the one whose signature says more counts, else the later one, which is the more special.
        const isTwin = parent?.start === definition.start && parent.name === definition.name;
        if (isTwin && (parent.bodyStart ?? 0) > (definition.bodyStart ?? 0))
            continue;
        if (isTwin)
            open.pop();
        const holder = open.at(definition.isAttribute ? -2 : -1), container = holder?.path ?? "";
        // A class without a name is no definition: its attributes would be somebody else's.
        if (name !== "" && (!definition.isAttribute || holder?.definition.kind === "class"))
            found.set(`${String(definition.start)} ${name}`, {definition, name, container});
        if (containers.has(definition.kind))
            open.push({definition, path: (open.length === 0 ? name : `${container}.${name}`).slice(0, longestContainer)});
    }
    return withoutKnown([...found.values()]).map((each) => symbolOf(each, text, lines, languageId));
}

/** Of the attributes those that the class does not name itself, each where it first gets a value. */
function withoutKnown(found: readonly Found[]): Found[] {
    const known = new Set(found.filter(({definition}) => !definition.isAttribute).map(pathOf));
    return found.filter((each) => !each.definition.isAttribute || (!known.has(pathOf(each)) && known.add(pathOf(each))));
}

function symbolOf({definition, name, container}: Found, text: string, lines: readonly string[], languageId: string): SourceSymbol {
    const {kind, startLine, endLine} = definition;
    const signature = withoutSignature.has(kind) ? "" : signatureOf(definition, text);
    return {
        name, kind, startLine, endLine, container, signature: signature === name ? "" : signature,
        doc: withoutDoc.has(kind) ? "" : docOf(lines, definition, languageId),
        exported: isExported(definition, container, signature, lines[startLine] ?? "", languageId)
    };
}

/** A name as it is used: without quotes, PHP's and PowerShell's `$`, the `@` of a Ruby attribute, what a C++ member is qualified by, what a Lua function stands in. */
function cleanName(raw: string, {kind, isAttribute}: RawDefinition): string {
    // Cut before the patterns see it: a key of a megabyte of quotes takes them hours.
    const bare = raw.slice(0, 2 * longestName).replace(isAttribute ? /^[$@]+/ : /^["'`$]+|["'`]+$/g, "");
    const last = /(?:::|[.:])([\p{L}_~][\p{L}\p{N}_]*)$/u.exec(bare);
    return (/^[\w$.:~]+$/.test(bare) && last?.[1] !== undefined && kind !== "key" && !bare.includes("/") ? last[1] : bare).slice(0, longestName);
}

/** The definition up to its body, on one line. */
function signatureOf({start, end, bodyStart}: RawDefinition, text: string): string {
    // Without a body the whole definition is its signature, but of a long one (a type with many members) the beginning says what it is.
    const raw = text.slice(start, Math.min(bodyStart ?? end, start + 4 * longestSignature));
    const line = raw.replaceAll(/\s\s+|[^\S ]/g, " ").trim();
    const flat = (line.endsWith("=>") ? line.slice(0, -2) : "={:".includes(line.at(-1) ?? " ") ? line.slice(0, -1) : line).trim();
    return flat.length > longestSignature ? `${flat.slice(0, longestSignature - 1)}…` : flat;
}

const commentLine = /^\s*(?:\/\/[/!]?|\/?\*+!?|#(?!!|include|define|\[)|--+\s?\|?|;+|%+|@doc\s+"?)\s?(.*)$/;
const decorator = /^\s*(?:@\w|#\[|\[\w.*\]\s*$)/;

/** The first sentence of the comment right above a definition, or of a Python docstring. */
function docOf(lines: readonly string[], {startLine, endLine}: RawDefinition, languageId: string): string {
    if (languageId === "python") {
        const docstring = /^\s*[rbu]*("""|''')(.*)$/.exec(lines.slice(startLine + 1, Math.min(endLine, startLine + 6) + 1).find((line) => /^\s*[rbu]*("""|''')/.test(line)) ?? "");
        if (docstring?.[2] !== undefined)
            return firstSentence(docstring[2].replace(/("""|''').*$/, ""));
    }
    const least = Math.max(0, startLine - mostCommentLines);
    let first = startLine;
    while (first > least && (isPlainComment(lines[first - 1] ?? "") || isDecorator(lineAt(lines, first - 1)) || commentIn(lineAt(lines, first - 1)) !== undefined))
        first--;
    let text = "";
    for (let line = first; line < startLine && text.length <= longestDoc && !sentence.test(text); line++) {
        const comment = isDecorator(lineAt(lines, line)) ? undefined : commentIn(lineAt(lines, line))?.replace(/\*\/\s*$/, "").trim();
        if (comment !== undefined && comment !== "" && comment !== "/" && !comment.startsWith("@"))
            text = text === "" ? comment : `${text} ${comment}`;
    }
    return firstSentence(text);
}

function lineAt(lines: readonly string[], line: number): string {
    return (lines[line] ?? "").slice(0, longestCommentLine);
}

/** What most comments are, told without a pattern. */
function isPlainComment(line: string): boolean {
    const text = line.trimStart();
    return text.startsWith("*") || text.startsWith("//") || text.startsWith("/*");
}

function isDecorator(line: string): boolean {
    return decorator.test(line) && !line.trimStart().startsWith("@doc");
}

/** What a line says, if it is one of a comment. */
function commentIn(line: string): string | undefined {
    return commentLine.exec(line)?.[1];
}

const sentence = /^.*?[.!?](?=\s|$)/;

function firstSentence(text: string): string {
    const first = sentence.exec(text.trim())?.[0] ?? text.trim();
    return first.length > longestDoc ? `${first.slice(0, longestDoc - 1)}…` : first;
}

/** Whether other files can use it: by the language's own word or habit; where there is none, what stands at the top of a file. */
function isExported({kind, name}: RawDefinition, container: string, signature: string, line: string, languageId: string): boolean {
    switch (languageId) {
        case "typescript": case "typescriptreact": case "javascript": case "javascriptreact": case "svelte": case "vue":
            return container === "" ? /^\s*(export|declare|module\.exports|exports\.)/.test(line) : !name.startsWith("#") && !/^(private|protected)/.test(signature);
        case "python":
            return !name.startsWith("_");
        case "go":
            return /^\p{Lu}/u.test(name);
        case "rust":
            return /^pub\b/.test(signature) || kind === "implementation" || kind === "field";
        case "java": case "csharp": case "kotlin": case "scala": case "php":
            return !/\b(private|protected)\b/.test(signature.split(name)[0] ?? "");
        case "c": case "cpp":
            return !/^static\b/.test(signature);
        case "elixir":
            return !/^defp|^defmacrop/.test(signature);
        case "ruby": case "powershell":
            return true;
        default:
            return container === "";
    }
}
