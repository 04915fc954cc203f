/** Pieces as the model reads them: whole files, of which only the chosen lines are there; the best last, next to the file being completed. */
import type {RelatedPiece} from "./types.js";

export interface RelatedSnippet {
    /** As the model is told the path of a file. */
    readonly path: string;
    /** LF only, ends with a line break. */
    readonly text: string;
}

export function snippetsOf(pieces: readonly RelatedPiece[]): RelatedSnippet[] {
    const files = new Map<string, RelatedPiece[]>();
    for (const piece of pieces) {
        const key = `${piece.folder}\n${piece.path}`;
        files.set(key, [...files.get(key) ?? [], piece]);
    }
    return [...files.values()].reverse().map((group) => ({
        path: group[0]?.path ?? "", text: `${[...group].sort((a, b) => a.startLine - b.startLine).map(({text}) => text).join("\n\n")}\n`
    }));
}
