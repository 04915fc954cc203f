/**
 * What the file being completed says of itself beyond the lines that the model sees: on a slow machine those are few, and the class, the imports and the
 * helpers that the next line needs often stand further up. Made from the asked text alone, never from what the index keeps of the file.
 */
import type {SourceSymbol} from "../types.js";
import {excerptsOfFile, weightsNear} from "./alike.js";
import type {Place} from "./place.js";
import {dedent, type DefinitionText, renderDefinition} from "./render.js";
import type {RelatedPiece} from "./types.js";

/** The heads of what the cursor is in say what `this`, the parameters and the types are. */
const aroundScore = 0.9;
/** What is imported says which names there are. */
const importsScore = 0.4;
/** Longer lists of imports say less than the code they would displace. */
const mostImportLines = 24;
const mostExcerpts = 4;

const holdsMembers = new Set<SourceSymbol["kind"]>(["class", "interface", "struct", "implementation", "module", "enum"]);

/** @param self where the file is */
export function ownFile(place: Place, self: {readonly folder: string; readonly path: string}): RelatedPiece[] {
    if (place.query.shown === undefined)
        return [];
    const text = ownText(place);
    const listed = place.around.filter(({kind, startLine}) => holdsMembers.has(kind) && isHidden(startLine, place));
    const inListed = (symbol: SourceSymbol) => listed.some(({name, container}) => symbol.container === [container, name].filter((part) => part !== "").join("."));
    const around = place.around.filter((symbol) => isHidden(symbol.startLine, place) && !inListed(symbol));
    const used = place.digest.symbols.filter((symbol) => symbol.container === "" && !place.around.includes(symbol) && isHidden(symbol.startLine, place) && place.names.has(symbol.name));
    const piece = (symbol: SourceSymbol, score: number, why: string): RelatedPiece => {
        const {startLine, text: shown} = renderDefinition(symbol, 0, text, new Set(place.names.keys()));
        // Its first line only, so that it does not stand in the way of what is inside of it.
        return {source: "file", ...self, startLine, endLine: startLine, text: shown, score, why};
    };
    return [
        ...around.map((symbol) => piece(symbol, aroundScore, `the cursor is in ${symbol.name}, which begins above what the model sees`)),
        ...used.map((symbol) => piece(symbol, 0.45 + 0.5 * (place.names.get(symbol.name) ?? 0), `${symbol.name} is used near the cursor and stands elsewhere in this file`)),
        ...excerptsOfFile(place, weightsNear(place), mostExcerpts).map(({startLine, endLine, likeness}): RelatedPiece => ({
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
function imports({digest, lines, query}: Place, self: {readonly folder: string; readonly path: string}): RelatedPiece[] {
    const starts = digest.imports.filter(({line}) => line < (query.shown?.startLine ?? 0));
    const rows = new Set(starts.flatMap(({line, specifier}) => {
        const last = lines.findIndex((text, i) => i >= line && text.includes(specifier));
        return last < line ? [line] : Array.from({length: last - line + 1}, (_, i) => line + i);
    }));
    const startLine = Math.min(...rows);
    const text = [...rows].sort((a, b) => a - b).map((row) => lines[row] ?? "").join("\n");
    return rows.size === 0 || rows.size > mostImportLines ? [] : [{source: "file", ...self, startLine, endLine: startLine, text, score: importsScore, why: "what this file imports"}];
}

function isHidden(line: number, {query: {shown}}: Place): boolean {
    return shown !== undefined && (line < shown.startLine || line > shown.endLine);
}
