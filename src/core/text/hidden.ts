/**
 * Characters that are not seen but change what is read or run: bidirectional controls ("Trojan Source", CVE-2021-42574), tags that spell out text to a model alone, and
 * what has no width. Joiners and variation selectors stay where writing needs them: between letters of scripts that join, and in emoji.
 */

/** Soft hyphen, Arabic letter mark, Hangul fillers, Mongolian vowel separator, zero width and word joiner, marks and overrides of direction, BOM, annotations, tags, selectors. */
const always = [
    "\\u00AD", "\\u061C", "\\u115F\\u1160", "\\u17B4\\u17B5", "\\u180E", "\\u200B", "\\u200E\\u200F", "\\u202A-\\u202E", "\\u2060-\\u2064", "\\u2066-\\u206F", "\\u3164", "\\uFEFF",
    "\\uFFA0", "\\uFFF9-\\uFFFB", "\\u{1BCA0}-\\u{1BCA3}", "\\u{1D173}-\\u{1D17A}", "\\u{E0000}-\\u{E007F}", "\\u{E0100}-\\u{E01EF}"
].map((range) => `[${range}]`).join("|");
/**
 * Joiners and variation selectors after a character of ASCII join nothing, also where something hidden stands between, which would be taken out from there; a keycap
 * (`1`, selector, U+20E3) is an emoji.
 */
const misplaced = `(?<=[\\x00-\\x7F])(?:${always}|\\u200C|\\u200D|[\\uFE00-\\uFE0F])+(?!\\u20E3)`;
const hidden = new RegExp(`${misplaced}|(?:${always})+`, "gu");

/** Where the first hidden character stands that `known` does not hold as well; undefined where there is none. */
export function firstHidden(text: string, known = ""): number | undefined {
    for (const {0: run, index} of text.matchAll(hidden)) {
        if (Array.from(run).some((character) => !known.includes(character)))
            return index;
    }
    return undefined;
}

/** The text without hidden characters, but for those that `known` holds: what is edited may have had them before. */
export function withoutHidden(text: string, known = ""): string {
    return text.replace(hidden, (run) => Array.from(run).filter((character) => known.includes(character)).join(""));
}

/** The text with a mark that can be seen in place of each run of hidden characters: `⁅U+202E⁆`, `⁅12 hidden characters⁆`. */
export function shownHidden(text: string): string {
    return text.replace(hidden, (run) => {
        const characters = Array.from(run);
        return characters.length > 1 ? `⁅${String(characters.length)} hidden characters⁆` : `⁅U+${(run.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⁆`;
    });
}
