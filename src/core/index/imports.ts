/** What an import statement says: where from, and which names. By its text, one rule for each family of languages. */
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
    const names = clause.includes("*") ? ["*"] : [];
    for (const item of clause.replace(/\*\s*as\s+/, "").split(/[{},]/)) {
        // The name that the other file exports counts where there are two.
        const name = wordsIn(item.replace(/\btype\s+/, ""))[0];
        if (name !== undefined && name !== "import")
            names.push(name);
    }
    return [{specifier, names: [...new Set(names)], reexport: /^\s*export\b/.test(text)}];
}

function python(text: string): Parsed {
    const from = /^from\s+(\S+)\s+import\s+([\s\S]*)$/.exec(text);
    if (from?.[1] === undefined || from[2] === undefined)
        return text.replace(/^import\s+/, "").split(",").map((item) => ({specifier: item.trim().split(/\s/)[0] ?? "", names: [wordsIn(item).at(-1) ?? ""], reexport: false}));
    const module = from[1];
    const names = from[2].replaceAll(/#.*$/gm, "").replaceAll(/[()]/g, " ").split(",").map((item) => item.trim().split(/\s/)[0] ?? "").filter((name) => name !== "");
    // `from package import module` is written as `from module import name` is: both are looked for.
    const modules = names.length <= 8 ? names.filter((name) => name !== "*").map((name) => ({specifier: module.endsWith(".") ? `${module}${name}` : `${module}.${name}`, names: [name], reexport: false})) : [];
    return [{specifier: module, names, reexport: false}, ...modules];
}

function rust(text: string): Parsed {
    const child = /^(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)/.exec(text)?.[1];
    if (child !== undefined)
        return [{specifier: `self::${child}`, names: [child], reexport: false}];
    const path = text.replace(/^(?:pub(?:\([^)]*\))?\s+)?use\s+/, "").replace(/;\s*$/, "");
    const head = path.split("{")[0]?.replace(/::\s*$/, "").trim() ?? "";
    const names = path.includes("{") ? wordsIn(path.slice(path.indexOf("{"))) : path.endsWith("*") ? ["*"] : [wordsIn(path).at(-1) ?? ""];
    return [{specifier: head.replace(/::\*$|(?<!\s)\s+as\s+\w+$/g, ""), names: names.filter((name) => name !== "as" && name !== "self"), reexport: /^pub\b/.test(text)}];
}

/** `import a.b.C`, `using A.B`, `open A`, `alias A.B`, with what is chosen in brackets or after them. */
function dotted(text: string): Parsed {
    const bare = text.replace(/^(import|using|open|alias|use|require)\s+(static|qualified|function|const|global)?\s*/, "").replace(/;\s*$/, "");
    const specifier = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(bare)?.[0].replace(/\.$/, "") ?? "";
    const chosen = /^[^{(]*[{(]([^})]*)[})]/.exec(bare)?.[1];
    const names = chosen !== undefined ? wordsIn(chosen) : /[*_]\s*$/.test(bare) ? ["*"] : [specifier.split(".").at(-1) ?? ""];
    return [{specifier, names, reexport: false}];
}

/** `#include "x.h"`, `require "x"`, `source x`, `@import("x")`: a path in quotes or after a blank; the names are all that it defines. */
function quoted(text: string): Parsed {
    const specifier = /(?:src|href)=["']([^"']+)/.exec(text)?.[1] ?? /["'<]([^"'>\n]{1,300})["'>]/.exec(text)?.[1] ?? /^\S+\s+(\S+)/.exec(text)?.[1] ?? "";
    const alias = /^(?:const|local)?\s*(\w+)\s*(?:=|")/.exec(text)?.[1] ?? /^(\w+)\s+"/.exec(text)?.[1];
    return [{specifier, names: ["*", ...alias === undefined || ["require", "source", "include", "import"].includes(alias) ? [] : [alias]], reexport: false}];
}
