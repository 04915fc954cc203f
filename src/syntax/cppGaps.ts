/**
 * What a C or C++ grammar can't read because a macro makes it code (`class API Name`, `EXPORT int f()`, `Q_OBJECT`, `UPROPERTY(…)`), a default of `{}`
 * and the type of a nameless enum: written so that it can, every character at its place. Classes are lost otherwise: of what LLVM's and PyTorch's headers
 * define, one in fourteen. Types may be all capitals, too, so only what can't be a type is taken for a macro.
 */
import {blank} from "./blank.js";

/** Between `class` and its name: a body or bases follow. */
const beforeName = /(?<=\b(?:class|struct|union)\s{1,20})(?:[A-Z][A-Z0-9_]+(?:\([^()\n]*\))?\s{1,20}){1,4}(?=(?!final\b)\w+(?:::\w+)*\s{0,20}(?:final\s{0,20})?(?::(?!:)\s*(?:(?:public|private|protected|virtual)\b|[\w:]+\s*[<,{])|\{[ \t]*(?:$|\/|\}|(?:public|private|protected)\b|[A-Za-z_]\w*[\s*&<:])))/gm;
/** Between the type of a function and its name. */
const beforeFunction = /^([ \t]*(?:(?:static|extern|inline|virtual|friend)[ \t]+)*(?!(?:return|else|case|goto|new|delete|typedef|using|throw|co_return|struct|class|enum)\b)[A-Za-z_][\w:]*[ \t]+[*&]*)[A-Z][A-Z0-9_]{2,}[ \t]+(?=\w{1,200}\s{0,20}\()/gm;
/** Before a declaration, which has a type and a name of its own. */
const beforeDeclaration = /^([ \t]*(?:template ?<[^\n]*>\s)?(?:(?:static|inline|extern|virtual|constexpr|friend|explicit)[ \t]+)*)(?:[A-Z][A-Z0-9_]{2,}|__[A-Z0-9_]+__)\s{1,80}(?=(?:(?:const|volatile|static|inline|constexpr|virtual|extern|unsigned|signed|long|short|struct|class|enum|typename)\s{1,80}){0,6}(?!(?:const|volatile)\b)[A-Za-z_][\w:]{0,200}(?:<[^;(){}\n]{0,200}>)?(?:\s{1,80}const\b)?(?:\s{1,80}[*&]{0,3}|[*&]{1,3}\s{0,80})(?:operator\W{1,3}|[A-Za-z_~][\w:~]{0,200}\s{0,20}[(=;]))/gm;
/** On a line of its own. */
const alone = /^[ \t]*[A-Z][A-Z0-9_]{3,}(\((?:[^()\n]|\([^()\n]*\))*\))?[ \t]*$/gm;
/** Between the parentheses of a function and its end or body. */
const afterParameters = /^(?![^\n]*(?:\breturn\b|<<))([^=\n?]{0,300}\w\([^()\n]*\)[ \t]{1,3}(?:const[ \t]{1,3})?)[A-Z][A-Z0-9_]{3,}(?=\s{0,20}[;{])/gm;
/** The type of an enum without a name. */
const baseOfNameless = /(?<=\benum\s{1,20}):\s*[\w:]{1,80}(?:\s\w{1,80})?(?=\s*\{)/g;
const defaultOfNothing = /(=\s{0,20})\{\}(?=\s*[,)])/g;

/** @param text LF only. What comes back is as long, and serves to be parsed alone. */
export function withoutCppGaps(text: string): string {
    return text.replace(beforeName, blank).replace(beforeFunction, blankAfter).replace(beforeDeclaration, blankAfter)
        .replace(alone, (found: string, parameters: string | undefined, at: number) => standsAlone(text, at, at + found.length, parameters !== undefined) ? blank(found) : found)
        .replace(afterParameters, blankAfter).replace(baseOfNameless, blank).replace(defaultOfNothing, "$10 ");
}

function blankAfter(found: string, before: string): string {
    return before + blank(found.slice(before.length));
}

/** Whether it is a statement, or a mark of what follows: an enumerator, an argument or a function's type may be a line's only word, too. */
function standsAlone(text: string, start: number, end: number, isCall: boolean): boolean {
    const before = text.slice(Math.max(0, start - 200), start).trimEnd(), after = text.slice(end, end + 200).trimStart();
    const isType = !isCall && /^(?![A-Z][A-Z\d_]*\()[*&\s]*[\w:~]+\s*\(/.test(after);
    return /(?:^|[;{}:>)"/]|\n[ \t]*[A-Z][A-Z\d_]{3,})$/.test(before) && /^(?:[\w~[]|::)/.test(after) && !isType;
}
