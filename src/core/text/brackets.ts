/** Brackets and quotes in a piece of code, judged without a parser: enough for the few lines of one suggestion. */

const closerOf: ReadonlyMap<string, string> = new Map([["(", ")"], ["[", "]"], ["{", "}"]]);
const quotes = "\"'`";

/**
 * How many of `closers` (what stands after the cursor), in order, `text` closes without having opened them itself: for `)` the text `a) {`
 * brings one, `bar(x)` none.
 */
export function closersBrought(text: string, closers: string): number {
    /** What would close the brackets, and the string, that the text has opened. */
    const open: string[] = [];
    let brought = 0;
    for (let i = 0; i < text.length; i++) {
        const character = text.charAt(i);
        const expected = open.at(-1);
        const inString = expected !== undefined && quotes.includes(expected);
        if (inString && character === "\\")
            i++;
        else if (character === expected)
            open.pop();
        else if (inString)
            continue;
        else if (open.length === 0 && character === closers[brought])
            brought++;
        else
            open.push(...opened(text, i));
    }
    return brought;
}

/** What the character at `i` opens, as the character that closes it; nothing for most. */
function opened(text: string, i: number): string[] {
    const character = text.charAt(i);
    const closer = closerOf.get(character);
    if (closer !== undefined)
        return [closer];
    // A quote without a partner on its line is an apostrophe or a lifetime.
    if (quotes.includes(character) && (text.slice(i + 1).split("\n", 1)[0] ?? "").includes(character))
        return [character];
    // Type arguments stand right after a name and close on the same line; a comparison has a blank or no partner.
    if (character === "<" && /[\p{L}\p{N}_]$/u.test(text.slice(0, i)) && /^[^\n]*[^=\-\n]>/.test(text.slice(i + 1)))
        return [">"];
    return [];
}
