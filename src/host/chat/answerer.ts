/** Has a question answered: makes room for it, asks the model, and says what came of it as a message. */
import {languageOf} from "../../core/chat/attachments.js";
import type {ChatMessage} from "../../core/chat/conversation.js";
import {chatSystem} from "../../core/chat/commands.js";
import {turnsWithRoom} from "../../core/chat/room.js";
import type {ChatOutcome} from "../../core/chat/types.js";
import {asHearthError} from "../../core/errors.js";
import {setting} from "../settings.js";
import type {ControllerParts} from "./controller.js";
import type {MadeRoom, Rooms} from "./rooms.js";

export interface AnswererParts extends Pick<ControllerParts, "engine" | "log" | "record" | "speaker"> {
    readonly rooms: Rooms;
}

export interface Asked {
    /** The answer as it is before there is any of it. */
    readonly message: ChatMessage;
    /** Asked once more: another answer is wanted. */
    readonly again: boolean;
    readonly signal: AbortSignal;
    /** The messages up to the question, as they are now. */
    readonly path: () => readonly ChatMessage[];
}

export interface AnswerEvents {
    readonly room: (made: MadeRoom) => void;
    readonly summarizing: () => void;
    /** The model is asked now. */
    readonly started: () => void;
    readonly text: (more: string) => void;
}

export interface Answered {
    readonly finished: ChatMessage;
    /** Undefined when it failed, or was stopped before anything was written. */
    readonly outcome?: ChatOutcome;
}

export class Answerer {
    readonly #parts: AnswererParts;

    constructor(parts: AnswererParts) {
        this.#parts = parts;
    }

    /** Never rejects: what goes wrong is told in the message. @param written so far */
    async write(asked: Asked, events: AnswerEvents, written: () => string): Promise<Answered> {
        const {message, path} = asked;
        const {speaker, record, log} = this.#parts;
        const {model, adapter} = speaker();
        const who = {model, ...adapter === undefined ? {} : {adapter}};
        const language = languageOf(path().at(-1)?.attachments ?? []);
        try {
            const {outcome, leftOut} = await this.#ask(asked, events);
            record.answered("chat", language, outcome);
            log.debug(`Chat: ${describe(outcome)}`);
            const {stop, cost, windowTokens} = outcome;
            const droppedTurns = outcome.droppedTurns === 0 ? 0 : leftOut + outcome.droppedTurns;
            return {outcome, finished: {...message, text: outcome.text, answer: {...who, stop, cost, droppedTurns, windowTokens}}};
        } catch (error) {
            const known = asHearthError(error);
            const stopped = known.code === "request.cancelled";
            if (!stopped) {
                record.answered("chat", language, undefined);
                log.error(`Chat failed: ${known.inFull}`);
            }
            return {finished: {
                ...message, text: written(), answer: {...who, stop: stopped ? "stopped" : "failed", droppedTurns: 0, windowTokens: 0, ...stopped ? {} : {error: known.message}}
            }};
        }
    }

    async #ask({again, signal, path}: Asked, events: AnswerEvents): Promise<{readonly outcome: ChatOutcome; readonly leftOut: number}> {
        const {engine, rooms} = this.#parts;
        const made = await rooms.before(path(), signal, events.summarizing);
        if (made !== undefined)
            events.room(made);
        events.started();
        const {turns, leftOut} = turnsWithRoom(path());
        const outcome = await engine.reply(
            {lane: "chat", system: chatSystem, turns, maxTokens: setting("hearth.chat.maxTokens"), temperature: again ? 0.7 : 0}, signal, events.text);
        return {outcome, leftOut};
    }
}

function describe({stop, droppedTurns, cost}: ChatOutcome): string {
    return `prompt ${String(cost.promptTokens)}, read ${String(cost.readTokens)} in ${String(Math.round(cost.readMs))} ms, wrote ${String(cost.writtenTokens)} in ` +
        `${String(Math.round(cost.writeMs))} ms, ${stop}${droppedTurns === 0 ? "" : `, ${String(droppedTurns)} turns dropped`}`;
}
