/** Definitions of what is used near the cursor: through the file's imports, and by name where a language needs none. */
import {localName} from "../importedNames.js";
import type {SourceImport, SourceSymbol} from "../types.js";
import {identifiersOf} from "../words.js";
import {languageFamily} from "./families.js";
import type {Place} from "./place.js";
import {renderDefinition} from "./render.js";
import type {RelatedPiece} from "./types.js";
import type {IndexView} from "./view.js";

/** A name that is imported and not used anywhere yet is wanted next. */
const unusedScore = 0.85;
/** An imported name that is used elsewhere in the file only. */
const elsewhereScore = 0.2;
/** How far a re-export is followed. */
const deepestReexport = 3;
/** A name that so many places define says nothing. */
const mostHomonyms = 3;
/** Names that are looked up at most: each costs a question to the database. */
const mostNames = 60;

interface Found {
    readonly file: number;
    readonly symbol: SourceSymbol;
}

export function importedDefinitions(place: Place, view: IndexView): RelatedPiece[] {
    const pieces: RelatedPiece[] = [];
    const body = withoutImports(place);
    const used = new Set(identifiersOf(body));
    for (const found of place.digest.imports) {
        const targets = view.resolve(found);
        if (targets.length === 0)
            continue;
        for (const [name, score, why] of wantedNames(found, place, used)) {
            const definition = targets.map((target) => exportedBy(target, name, view, deepestReexport)).find((each) => each !== undefined);
            if (definition !== undefined)
                pieces.push(...withTypes(definition, score, `${why} (import from ${found.specifier})`, place, view));
        }
    }
    return pieces;
}

/** The names of an import that matter here, how much, and why. */
function wantedNames(found: SourceImport, place: Place, used: ReadonlySet<string>): (readonly [name: string, score: number, why: string])[] {
    // What is only passed on is used nowhere here, and not wanted next.
    const named = found.names.filter((name) => name !== "*" && (!found.reexport || place.names.has(localName(found, name)))).map((name): readonly [string, number, string] => {
        const local = localName(found, name), theirs = definedAs(name, local), weight = place.names.get(local);
        if (weight !== undefined)
            return [theirs, 0.45 + 0.5 * weight, `${local} is used near the cursor`];
        return used.has(local) ? [theirs, elsewhereScore, `${local} is used in this file`] : [theirs, unusedScore, `${local} is imported and not used yet`];
    });
    return [...named, ...ofWhole(found, place).map(([name, weight]) => [name, 0.45 + 0.45 * weight, `${name} is used near the cursor`] as const)];
}

/** Where all of a module is imported: what is used of it by its name, or, where it has none here, every name near the cursor. */
function ofWhole(found: SourceImport, place: Place): (readonly [name: string, weight: number])[] {
    const {names, specifier} = found;
    const last = specifier.split(/[/.:]+/).findLast((part) => part !== "") ?? "";
    if (!names.includes("*") && !names.includes(last))
        return [];
    const qualifiers = [...names.filter((name) => name !== "*").map((name) => localName(found, name)), last];
    const used = new Set(qualifiers.flatMap((qualifier) => [...place.qualified.get(qualifier) ?? []]));
    if (names.length > 1 || names[0] !== "*" || place.family === "go")
        return [...used].map((name) => [name, place.names.get(name) ?? 0.3]);
    return [...place.names].sort((a, b) => b[1] - a[1]).slice(0, mostNames);
}

/** A file's definition of a name, or that of a file whose names it passes on. */
function exportedBy(file: number, name: string, view: IndexView, depth: number): Found | undefined {
    const all = view.symbolsOf(file, name).filter(({kind}) => kind !== "field");
    // What stands at the top is what is exported; inside of one namespace or class it may be meant.
    const symbol = all.find(({container}) => container === "") ?? all.find(({container}) => !container.includes("."));
    if (symbol !== undefined)
        return {file, symbol};
    if (depth === 0)
        return undefined;
    // Every name of a Python module can be imported from it, those that it has imported itself too: packages are made so.
    const passesAllOn = view.languageOf(file) === "python";
    for (const each of view.importsIn(file)) {
        const theirs = each.reexport || passesAllOn ? nameBehind(each, name) ?? (each.names.includes("*") ? name : undefined) : undefined;
        if (theirs !== undefined && each.target !== undefined && each.target !== file) {
            const found = exportedBy(each.target, theirs, view, depth - 1);
            if (found !== undefined)
                return found;
        }
    }
    return undefined;
}

/** What an import that names `local` finds it by in the other file; undefined where it does not name it. */
function nameBehind(found: SourceImport, local: string): string | undefined {
    const theirs = found.names.find((each) => localName(found, each) === local);
    return theirs === undefined ? undefined : definedAs(theirs, local);
}

/** A default export is looked for by the name that it is given here: most have it. */
function definedAs(theirs: string, local: string): string {
    return theirs === "default" ? local : theirs;
}

/** Names that the file neither defines nor imports: the same package, or an open namespace. */
export function namedDefinitions(place: Place, view: IndexView): RelatedPiece[] {
    const own = new Set([...place.digest.symbols.map(({name}) => name), ...place.digest.imports.flatMap((found) => found.names.map((name) => localName(found, name)))]);
    const wanted = [...place.names].filter(([name]) => name.length > 2 && !own.has(name)).sort((a, b) => b[1] - a[1]).slice(0, mostNames);
    return wanted.flatMap(([name, weight]) => {
        const isMember = place.members.has(name);
        const all = view.symbolsNamed(name, 12).filter(({file, kind}) => languageFamily(view.file(file)?.languageId ?? "") === place.family && (kind !== "field" || isMember) && kind !== "key" && kind !== "heading");
        const places = new Set(all.map(({file, container}) => `${String(file)} ${container}`));
        const [symbol] = all;
        if (symbol === undefined || places.size > mostHomonyms || symbol.kind === "field")
            return [];
        const score = (isMember ? 0.35 : 0.55) * (0.4 + 0.6 * weight) / places.size;
        return [pieceOf({file: symbol.file, symbol}, score, `${name} is used near the cursor`, place, view)].filter((piece) => piece !== undefined);
    });
}

/** A definition, and those of the types that its signature names. */
function withTypes(found: Found, score: number, why: string, place: Place, view: IndexView): RelatedPiece[] {
    const piece = pieceOf(found, score, why, place, view);
    if (piece === undefined)
        return [];
    if (score < 0.6)
        return [piece];
    const imported = view.importsIn(found.file);
    const types = identifiersOf(found.symbol.signature).filter((name) => /^\p{Lu}/u.test(name) && name.length > 2 && name !== found.symbol.name && !place.names.has(name));
    const named = types.slice(0, 4).flatMap((name) => {
        const here = view.symbolsOf(found.file, name).find(({container}) => container === "");
        const type = here !== undefined ? {file: found.file, symbol: here} : importedBy(imported, name, view);
        const shown = type && pieceOf(type, score * 0.55, `${name} is in the signature of ${found.symbol.name}`, place, view);
        return shown === undefined ? [] : [shown];
    });
    return [piece, ...named];
}

/** The definition of a name that a file imports. */
function importedBy(imports: ReturnType<IndexView["importsIn"]>, name: string, view: IndexView): Found | undefined {
    for (const each of imports) {
        const theirs = nameBehind(each, name);
        if (each.target !== undefined && theirs !== undefined)
            return exportedBy(each.target, theirs, view, 1);
    }
    return undefined;
}

function pieceOf({file, symbol}: Found, score: number, why: string, place: Place, view: IndexView): RelatedPiece | undefined {
    const at = view.file(file);
    if (at === undefined)
        return undefined;
    const rendered = renderDefinition(symbol, file, view, place);
    return {source: "names", folder: at.folder, path: at.path, score: Math.min(1, score), why, ...rendered};
}

function withoutImports({lines, importRows}: Place): string {
    return lines.filter((_line, i) => !importRows.has(i)).join("\n");
}
