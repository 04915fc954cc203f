/** Chooses what a completion is given of the workspace: every source's pieces by their scores, without repetition, as many as the budget holds. */
import type {FileDigest} from "../types.js";
import {importedDefinitions, namedDefinitions} from "./definitions.js";
import {charactersPerToken} from "./budget.js";
import {companions, recent, siblings, similar} from "./neighbours.js";
import {ownFile} from "./ownFile.js";
import {type Place, placeOf, scopeOf} from "./place.js";
import type {RelatedAnswer, RelatedPiece, RelatedQuery, RelatedSource} from "./types.js";
import type {IndexView} from "./view.js";

/** Tokens that the name of a file costs. */
const tokensPerFile = 14;
/** What helps less than this is not worth its tokens. */
const leastScore = 0.18;
const mostPieces = 12;
/** Most pieces of one source, where many would only say the same. */
const mostOfSource: Readonly<Record<RelatedSource, number>> = {file: 8, imports: 10, names: 6, siblings: 3, tests: 6, recent: 2, similar: 3};

/**
 * @param digest of the asked text
 * @param self path of the asked file in its folder; undefined for one outside of the workspace
 */
export function chooseRelated(query: RelatedQuery, digest: FileDigest, self: {readonly folder: string; readonly path: string} | undefined, view: IndexView): RelatedAnswer {
    const place = placeOf(query, digest);
    const all = query.sources.flatMap((source) => from(source, place, self, view).map((piece): RelatedPiece => ({...piece, source})));
    const others = all.filter(({source, folder, path}) => source === "file" || folder !== self?.folder || path !== self.path);
    return {scope: scopeOf(place), pieces: pack(others, query.budget)};
}

function from(source: RelatedSource, place: Place, self: {readonly folder: string; readonly path: string} | undefined, view: IndexView): RelatedPiece[] {
    switch (source) {
        case "file":
            return self === undefined ? [] : ownFile(place, self);
        case "imports":
            return importedDefinitions(place, view);
        case "names":
            return namedDefinitions(place, view);
        case "siblings":
            return siblings(place, view);
        case "tests":
            return self === undefined ? [] : companions(place, self.path, view);
        case "recent":
            return recent(place, place.query.path, view);
        case "similar":
            return similar(place, view);
    }
}

/** Best first. */
export function pack(pieces: readonly RelatedPiece[], budget: number): RelatedPiece[] {
    const chosen: RelatedPiece[] = [];
    const counts = new Map<RelatedSource, number>();
    let left = budget;
    for (const piece of [...pieces].sort((a, b) => b.score - a.score)) {
        const count = counts.get(piece.source) ?? 0;
        if (piece.score < leastScore || chosen.length >= mostPieces)
            break;
        if (count >= mostOfSource[piece.source] || chosen.some((other) => overlaps(other, piece)))
            continue;
        const cost = tokensOf(piece, chosen);
        if (cost > left)
            continue;
        left -= cost;
        counts.set(piece.source, count + 1);
        chosen.push(piece);
    }
    return chosen;
}

/** Estimated: the text, and the name of its file where no other piece is of it. */
export function tokensOf(piece: RelatedPiece, others: readonly RelatedPiece[]): number {
    const isNew = !others.some(({folder, path}) => folder === piece.folder && path === piece.path);
    return Math.ceil(piece.text.length / charactersPerToken) + (isNew ? tokensPerFile : 1);
}

function overlaps(a: RelatedPiece, b: RelatedPiece): boolean {
    return (a.folder === b.folder && a.path === b.path && a.startLine <= b.endLine && b.startLine <= a.endLine) || a.text === b.text;
}
