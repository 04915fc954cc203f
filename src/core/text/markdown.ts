/** Text inside of Markdown that Hearth writes itself. */

/** Text as it is, whatever signs of Markdown it has. */
export function escaped(text: string): string {
    return text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&");
}

/** Text as code in a line or a table's cell; line breaks and blanks at the ends show. */
export function inlineCode(text: string): string {
    const visible = text.replaceAll("\r", "␍").replaceAll("\n", "⏎").replaceAll("\t", "⇥").replaceAll("|", "¦").replace(/^ | $/g, "␣");
    const fence = "`".repeat(1 + longestRun(visible));
    return visible === "" ? "" : `${fence} ${visible} ${fence}`;
}

/** A block of code whose fence nothing in it can close. */
export function codeBlock(text: string, language = ""): string {
    const fence = "`".repeat(Math.max(3, 1 + longestRun(text)));
    return `${fence}${language}\n${text}\n${fence}`;
}

/** Length of the longest run of backticks; 0 without any. A text may have more runs of them than a call may have arguments. */
export function longestRun(text: string): number {
    return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
