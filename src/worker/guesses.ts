/** What will probably be written next, from whoever may know: earlier text costs nothing, a draft model knows more. Each is used only while it saves time. */
import type {Token} from "node-llama-cpp";

import {draftAfter, DraftMeter} from "../core/completion/lookup.js";
import type {DraftModel} from "./draftModel.js";

/** A guess that is to be checked. */
export interface Guess {
    /** Empty when the draft model was asked and was not sure: that has cost time, too. */
    readonly tokens: readonly Token[];
    readonly by: "lookup" | "draft";
}

/** After so many steps with the draft model one is made without: what it costs must stay known, or nothing tells whether guessing saves any. */
const plainEvery = 12;

/** Its guesses are dear, so few are tried before it rests. */
const draftTries = 4;

/** What a draft model does here. */
export type Guesser = Pick<DraftModel, keyof DraftModel>;

export class Guesses {
    readonly draft: Guesser | undefined;
    #sincePlain = 0;
    readonly #meters = {lookup: new DraftMeter(), draft: new DraftMeter(draftTries)};

    constructor(draft: Guesser | undefined) {
        this.draft = draft;
    }

    /** Whether the draft model, if there is one, saves time as far as is known. */
    get draftPays(): boolean {
        return this.draft !== undefined && this.#meters.draft.pays;
    }

    /** What may follow `tokens`; undefined: nobody is asked. @throws HearthError `request.cancelled` */
    async after(tokens: readonly Token[], signal: AbortSignal): Promise<Guess | undefined> {
        const found = this.#meters.lookup.pays ? draftAfter(tokens) as Token[] : [];
        if (found.length > 0)
            return {tokens: found, by: "lookup"};
        const isPlainDue = this.#meters.draft.measured.plainMs === undefined || this.#sincePlain >= plainEvery;
        if (this.draft === undefined || isPlainDue || !this.draftPays || !this.draft.isNear(tokens))
            return undefined;
        return {tokens: await this.draft.guess(tokens, signal), by: "draft"};
    }

    /** A step has given `tokens` tokens in `ms`, with a guess or without one. */
    note(guess: Guess | undefined, ms: number, tokens: number): void {
        this.#sincePlain = guess === undefined ? 0 : this.#sincePlain + 1;
        if (guess === undefined) {
            this.#meters.lookup.plain(ms);
            this.#meters.draft.plain(ms);
        } else
            this.#meters[guess.by].drafted(ms, tokens);
    }
}
