/**
 * Room in a full window, in time: after an answer it is looked whether another question would fit. If not, the oldest turns go, a summary is written in their
 * place (if that is wanted), and the conversation's new start is read, so that the next question finds it read. What was not done in time is done when it is asked.
 */
import {chatSystem} from "../../core/chat/commands.js";
import type {ChatMessage} from "../../core/chat/conversation.js";
import {nextQuestionTokens, notesQuery, type Room, summaryOf, turnsWithRoom} from "../../core/chat/room.js";
import type {ChatTurn} from "../../core/chat/types.js";
import {asHearthError} from "../../core/errors.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {setting} from "../settings.js";

/** Room that was made after a message. */
export interface MadeRoom {
    readonly after: string;
    readonly room: Room;
}

interface Ahead {
    readonly controller: AbortController;
    /** Until the room is made; what is read afterwards can be broken off. */
    readonly making: Promise<void>;
    readonly done: Promise<void>;
}

const question: ChatTurn = {role: "user", text: "…"};

export class Rooms {
    readonly #engine: ChatEngine;
    readonly #log: (line: string) => void;
    #ahead: Ahead | undefined;
    /** Messages after which a summary was stopped or failed: not tried again. */
    readonly #dropped = new Set<string>();

    constructor(engine: ChatEngine, log: (line: string) => void) {
        this.#engine = engine;
        this.#log = log;
    }

    /**
     * After an answer: makes room for the next question, if it would not fit. Never rejects.
     * @param pathNow the shown path, also as it is when the room is made
     * @param onRoom gets the room that was made
     */
    ahead(pathNow: () => readonly ChatMessage[], onRoom: (made: MadeRoom) => void): void {
        const controller = new AbortController();
        const {signal} = controller;
        const making = this.#make(pathNow(), nextQuestionTokens, signal).then((made) => {
            if (made !== undefined)
                onRoom(made);
            return made !== undefined;
        }).catch((error: unknown) => {
            this.#log(`No room made ahead: ${asHearthError(error).message}`);
            return false;
        });
        const done = making.then(async (made) => {
            if (made && !signal.aborted)
                await this.#read(turnsWithRoom(pathNow()).turns, signal);
        }).catch((error: unknown) => this.#log(`Not read ahead: ${asHearthError(error).message}`));
        this.#ahead = {controller, making: making.then(() => undefined), done};
    }

    /** Ends what is done ahead: another conversation, another branch. */
    async stop(): Promise<void> {
        this.#ahead?.controller.abort();
        await this.#ahead?.done;
        this.#ahead = undefined;
    }

    /** Waits for a room that is being made; what is read ahead ends, and what was read of it stays in the cache. @param signal ends the waiting, and the making */
    async settled(signal: AbortSignal): Promise<void> {
        const ahead = this.#ahead;
        this.#ahead = undefined;
        if (ahead === undefined)
            return;
        const abort = () => ahead.controller.abort();
        signal.addEventListener("abort", abort, {once: true});
        await ahead.making;
        signal.removeEventListener("abort", abort);
        abort();
        await ahead.done;
    }

    /**
     * The room that a question needs; undefined when it fits as it is, or when there is nothing that could go.
     * @param path ends with the question
     * @throws HearthError `request.cancelled` when aborted, `chat.tooLong`, `engine.notReady`
     */
    async before(path: readonly ChatMessage[], signal: AbortSignal, onSummary: () => void): Promise<MadeRoom | undefined> {
        return await this.#make(path, 0, signal, onSummary);
    }

    async #make(path: readonly ChatMessage[], spareTokens: number, signal: AbortSignal, onSummary?: () => void): Promise<MadeRoom | undefined> {
        const after = path.findLast(({role, text}) => role === "assistant" && text !== "");
        if (after === undefined)
            return undefined;
        const {turns, leftOut} = turnsWithRoom(path);
        const asked = turns.at(-1)?.role === "user" ? turns : [...turns, question];
        const {droppedTurns} = await this.#engine.fit({system: chatSystem, turns: asked, maxTokens: setting("hearth.chat.maxTokens"), spareTokens}, signal);
        if (droppedTurns === 0)
            return undefined;
        const going = turns.slice(0, droppedTurns);
        const summary = await this.#summary(going, after.id, signal, onSummary);
        return {after: after.id, room: {turns: leftOut + droppedTurns, ...summary === undefined ? {} : {summary}}};
    }

    async #summary(going: readonly ChatTurn[], after: string, signal: AbortSignal, onStart?: () => void): Promise<string | undefined> {
        if (setting("hearth.chat.whenFull") === "drop" || this.#dropped.has(after))
            return undefined;
        onStart?.();
        try {
            const outcome = await this.#engine.reply(notesQuery(going), signal, () => undefined);
            const summary = summaryOf(going, outcome);
            this.#log(`Summary of ${String(going.length)} turns: read ${String(outcome.cost.readTokens)} in ${String(Math.round(outcome.cost.readMs))} ms, ` +
                `wrote ${String(outcome.cost.writtenTokens)} in ${String(Math.round(outcome.cost.writeMs))} ms, ${summary === undefined ? "not used" : outcome.stop}`);
            if (summary === undefined)
                this.#dropped.add(after);
            return summary;
        } catch (error) {
            this.#dropped.add(after);
            this.#log(`No summary: ${asHearthError(error).message}`);
            if (signal.aborted)
                throw error;
            return undefined;
        }
    }

    /** Reads a conversation's start, so that the next question finds it in the cache. */
    async #read(turns: readonly ChatTurn[], signal: AbortSignal): Promise<void> {
        await this.#engine.reply(
            {lane: "chat", system: chatSystem, turns: [...turns, question], maxTokens: 0, usualMaxTokens: setting("hearth.chat.maxTokens"), temperature: 0}, signal, () => undefined);
    }
}
