/**
 * Room in a full window: the oldest turns of a conversation are left out, many at once, and a summary that the model has written stands in their place, or nothing.
 * It is made once and then stays the same, so that the KV cache keeps the conversation's new start. Small models write poor summaries
 * and drop names, so the person's own questions stay word for word beside the model's notes.
 */
import {type ChatMessage, type Conversation, turnsOf} from "./conversation.js";
import type {Attachment, ChatOutcome, ChatQuery, ChatTurn} from "./types.js";

/** Kept with the message after which it holds: for everything that follows that message. */
export interface Room {
    /** How many of the path's first turns are left out from then on. */
    readonly turns: number;
    /** What stands in their place; absent: nothing. */
    readonly summary?: string;
}

/** Room for the next question that is looked for before it is asked. */
export const nextQuestionTokens = 300;
const summaryTitle = "Notes about the beginning of this conversation, which is left out";
const system = "You write short notes of conversations about code.";
const instruction = "Write notes of this conversation, at most six lines, each beginning with \"- \": what the user works on and asked, what was decided. " +
    "Keep every exact name, file and number. No code.";
/** Tokens that the model may write: one to six seconds of a small one. */
const noteTokens = 110;
/** Characters of a question and an answer that are read for notes, and of a question that stay word for word. */
const readOfQuestion = 500, readOfAnswer = 300, keptOfQuestion = 180;
/** Questions that stay word for word: the last ones of those that go. */
const mostKept = 6;

/** The turns of a path as the model reads them, with what room was made on it. */
export function turnsWithRoom(path: readonly ChatMessage[]): {readonly turns: ChatTurn[]; readonly leftOut: number} {
    const room = path.findLast((message) => message.room !== undefined)?.room;
    const turns = turnsOf(path);
    if (room === undefined || room.turns === 0 || room.turns >= turns.length)
        return {turns, leftOut: 0};
    const [first, ...rest] = turns.slice(room.turns);
    if (first === undefined)
        return {turns, leftOut: 0};
    return {turns: [room.summary === undefined ? first : withSummary(first, room.summary), ...rest], leftOut: room.turns};
}

/** As data before what the turn asks, in a fence like everything that is not the person's own words. */
function withSummary(turn: ChatTurn, summary: string): ChatTurn {
    const attachment: Attachment = {id: "summary", kind: "summary", title: summaryTitle, languageId: "", text: summary};
    return {...turn, attachments: [attachment, ...turn.attachments ?? []]};
}

/** What the model is asked to write notes of: the words of the turns that go, without the code, so that it is read in a second or two and names stand out. */
export function notesQuery(turns: readonly ChatTurn[]): ChatQuery {
    const lines = turns.map(({role, text, attachments = []}) => {
        const earlier = attachments.filter(({kind}) => kind === "summary").map((each) => each.text);
        const titles = attachments.filter(({kind}) => kind !== "summary").map(({title}) => title);
        const about = titles.length === 0 ? "" : ` (about ${titles.join(", ")})`;
        return [...earlier, role === "user" ? `User${about}: ${inShort(text, readOfQuestion)}` : `Assistant: ${inShort(text, readOfAnswer)}`].join("\n");
    });
    return {lane: "task", system, turns: [{role: "user", text: `${lines.join("\n")}\n\n${instruction}`}], maxTokens: noteTokens, temperature: 0};
}

/**
 * What stands in the place of turns that go: the last questions in the person's own words, which keep every name, and the model's notes.
 * @returns undefined when there are no notes: the answer was stopped, went round in circles or says hardly anything
 */
export function summaryOf(turns: readonly ChatTurn[], {text, stop}: Pick<ChatOutcome, "text" | "stop">): string | undefined {
    const lines = [...new Set(text.trim().split("\n").map((line) => line.trim()).filter((line) => line !== ""))];
    // At the limit it broke off in the middle of a line.
    const notes = stop === "length" && lines.length > 1 ? lines.slice(0, -1) : lines;
    if (stop === "stopped" || stop === "repetition" || notes.join("").length < shortestNotes)
        return undefined;
    const questions = turns.filter(({role}) => role === "user").slice(-mostKept).map((turn) => `- ${inShort(turn.text, keptOfQuestion)}`);
    return ["The user asked:", ...questions, "Notes:", ...notes].join("\n");
}

/** Fewer characters say nothing. */
const shortestNotes = 20;

/** A text in one line, its code left out, cut at a length. */
function inShort(text: string, most: number): string {
    const plain = text.replaceAll(/(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n\1|$)/g, "(code)").replaceAll(/\s+/g, " ").trim();
    return plain.length <= most ? plain : `${plain.slice(0, most).trimEnd()}…`;
}

/** A conversation in which room was made after a message. */
export function withRoom(conversation: Conversation, after: string, room: Room): Conversation {
    return {...conversation, messages: conversation.messages.map((message) => message.id === after ? {...message, room} : message)};
}
