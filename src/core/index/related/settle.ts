/**
 * When what a completion is given changes. Every change is read again, with the whole window behind it, so the pieces stay as they are until others are clearly
 * better, and then change at once.
 */
import type {RelatedAnswer, RelatedPiece} from "./types.js";

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

/** @param restedMs how long the cursor has not moved and nothing was typed */
export function settle(previous: Settled | undefined, uri: string, {scope, pieces}: RelatedAnswer, restedMs: number): Settled {
    const next = {uri, scope, pieces};
    if (previous?.uri !== uri)
        return next;
    if (previous.scope === scope && restedMs < longRest)
        return previous;
    const worth = (of: readonly RelatedPiece[]) => of.reduce((sum, {score}) => sum + score, 0);
    const still = previous.pieces.flatMap((old) => pieces.find((piece) => isSame(old, piece)) ?? []);
    // Something that is no longer in its file must go: the model would believe it. What is given of the file itself changes with the lines that are seen.
    const isStale = previous.pieces.some((old) => old.source !== "file" && pieces.some((piece) => old.path === piece.path && old.startLine === piece.startLine && old.text !== piece.text));
    return !isStale && worth(still) >= enough * worth(pieces) ? {...previous, scope} : next;
}

function isSame(a: RelatedPiece, b: RelatedPiece): boolean {
    return a.folder === b.folder && a.path === b.path && a.text === b.text;
}
