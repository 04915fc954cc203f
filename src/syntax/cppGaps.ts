/**
 * What a C or C++ grammar can't read because a macro makes it code (`class API Name`, `EXPORT int f()`, `Q_OBJECT`, `UPROPERTY(…)`), a default of `{}`
 * and the type of a nameless enum: written so that it can, every character at its place. Classes are lost otherwise: of what LLVM's and PyTorch's headers define, one in fourteen.
 */

/** Between `class` and its name. */
const beforeName = /(?<=\b(?:class|struct|union)\s{1,20})(?:[A-Z][A-Z0-9_]+(?:\([^()\n]*\))?\s{1,20}){1,4}(?=\w+(?:::\w+)*\s*(?:final\s*)?(?::(?!:)|\{))/g;
/** Before a declaration, which has a type and a name of its own. */
const beforeDeclaration = /^([ \t]*(?:template ?<[^\n]*>\s)?(?:(?:static|inline|extern|virtual|constexpr|friend|explicit)[ \t]+)*)(?:[A-Z][A-Z0-9_]{2,}|__[A-Z0-9_]+__)\s{1,80}(?=(?:[\w:<>,*&]{1,200}\s{1,80}){1,6}[*&]*(?:operator\W{1,3}|[\w:~]{1,200}\s{0,20}[(=;]))/gm;
/** On a line of its own. */
const alone = /^[ \t]*[A-Z][A-Z0-9_]{3,}(?:\((?:[^()\n]|\([^()\n]*\))*\))?[ \t]*$/gm;
/** Between the parentheses of a function and its end or body. */
const afterParameters = /(?<=\)\s{1,3}(?:const\s{1,3})?)[A-Z][A-Z0-9_]{3,}(?=\s*[;{])/g;
/** The type of an enum without a name. */
const baseOfNameless = /(?<=\benum\s{1,20}):\s*[\w:]{1,80}(?:\s\w{1,80})?(?=\s*\{)/g;
const defaultOfNothing = /(=\s{0,20})\{\}(?=\s*[,)])/g;

/** @param text LF only. What comes back is as long, and serves to be parsed alone. */
export function withoutCppGaps(text: string): string {
    return text.replace(beforeName, blank).replace(beforeDeclaration, (found: string, before: string) => before + blank(found.slice(before.length)))
        .replace(alone, (found, at: number) => standsAlone(text, at, at + found.length) ? blank(found) : found)
        .replace(afterParameters, blank).replace(baseOfNameless, blank).replace(defaultOfNothing, "$10 ");
}

function blank(text: string): string {
    return text.replaceAll(/[^\n]/g, " ");
}

/** Whether neither the line before nor the one after goes on with it: an enumerator or an argument may be a line's only word, too. */
function standsAlone(text: string, start: number, end: number): boolean {
    const before = text.slice(Math.max(0, start - 200), start).trimEnd().slice(-1), after = text.slice(end, end + 200).trimStart();
    return /^[;{}:>"/)A-Z\d_]?$/.test(before) && /^[\w~[/#:]/.test(after);
}
