/** What a language's syntax says of a candidate, and what follows from it. The parser itself is behind {@link SyntaxPlace}. */

/** A place in a candidate from which on nothing that could be added makes it right. */
export interface SyntaxBreak {
    /** Offset in the candidate, UTF-16 units. */
    readonly at: number;
    /** A closing bracket too many: what stands before it is sound. Else the line it is on is not the language's. */
    readonly isCloser: boolean;
}

/** The syntax around one cursor. Texts are candidates for insertion there, LF only. */
export interface SyntaxPlace {
    /**
     * The first thing in `text` that can't stand there; undefined when there is none, or when the surroundings don't allow to tell. Text that is
     * merely unfinished breaks nothing.
     */
    breakIn(text: string): SyntaxBreak | undefined;
    /** Where, in whole lines of text, the block or statement that the cursor is in has ended; undefined while it goes on. */
    blockEnd(text: string): number | undefined;
}

export const breaksSyntax = "breaks the syntax";
/** How often a candidate is cut back before it is given up. */
const mostCuts = 4;
/** Less than this is not worth keeping of a candidate that broke. */
const leastCharacters = 3;

/** The longest beginning of `text` that breaks nothing; empty when too little is left. */
export function withoutBreak(text: string, place: SyntaxPlace): string {
    let kept = text;
    for (let cuts = 0; cuts <= mostCuts && kept !== ""; cuts++) {
        const found = place.breakIn(kept);
        if (found === undefined)
            return kept;
        kept = before(kept, found);
    }
    return "";
}

function before(text: string, {at, isCloser}: SyntaxBreak): string {
    const end = isCloser ? at : text.lastIndexOf("\n", at - 1);
    const kept = text.slice(0, Math.max(0, end)).trimEnd();
    return kept.trim().length < leastCharacters ? "" : kept;
}
