/** What the model is asked for an edit, and how its answer becomes the new text. Text is LF only. */
import {fenceFor} from "../chat/attachments.js";
import type {ChatQuery} from "../chat/types.js";
import {withoutHidden} from "../text/hidden.js";
import {withoutLastBreaks} from "../text/lines.js";
import {commonIndent, dedented, indentedAs, stepOf} from "./indent.js";

export interface EditRequest {
    /** Path shown to the model. */
    readonly path: string;
    readonly languageId: string;
    /** The selected lines, whole, without the last one's line break. */
    readonly selected: string;
    /** Lines around the selected ones; shown only where those are too few to be understood alone. */
    readonly above: string;
    readonly below: string;
    readonly instruction: string;
    /** The selected lines stay as they are for certain, and what is asked for comes after them. */
    readonly goesOn?: boolean;
    /** Asked again: another answer is wanted. */
    readonly again: boolean;
    /** What one step of indentation is in the file. */
    readonly unit: string;
}

const system = "You edit code. You get a part of a file and an instruction. Reply with the whole new version of that part in one code block and nothing else. " +
    "Change only what the instruction asks for; keep everything else exactly as it is.";

/** Tokens for the answer: what the old text may have, and room for what comes to it. A token is two characters of code at least. */
function room(selected: string): number {
    return Math.ceil(selected.length / 2) + 256;
}

/** So many lines speak for themselves. Shown what is around them as well, small models write that, too. */
const enoughLines = 3;

/** The question for an edit; its answer begins inside the code block. */
export function editQuery(request: EditRequest): ChatQuery {
    const {path, languageId, selected, instruction, again, goesOn = false} = request;
    const alone = selected.split("\n").length >= enoughLines;
    const [above, below] = alone ? ["", ""] : [request.above, request.below];
    const code = dedented(selected);
    const fence = fenceFor(code);
    const around = (title: string, text: string) => text.trim() === "" ? "" : `${title}:\n${fence}${languageId}\n${text}\n${fence}\n\n`;
    return {
        lane: "task", system, maxTokens: room(selected), temperature: again ? 0.7 : 0,
        turns: [{role: "user", text: `File ${path}\n\n${around("Before the part", above)}${around("After the part", below)}The part to edit:\n${fence}${languageId}\n${code}\n${fence}\n\n${instruction}`}],
        opening: `${fence}${languageId}\n${goesOn ? `${code}\n` : ""}`, stops: [`\n${fence}`], ...goesOn ? {} : {draft: code}
    };
}

/** The new text of the selected lines, from the answer so far; hidden characters only where they stood there before. */
export function editedText(answer: string, {selected, above, below, languageId, unit}: Pick<EditRequest, "selected" | "above" | "below" | "languageId" | "unit">): string {
    const opening = `${fenceFor(dedented(selected))}${languageId}\n`;
    const code = answer.startsWith(opening) ? answer.slice(opening.length) : answer;
    const step = stepOf(selected) || unit;
    return indentedAs(withoutHidden(withoutSurroundings(withoutLastBreaks(code), above, below), selected), commonIndent(selected), step);
}

/** Takes off the lines around the part, where the model wrote them as well: those above at its start, and only then those below at its end. */
function withoutSurroundings(code: string, above: string, below: string): string {
    const lines = code.split("\n").map((line) => line.trim());
    const before = above.split("\n").map((line) => line.trim()), after = below.split("\n").map((line) => line.trim());
    let start = Math.min(before.length, lines.length - 1);
    while (start > 0 && before.slice(-start).some((line, i) => line !== lines[i]))
        start--;
    if (before.slice(before.length - start).every((line) => line === ""))
        return code;
    let end = Math.min(after.length, lines.length - start - 1);
    while (end > 0 && after.slice(0, end).some((line, i) => line !== lines[lines.length - end + i]))
        end--;
    return code.split("\n").slice(start, lines.length - end).join("\n");
}

/**
 * While it is written: the new lines as far as they go, and then the old ones that have not been come to.
 * @param edited from {@link editedText}
 */
export function whileWritten(edited: string, selected: string): string {
    const fresh = edited.split("\n"), old = selected.split("\n");
    // Where the last whole new line stands in the old text; else as many lines further.
    const last = fresh.at(-2);
    const at = last === undefined ? -1 : old.findIndex((line, i) => line === last && i >= fresh.length - 12);
    return [...fresh.slice(0, -1), ...old.slice(at >= 0 ? at + 1 : fresh.length - 1)].join("\n");
}
