/**
 * A conversation as tokens that fit the window. The start stays the same from turn to turn, so that the KV cache keeps it; when the window is full the oldest
 * turns go, many at once, so that the start then stays the same again for a while.
 */
import {renderTurn, shortened} from "./attachments.js";
import {chatErrors} from "./chatErrors.js";
import type {ChatTemplate, TemplatePart} from "./templates.js";
import type {ChatTurn} from "./types.js";

export interface ChatVocabulary {
    readonly template: ChatTemplate;
    readonly bos: number | undefined;
    /** The token of a control text; undefined when the vocabulary has none. */
    readonly control: (text: string) => number | undefined;
    /** Tokens of plain text: none of them may be a control token. */
    readonly tokens: (text: string) => readonly number[];
    /** The tokens that an answer was written with, when remembered: another cut of the same text would have to be read again. */
    readonly written: (text: string) => readonly number[] | undefined;
}

export interface ChatPlan {
    readonly tokens: readonly number[];
    /** How many of the oldest turns were left out. */
    readonly droppedTurns: number;
    /** Ids of the last turn's attachments that were cut. */
    readonly cutAttachments: readonly string[];
}

/** When turns must go, so many go that this share of the budget is filled. */
const filledAfterDropping = 0.6;
/** How often attachments are cut by a part before giving up. */
const cuts = 8;

/**
 * @param turns from the oldest to the newest, the last one the user's
 * @param budget most tokens of the prompt
 * @param usualBudget by which what is attached is cut: the same one throughout a conversation
 * @throws HearthError `chat.tooLong` when the last turn alone is too long, with nothing attached that could be cut
 */
export function planChat(system: string, turns: readonly ChatTurn[], budget: number, vocabulary: ChatVocabulary, usualBudget = budget): ChatPlan {
    const last = turns.at(-1);
    if (last?.role !== "user")
        throw new Error("a chat must end with a turn of the user's");
    const fixed = partTokens(vocabulary.template.start(system), vocabulary).length +
        partTokens([...vocabulary.template.answer, ...vocabulary.template.answerNow ?? []], vocabulary).length;
    // Earlier turns are cut as they were when they were the last: what the cache holds of them stays right.
    const fitted = turns.map((turn) => turn.role === "user" ? cutToFit(turn, system, usualBudget - fixed, vocabulary, turn === last) : {turn, cut: []});
    const kept = fitted.map(({turn}) => turn);
    const start = startThatFits(kept.map((each) => turnTokens(each, "", vocabulary).length), budget - fixed - systemInFirst(system, vocabulary));
    return {
        tokens: [
            ...partTokens(vocabulary.template.start(system), vocabulary),
            ...kept.slice(start).flatMap((each, i) => turnTokens(each, i === 0 ? system : "", vocabulary)),
            ...partTokens([...vocabulary.template.answer, ...vocabulary.template.answerNow ?? []], vocabulary)
        ],
        droppedTurns: start, cutAttachments: fitted.at(-1)?.cut ?? []
    };
}

/** Tokens of parts, in which neighbouring texts are one: a tokenizer may join what stands at their seam. */
export function partTokens(parts: readonly TemplatePart[], vocabulary: Pick<ChatVocabulary, "bos" | "control" | "tokens">): number[] {
    const found: number[] = [];
    let text = "";
    const flush = () => {
        if (text !== "")
            found.push(...vocabulary.tokens(text));
        text = "";
    };
    for (const part of parts) {
        if (typeof part === "string") {
            text += part;
            continue;
        }
        flush();
        const token = "bos" in part ? vocabulary.bos : vocabulary.control(part.control);
        if (token !== undefined)
            found.push(token);
    }
    flush();
    return found;
}

function turnTokens(turn: ChatTurn, system: string, vocabulary: ChatVocabulary): number[] {
    const {template} = vocabulary;
    if (turn.role === "user")
        return partTokens(template.user(renderTurn(turn), system), vocabulary);
    // What was written now stands behind the same opening as when it was written.
    return [
        ...partTokens([...template.answer, ...template.answerNow ?? []], vocabulary),
        ...vocabulary.written(turn.text) ?? vocabulary.tokens(turn.text),
        ...partTokens(template.answerEnd, vocabulary)
    ];
}

/** How many tokens the instructions take in the first turn of a family that puts them there. */
function systemInFirst(system: string, vocabulary: ChatVocabulary): number {
    const with_ = partTokens(vocabulary.template.user("x", system), vocabulary).length;
    return with_ - partTokens(vocabulary.template.user("x", ""), vocabulary).length;
}

/**
 * Index of the first turn that is kept: replays the conversation, so that the answer changes only when the window has filled up again. An answer never
 * comes first.
 * @param lengths tokens of each turn; users' are the even ones
 */
export function startThatFits(lengths: readonly number[], budget: number): number {
    let start = 0, used = 0;
    for (const [i, length] of lengths.entries()) {
        used += length;
        if (used <= budget || i % 2 === 1)
            continue;
        while (start < i && used > budget * filledAfterDropping) {
            used -= (lengths[start] ?? 0) + (lengths[start + 1] ?? 0);
            start += 2;
        }
    }
    return Math.min(start, lengths.length - 1);
}

/** What a turn brings along may fill this share of the budget: the next question must not push it out at once. */
const attachedShare = 0.75;

interface Fitted {
    readonly turn: ChatTurn;
    readonly cut: readonly string[];
}

/** @param must whether to refuse a turn that stays too long: an earlier one is dropped instead */
function cutToFit(turn: ChatTurn, system: string, budget: number, vocabulary: ChatVocabulary, must: boolean): Fitted {
    const length = (each: ChatTurn) => turnTokens(each, system, vocabulary).length;
    const attached = turn.attachments?.length ?? 0;
    const limit = attached === 0 ? budget : budget * attachedShare;
    let current = turn;
    const cut = new Set<string>();
    for (let i = 0; i < cuts * attached && length(current) > limit; i++) {
        const largest = [...current.attachments ?? []].sort((a, b) => b.text.length - a.text.length)[0];
        const share = Math.max(0.1, Math.min(0.9, limit / length(current)));
        if (largest !== undefined)
            cut.add(largest.id);
        current = {...current, attachments: (current.attachments ?? []).map((each) => each === largest ? shortened(each, share) : each)};
    }
    if (must && length(current) > budget)
        throw chatErrors.tooLong(length(current), budget);
    return {turn: current, cut: [...cut]};
}
