/**
 * When what a completion is given changes. Every change is read again, with the whole window behind it, so the pieces stay as they are until others are clearly
 * better, and then change at once.
 */
import type {LineRange, RelatedAnswer, RelatedPiece, RelatedSource} from "./types.js";

export interface Settled {
    /** The document. */
    readonly uri: string;
    readonly scope: string;
    readonly pieces: readonly RelatedPiece[];
}

/** The old pieces stay while they are worth this share of the new ones. */
const enough = 0.7;
/** In the same scope the cursor must rest so long before anything changes, in milliseconds. */
const longRest = 4_000;

/** What was asked for now. */
export interface Asked {
    readonly sources: readonly RelatedSource[];
    /** The lines that the model sees in any case. */
    readonly shown?: LineRange | undefined;
}

/** @param restedMs how long the cursor has not moved and nothing was typed */
export function settle(previous: Settled | undefined, uri: string, {scope, pieces}: RelatedAnswer, restedMs: number, asked: Asked): Settled {
    const next = {uri, scope, pieces};
    if (previous?.uri !== uri || previous.pieces.some((old) => isUnwanted(old, asked)))
        return next;
    if (previous.scope === scope && restedMs < longRest)
        return previous;
    const worth = (of: readonly RelatedPiece[]) => of.reduce((sum, {score}) => sum + score, 0);
    const still = previous.pieces.flatMap((old) => pieces.find((piece) => isSame(old, piece)) ?? []);
    // Something that is no longer in its file must go: the model would believe it. What is given of the file itself changes with the lines that are seen.
    const isStale = previous.pieces.some((old) => old.source !== "file" && pieces.some((piece) => old.path === piece.path && old.startLine === piece.startLine && old.text !== piece.text));
    // Where nothing is found any more, nothing of before is known to stand.
    const isGone = still.length === 0 && previous.pieces.length > 0;
    return !isStale && !isGone && worth(still) >= enough * worth(pieces) ? {...previous, scope} : next;
}

/** Of a source that was turned off, or lines that the model now sees where they stand. */
function isUnwanted({source, startLine, endLine}: RelatedPiece, {sources, shown}: Asked): boolean {
    return !sources.includes(source) || source === "file" && shown !== undefined && startLine <= shown.endLine && endLine >= shown.startLine;
}

function isSame(a: RelatedPiece, b: RelatedPiece): boolean {
    return a.folder === b.folder && a.path === b.path && a.text === b.text;
}
