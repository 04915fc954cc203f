/** What is attached to the next question, shown as chips with their tokens, beside how much of the window is taken. */
import * as vscode from "vscode";

import type {Chip, ToPage} from "../../core/chat/page.js";
import type {Attachment, ChatOutcome, ChatTurn} from "../../core/chat/types.js";
import {asHearthError} from "../../core/errors.js";
import {shownHidden} from "../../core/text/hidden.js";
import type {ChatEngine} from "../../system/chat/chatEngine.js";
import {Meter} from "./meter.js";
import type {WorkspaceSearch} from "./workspaceSearch.js";

export interface AttachedOptions {
    readonly engine: ChatEngine;
    readonly search: WorkspaceSearch;
    readonly log: vscode.LogOutputChannel;
    readonly post: (message: ToPage) => void;
    /** The conversation's turns that the next question will be read after. */
    readonly turns: () => readonly ChatTurn[];
}

export class Attached {
    readonly #options: AttachedOptions;
    readonly #meter: Meter;
    #all: readonly Attachment[] = [];

    constructor(options: AttachedOptions) {
        this.#options = options;
        this.#meter = new Meter(options.engine);
    }

    get all(): readonly Attachment[] {
        return this.#all;
    }

    add(attachment: Attachment | undefined): void {
        if (attachment === undefined)
            return;
        // The same thing again: its newer state.
        this.#become([...this.#all.filter(({title}) => title !== attachment.title), attachment]);
    }

    remove(id: string): void {
        this.#become(this.#all.filter((each) => each.id !== id));
    }

    /** Ends being attached: what was, with what is found for the question in the place of the search. */
    async take(question: string): Promise<Attachment[]> {
        const found = await Promise.all(this.#all.map(async (each) => each.kind === "search" ? await this.#search(question) : [each]));
        this.#all = [];
        return found.flat();
    }

    chip({id, kind, title, source}: Attachment): Chip {
        return {id, kind, title: shownHidden(title), tokens: this.#meter.of(id), opens: source !== undefined};
    }

    show(): void {
        this.#options.post({type: "chips", chips: this.#all.map((each) => this.chip(each)), usedTokens: this.#meter.used(this.#all), windowTokens: this.#meter.window});
    }

    /** Another conversation, or another branch: to be counted anew. */
    conversationChanged(): void {
        this.#meter.forget();
        void this.measure();
    }

    /** An answer says what its conversation takes. */
    answered(outcome: ChatOutcome): void {
        this.#meter.answered(outcome);
    }

    async measure(): Promise<void> {
        try {
            await this.#meter.count(this.#all, this.#options.turns());
        } catch (error) {
            // No model yet: then nothing is counted, and the note above the input says so.
            this.#options.log.debug(`Nothing counted: ${asHearthError(error).message}`);
        }
        this.show();
    }

    #become(all: readonly Attachment[]): void {
        this.#all = all;
        this.show();
        void this.measure();
    }

    async #search(question: string): Promise<readonly Attachment[]> {
        try {
            return await this.#options.search.find(question);
        } catch (error) {
            // The question is worth asking without it.
            void vscode.window.showWarningMessage(asHearthError(error).message);
            return [];
        }
    }
}
