/** Small facts about lines of code: indentation and emptiness. Text is LF only. */

/** Leading blanks of a line. */
export function indentOf(line: string): string {
    return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** Width of an indentation in columns; a tab goes to the next multiple of `tabSize`. */
export function indentWidth(line: string, tabSize: number): number {
    let width = 0;
    for (const character of indentOf(line))
        width = character === "\t" ? (Math.floor(width / tabSize) + 1) * tabSize : width + 1;
    return width;
}

/** Text without the line breaks at its end. Without looking back, a long run of them elsewhere would be tried from each of its breaks. */
export function withoutLastBreaks(text: string): string {
    return text.replace(/(?<!\n)\n+$/, "");
}

export function isBlank(text: string): boolean {
    return text.trim() === "";
}

/** True for text that only closes things: brackets, quotes, commas, semicolons. */
export function isOnlyClosers(text: string): boolean {
    return /^[\s)\]}>"'`;,]*$/.test(text);
}

/** One or two closing characters and nothing else: as a suggestion, noise. */
export function isLoneCloser(text: string): boolean {
    return isOnlyClosers(text) && text.trim().length <= 2;
}
