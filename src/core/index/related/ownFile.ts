/**
 * What the file being completed says of itself beyond the lines that the model sees: on a slow machine those are few, and the class, the imports and the
 * helpers that the next line needs often stand further up. Made from the asked text alone, never from what the index keeps of the file.
 */
import {pathOf} from "../symbols.js";
import type {SourceSymbol} from "../types.js";
import {excerptsOfFile, weightsNear} from "./alike.js";
import type {Place} from "./place.js";
import {dedent, type DefinitionText, holdsMembers, renderDefinition} from "./render.js";
import type {RelatedPiece} from "./types.js";

/** The heads of what the cursor is in say what `this`, the parameters and the types are; lines that are much alike have more of what comes next. */
const aroundScore = 0.65;
/** What is imported says which names there are. */
const importsScore = 0.4;
/** Longer lists of imports say less than the code they would displace. */
const mostImportLines = 24;
const mostExcerpts = 4;

/** @param self where the file is */
export function ownFile(place: Place, self: {readonly folder: string; readonly path: string}): RelatedPiece[] {
    if (place.query.shown === undefined)
        return [];
    const text = ownText(place);
    const piece = (symbol: SourceSymbol, score: number, why: string): RelatedPiece => {
        const {startLine, endLine, isWhole, text: shown} = renderDefinition(symbol, 0, text, place);
        // Of what is not shown whole its first line only, so that it does not stand in the way of what is inside of it.
        return {source: "file", ...self, startLine, endLine: isWhole ? endLine : startLine, text: shown, score, why};
    };
    const around = place.around.filter(({startLine}) => isHidden(startLine, place)).map((symbol) => ({symbol, shown: piece(symbol, aroundScore, `the cursor is in ${symbol.name}, which begins above what the model sees`)}));
    // A class lists the heads of its methods, unless it has too many.
    const isListed = ({container, signature}: SourceSymbol) => around.some(({symbol, shown}) => holdsMembers.has(symbol.kind) && pathOf(symbol) === container && shown.text.includes(signature));
    const open = new Set(["", ...place.around.map(pathOf)]);
    const used = place.digest.symbols.filter((symbol) => open.has(symbol.container) && !place.around.includes(symbol) && isHidden(symbol.startLine, place) && place.names.has(symbol.name) && !isListed(symbol));
    return [
        ...around.filter(({symbol}) => !isListed(symbol)).map(({shown}) => shown),
        ...used.map((symbol) => piece(symbol, 0.45 + 0.5 * (place.names.get(symbol.name) ?? 0), `${symbol.name} is used near the cursor and stands elsewhere in this file`)),
        ...excerptsOfFile(place, weightsNear(place), mostExcerpts).filter(({startLine, endLine}) => !hasImports(startLine, endLine, place)).map(({startLine, endLine, likeness}): RelatedPiece => ({
            source: "file", ...self, startLine, endLine, text: dedent(place.lines.slice(startLine, endLine + 1).join("\n")), score: Math.min(0.95, 1.7 * likeness), why: "has the same words as the lines at the cursor"
        })),
        ...imports(place, self)
    ];
}

/** The asked file as definitions are rendered from: all its members are its own to use, and those that are seen need not be said again. */
function ownText(place: Place): DefinitionText {
    const symbols = place.digest.symbols.filter(({startLine}) => isHidden(startLine, place)).map((symbol) => ({...symbol, exported: true}));
    return {
        languageOf: () => place.query.languageId, symbolsIn: () => symbols,
        text: (_file, startLine, endLine) => place.lines.slice(startLine, endLine + 1).join("\n")
    };
}

/** The import statements above what the model sees, as they stand. */
function imports({importRows, lines, query}: Place, self: {readonly folder: string; readonly path: string}): RelatedPiece[] {
    const rows = [...importRows].filter((row) => row < (query.shown?.startLine ?? 0)).sort((a, b) => a - b);
    const [startLine = 0] = rows;
    const text = rows.map((row) => lines[row] ?? "").join("\n");
    return rows.length === 0 || rows.length > mostImportLines ? [] : [{source: "file", ...self, startLine, endLine: startLine, text, score: importsScore, why: "what this file imports"}];
}

/** They are shown by themselves. */
function hasImports(startLine: number, endLine: number, {importRows}: Place): boolean {
    return Array.from({length: endLine - startLine + 1}, (_, i) => startLine + i).some((row) => importRows.has(row));
}

function isHidden(line: number, {query: {shown}}: Place): boolean {
    return shown !== undefined && (line < shown.startLine || line > shown.endLine);
}
