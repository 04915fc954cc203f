/** The conversation that the chat view shows: asking, answering, branches, what is attached. Knows nothing of the page but its messages. */
import {randomUUID} from "node:crypto";
import * as vscode from "vscode";

import {promptOf, type SlashCommand, typedCommand} from "../../core/chat/commands.js";
import {before, branchesAt, type ChatMessage, choosing, type Conversation, newConversation, pathTo, shownPath, withMessage} from "../../core/chat/conversation.js";
import type {FromPage, ShownMessage, ToPage} from "../../core/chat/page.js";
import {turnsWithRoom, withRoom} from "../../core/chat/room.js";
import type {Attachment, AttachmentKind} from "../../core/chat/types.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {Answerer} from "./answerer.js";
import {attach, attachFirst} from "./attach.js";
import {Attached} from "./attached.js";
import type {AnswerLog} from "../statistics/answerLog.js";
import type {Kept} from "./kept.js";
import {type MadeRoom, Rooms} from "./rooms.js";
import type {Prompts} from "./userPrompts.js";
import type {WorkspaceSearch} from "./workspaceSearch.js";

export interface ControllerParts {
    readonly engine: ChatEngine;
    readonly kept: Kept;
    readonly prompts: Prompts;
    readonly search: WorkspaceSearch;
    readonly record: AnswerLog;
    readonly log: vscode.LogOutputChannel;
    /** Remembers which conversation is shown, and what is half written. */
    readonly memory: vscode.Memento;
    /** The model's name, and that of the adapter it speaks with. */
    readonly speaker: () => {readonly model: string; readonly adapter: string | undefined};
}

const memoryKey = {conversation: "chat.conversation", draft: "chat.draft"};

interface Running {
    readonly id: string;
    /** What is written so far: the page may be shown anew in the middle of an answer. */
    text: string;
    readonly controller: AbortController;
    readonly done: Promise<void>;
}

export class ChatController {
    readonly #parts: ControllerParts;
    #conversation = newConversation(randomUUID(), Date.now());
    readonly #attached: Attached;
    readonly #rooms: Rooms;
    readonly #answerer: Answerer;
    #running: Running | undefined;
    #post: (message: ToPage) => void = () => undefined;
    #restored: Promise<void> | undefined;

    constructor(parts: ControllerParts) {
        this.#parts = parts;
        this.#attached = new Attached({
            engine: parts.engine, search: parts.search, log: parts.log, post: (message) => this.#post(message), turns: () => turnsWithRoom(shownPath(this.#conversation)).turns
        });
        this.#rooms = new Rooms(parts.engine, (line) => parts.log.debug(line));
        this.#answerer = new Answerer({...parts, rooms: this.#rooms});
    }

    get conversation(): Conversation {
        return this.#conversation;
    }

    /** Where messages for the page go from now on. */
    connect(post: (message: ToPage) => void): void {
        this.#post = post;
    }

    /** Brings back what was shown in the session before; the database is opened now, and not when VS Code starts. */
    ready(): Promise<void> {
        return this.#restored ??= this.#restore();
    }

    async #restore(): Promise<void> {
        const id = this.#parts.memory.get<string>(memoryKey.conversation);
        const stored = id === undefined ? undefined : await this.#parts.kept.ask("load", id);
        if (stored !== undefined)
            this.#conversation = stored;
    }

    /** Shows everything anew: the page has just come up. */
    showAll(): void {
        this.#show();
        this.#post({type: "input", text: this.#parts.memory.get(memoryKey.draft, "")});
        this.#attached.show();
        void this.#attached.measure();
    }

    async open(id: string): Promise<void> {
        await this.ready();
        await this.stop();
        await this.#rooms.stop();
        const stored = await this.#parts.kept.ask("load", id);
        if (stored !== undefined)
            this.#become(stored);
    }

    async startNew(): Promise<void> {
        await this.ready();
        await this.stop();
        await this.#rooms.stop();
        this.#become(newConversation(randomUUID(), Date.now()));
    }

    async remove(id: string): Promise<void> {
        await this.#parts.kept.ask("remove", id);
        if (id === this.#conversation.id)
            await this.startNew();
    }

    async removeAll(): Promise<void> {
        await this.#parts.kept.ask("removeAll");
        await this.startNew();
    }

    /** Ends the answer that is being written, and waits until it has. */
    async stop(): Promise<void> {
        this.#running?.controller.abort();
        await this.#running?.done;
    }

    /** Asks a question with what is attached. */
    async ask(text: string): Promise<void> {
        await this.ready();
        await this.stop();
        const {command, prompt} = await this.#command(text);
        if (command !== undefined && this.#attached.all.length === 0)
            this.#attached.add(await attachFirst(command.attaches));
        const question = this.#message("user", this.#conversation.leaf, text, await this.#attached.take(text), prompt);
        await this.#parts.memory.update(memoryKey.draft, "");
        await this.#askWith(question);
    }

    /** Asks a changed question in the place of one: a branch beside it. */
    async edit(id: string, text: string): Promise<void> {
        await this.stop();
        const old = this.#conversation.messages.find((message) => message.id === id);
        if (old?.role !== "user")
            return;
        this.#conversation = before(this.#conversation, id);
        const {prompt} = await this.#command(text);
        const question = this.#message("user", old.parent, text, old.attachments, prompt);
        this.#show();
        await this.#askWith(question);
    }

    /** Answers a question once more: a branch beside the answer. */
    async again(id: string): Promise<void> {
        await this.stop();
        const old = this.#conversation.messages.find((message) => message.id === id);
        if (old?.role !== "assistant" || old.parent === undefined)
            return;
        this.#conversation = {...this.#conversation, leaf: old.parent};
        this.#show();
        await this.#answer(old.parent, true);
    }

    async branch(id: string): Promise<void> {
        await this.stop();
        await this.#rooms.stop();
        this.#conversation = choosing(this.#conversation, id);
        this.#show();
        this.#save();
        this.#attached.conversationChanged();
    }

    async attach(kind: AttachmentKind, value?: string): Promise<boolean> {
        const {search} = this.#parts;
        const found = kind === "search" ? search.available ? search.placeholder() : undefined : await attach(kind, value);
        this.#attached.add(found);
        return found !== undefined;
    }

    add(attachment: Attachment): void {
        this.#attached.add(attachment);
    }

    detach(id: string): void {
        this.#attached.remove(id);
    }

    keepDraft(text: string): void {
        void this.#parts.memory.update(memoryKey.draft, text);
    }

    /** Where an attachment of a message (or of the question that is being written) came from. */
    sourceOf({message, id}: Extract<FromPage, {type: "openChip"}>): string | undefined {
        const from = message === undefined ? this.#attached.all : this.#conversation.messages.find((each) => each.id === message)?.attachments ?? [];
        return from.find((each) => each.id === id)?.source;
    }

    /** What the question before an answer had attached. */
    attachedTo(answer: string): readonly Attachment[] {
        return pathTo(this.#conversation, answer).findLast(({role, attachments}) => role === "user" && attachments.length > 0)?.attachments ?? [];
    }

    /** The command that a question begins with, and what the model reads for it. */
    async #command(text: string): Promise<{readonly command?: SlashCommand; readonly prompt: {readonly prompt?: string}}> {
        const typed = typedCommand(text);
        const command = typed === undefined ? undefined : (await this.#parts.prompts.all()).find(({name}) => name === typed.name);
        return typed === undefined || command === undefined ? {prompt: {}} : {command, prompt: {prompt: promptOf(command, typed.rest)}};
    }

    async #askWith(question: ChatMessage): Promise<void> {
        this.#conversation = withMessage(this.#conversation, question, Date.now());
        this.#post({type: "message", message: this.#shown(question), answering: undefined});
        this.#attached.show();
        this.#save();
        await this.#answer(question.id, false);
    }

    async #answer(parent: string, again: boolean): Promise<void> {
        const message = this.#message("assistant", parent, "", []);
        const controller = new AbortController();
        this.#conversation = withMessage(this.#conversation, message, Date.now());
        const {promise: done, resolve} = Promise.withResolvers<undefined>();
        const running: Running = {id: message.id, text: "", controller, done};
        this.#running = running;
        this.#post({type: "message", message: this.#shown(message), answering: message.id});
        try {
            await this.#write(message, again, running);
        } finally {
            resolve(undefined);
        }
    }

    async #write(message: ChatMessage, again: boolean, running: Running): Promise<void> {
        const {signal} = running.controller;
        await this.#rooms.settled(signal);
        const doing = (text: string) => this.#post({type: "doing", id: message.id, text});
        const path = () => pathTo(this.#conversation, message.parent);
        const {finished, outcome} = await this.#answerer.write({message, again, signal, path}, {
            room: (made) => this.#makeRoom(made), summarizing: () => doing("The window is full: Hearth is noting down the oldest messages…"), started: () => doing(""),
            text: (more) => {
                running.text += more;
                this.#post({type: "append", id: message.id, text: more});
            }
        }, () => running.text);
        if (outcome !== undefined)
            this.#attached.answered(outcome);
        this.#running = undefined;
        this.#conversation = withMessage(this.#conversation, finished, Date.now());
        this.#post({type: "message", message: this.#shown(finished), answering: undefined});
        this.#attached.show();
        this.#save();
        if (outcome !== undefined && outcome.stop !== "stopped")
            this.#rooms.ahead(() => shownPath(this.#conversation), (made) => this.#makeRoom(made));
    }

    /** From now on the oldest turns are left out here. */
    #makeRoom({after, room}: MadeRoom): void {
        this.#conversation = withRoom(this.#conversation, after, room);
        const message = this.#conversation.messages.find(({id}) => id === after);
        if (message !== undefined)
            this.#post({type: "message", message: this.#shown(message), answering: this.#running?.id});
        this.#save();
        this.#attached.conversationChanged();
    }

    #message(role: "user" | "assistant", parent: string | undefined, text: string, attachments: readonly Attachment[], more: {readonly prompt?: string} = {}): ChatMessage {
        return {id: randomUUID(), parent, role, text, attachments, createdAt: Date.now(), ...more};
    }

    #become(conversation: Conversation): void {
        this.#conversation = conversation;
        void this.#parts.memory.update(memoryKey.conversation, conversation.id);
        this.#show();
        this.#attached.conversationChanged();
    }

    #show(): void {
        const {title} = this.#conversation;
        this.#post({type: "show", title, messages: shownPath(this.#conversation).map((each) => this.#shown(each)), answering: this.#running?.id});
    }

    #shown(message: ChatMessage): ShownMessage {
        const {id, role, text, answer, attachments, room} = message;
        return {id, role, text: this.#running?.id === id ? this.#running.text : text, answer, ...room === undefined ? {} : {room}, chips: attachments.map((each) => this.#attached.chip(each)), branches: branchesAt(this.#conversation, id)};
    }

    #save(): void {
        void this.#parts.memory.update(memoryKey.conversation, this.#conversation.id);
        void this.#parts.kept.ask("save", this.#conversation);
    }
}
