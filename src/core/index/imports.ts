/** What an import statement says: where from, and which names. By its text, one rule for each family of languages. */
import {importedNames, type ImportedNames, localName} from "./importedNames.js";
import type {RawImport, SourceImport} from "./types.js";

type Parsed = readonly Omit<SourceImport, "line" | "endLine">[];

export function importsOf(languageId: string, {text, line}: RawImport): SourceImport[] {
    const endLine = line + text.trimEnd().split("\n").length - 1;
    return parsed(languageId, text).filter(({specifier}) => specifier !== "" && specifier.length < 300).map((found) => ({...found, line, endLine}));
}

function parsed(languageId: string, text: string): Parsed {
    switch (languageId) {
        case "typescript": case "typescriptreact": case "javascript": case "javascriptreact": case "svelte": case "vue":
            return ecmaScript(text);
        case "python":
            return python(text);
        case "rust":
            return rust(text);
        case "java": case "kotlin": case "scala": case "csharp": case "haskell": case "ocaml": case "elixir":
            return dotted(text);
        case "php":
            return /^use\b/.test(text) ? dotted(text.replaceAll("\\", ".")) : quoted(text);
        default:
            return quoted(text);
    }
}

const word = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/gu;

function wordsIn(text: string): string[] {
    return text.match(word) ?? [];
}

function ecmaScript(text: string): Parsed {
    const specifier = /(?:from|import|require\s*\()\s*["']([^"']+)["']/.exec(text)?.[1];
    if (specifier === undefined)
        return [];
    const clause = text.slice(0, text.indexOf(specifier) - 1).replace(/^(import|export|const|let|var)\s+(type\s+)?/, "").replace(/\bfrom\s*$|=\s*require\s*\(\s*$/, "");
    const whole = clause.includes("*") ? ["*"] : [];
    const chosen = namesOf(clause.replace(/\*\s*as\s+/, "").replaceAll(/\btype\s+(?=[\p{L}_$])/gu, "").split(/[{},]/).filter((item) => !item.startsWith("import")));
    return [{specifier, ...chosen, names: [...whole, ...chosen.names], reexport: /^\s*export\b/.test(text)}];
}

/** What a name is called here: `a as b`, `{a: b} = require()`, `{a => b}`. Blanks stand in one place only for each, or a long run of them is divided in every way. */
const renaming = /(?:\bas\s|:|=>)\s*([\p{L}_$][\p{L}\p{M}\p{N}_$]*)(?:\s*\))?\s*$/u;

/** The names of a list's items as the other file says them, and what is another here. */
function namesOf(items: readonly string[]): ImportedNames {
    const named = items.flatMap((item): [string, string][] => {
        const name = wordsIn(item)[0];
        return name === undefined ? [] : [[name, renaming.exec(item)?.[1] ?? name]];
    });
    return importedNames(named);
}

function python(text: string): Parsed {
    const from = /^from\s+(\S+)\s+import\s+([\s\S]*)$/.exec(text);
    if (from?.[1] === undefined || from[2] === undefined)
        return text.replace(/^import\s+/, "").split(",").map((item) => ({specifier: item.trim().split(/\s/)[0] ?? "", ...namesOf([item.trim().replace(/^(?:\w*\.)*/, "")]), reexport: false}));
    const module = from[1];
    const chosen = namesOf(from[2].replaceAll(/#.*$/gm, "").split(","));
    const names = /^\s*\(?\s*\*/.test(from[2]) ? ["*"] : chosen.names;
    // `from package import module` is written as `from module import name` is: both are looked for.
    const modules = names.length <= 8 ? names.filter((name) => name !== "*").map((name) => ({specifier: module.endsWith(".") ? `${module}${name}` : `${module}.${name}`, ...importedNames([[name, localName(chosen, name)]]), reexport: false})) : [];
    return [{...chosen, specifier: module, names, reexport: false}, ...modules];
}

function rust(text: string): Parsed {
    const child = /^(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)/.exec(text)?.[1];
    if (child !== undefined)
        return [{specifier: `self::${child}`, names: [child], reexport: false}];
    const path = text.replace(/^(?:pub(?:\([^)]*\))?\s+)?use\s+/, "").replace(/;\s*$/, "");
    const head = path.split("{")[0]?.replace(/::\s*$/, "").trim() ?? "";
    const chosen = namesOf(path.includes("{") ? path.slice(path.indexOf("{")).split(/[{},]|::/) : [path.split("::").at(-1) ?? ""]);
    const names = path.endsWith("*") ? ["*"] : chosen.names;
    return [{...chosen, specifier: head.replace(/::\*$|(?<!\s)\s+as\s+\w+$/g, ""), names: names.filter((name) => name !== "self"), reexport: /^pub\b/.test(text)}];
}

/** `import a.b.C`, `using A.B`, `open A`, `alias A.B`, with what is chosen in brackets or after them. */
function dotted(text: string): Parsed {
    // C#'s `using C = A.B` is written as the others' `A.B as C`.
    const bare = text.replace(/^(import|using|open|alias|use|require)\s+(static|qualified|function|const|global)?\s*/, "").replace(/;\s*$/, "").replace(/^(\w+)\s*=\s*([\w.]+)\s*$/, "$2 as $1");
    const specifier = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(bare)?.[0].replace(/\.$/, "") ?? "";
    const inBrackets = /^[^{(]*[{(]([^})]*)[})]/.exec(bare)?.[1];
    const last = `${specifier.split(".").at(-1) ?? ""}${/(?<!\s)\s+as:?\s+[\p{L}_]\w*/u.exec(bare)?.[0] ?? ""}`;
    if (inBrackets === undefined && /[*_]\s*$/.test(bare))
        return [{specifier, names: ["*"], reexport: false}];
    return [{specifier, ...namesOf(inBrackets?.split(",") ?? [last]), reexport: false}];
}

/** `#include "x.h"`, `require "x"`, `source x`, `@import("x")`: a path in quotes or after a blank; the names are all that it defines. */
function quoted(text: string): Parsed {
    const specifier = /(?:src|href)=["']([^"']+)/.exec(text)?.[1] ?? /["'<]([^"'<>\n]{1,300})["'>]/.exec(text)?.[1] ?? /^\S+\s+(\S+)/.exec(text)?.[1] ?? "";
    const alias = /^(?:const|local)?\s*(\w+)\s*(?:=|")/.exec(text)?.[1] ?? /^(\w+)\s+"/.exec(text)?.[1];
    return [{specifier, names: ["*", ...alias === undefined || ["require", "source", "include", "import"].includes(alias) ? [] : [alias]], reexport: false}];
}
