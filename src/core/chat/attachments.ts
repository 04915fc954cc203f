/** How what a question brings along is written down for the model: before the question, each under its name, in a fence that it cannot close. */
import {shownHidden} from "../text/hidden.js";
import {withoutLastBreaks} from "../text/lines.js";
import {longestRun} from "../text/markdown.js";
import type {Attachment, ChatTurn} from "./types.js";

/** A fence longer than any run of backticks in `text`. */
export function fenceFor(text: string): string {
    return "`".repeat(Math.min(Math.max(2, longestRun(text)) + 1, 64));
}

/** What is hidden in it is shown to the model as it is to the person: instructions that only the model could read are none. */
export function renderAttachment({title, languageId, text}: Attachment): string {
    const fence = fenceFor(text);
    return `${shownHidden(title)}:\n${fence}${languageId}\n${withoutLastBreaks(shownHidden(text))}\n${fence}\n\n`;
}

/** A turn as one text: what it brings along, then what is asked. */
export function renderTurn({text, attachments = []}: ChatTurn): string {
    return attachments.map(renderAttachment).join("") + text;
}

const cutMark = "… (cut: too long)";

/** An attachment without its last lines, so that about `share` (0..1) of it remains. */
export function shortened(attachment: Attachment, share: number): Attachment {
    const lines = attachment.text.split("\n");
    const kept = lines.slice(0, Math.floor(lines.length * share)).join("\n");
    // One endless line: cut inside of it.
    const text = kept === "" ? attachment.text.slice(0, Math.floor(attachment.text.length * share)) : kept;
    return {...attachment, text: `${text}\n${cutMark}`};
}

/** The language that a question is about: that of the first thing attached that has one; empty where none has. */
export function languageOf(attachments: readonly Attachment[]): string {
    return attachments.find(({languageId}) => languageId !== "")?.languageId ?? "";
}
