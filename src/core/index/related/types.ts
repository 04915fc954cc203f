/** What of the workspace a completion is given: asked with a position, answered with pieces of other files and why each was chosen. */

/** Where pieces come from; each can be turned off, and measured alone. */
export const relatedSources = ["file", "imports", "names", "siblings", "tests", "recent", "similar"] as const;
export type RelatedSource = typeof relatedSources[number];

/** Lines, both ends included. */
export interface LineRange {
    readonly startLine: number;
    readonly endLine: number;
}

/** A stretch of a file that the user edited or looked at a short while ago. */
export interface RecentRange {
    /** Absolute path. */
    readonly path: string;
    readonly startLine: number;
    readonly endLine: number;
    readonly edited: boolean;
}

export interface RelatedQuery {
    /** Absolute path of the file being completed: nothing that the index keeps of it comes back. */
    readonly path: string;
    readonly languageId: string;
    /** Its text as the editor has it, LF only. */
    readonly text: string;
    readonly line: number;
    /** The lines of it that the model sees in any case; absent: all of them. */
    readonly shown?: LineRange | undefined;
    readonly sources: readonly RelatedSource[];
    /** The latest first. */
    readonly recent: readonly RecentRange[];
    /** Most tokens of all pieces, estimated. */
    readonly budget: number;
}

export interface RelatedPiece {
    readonly source: RelatedSource;
    /** Absolute path of the workspace folder. */
    readonly folder: string;
    /** Relative to the folder, forward slashes. */
    readonly path: string;
    readonly startLine: number;
    readonly endLine: number;
    readonly text: string;
    /** 0..1: how likely it helps. */
    readonly score: number;
    /** Why it was chosen: half a sentence. */
    readonly why: string;
}

export interface RelatedAnswer {
    /** Names of what the cursor is in, joined by `.`: as long as it stays the same, the pieces need not change. */
    readonly scope: string;
    /** Chosen for the budget, best first. */
    readonly pieces: readonly RelatedPiece[];
}
