/** What a draft model has done since its model was loaded. */
import type {DraftWork} from "../completion/types.js";

export class DraftTally {
    #guessed = 0;
    #right = 0;
    #pays = true;
    #model: string | undefined;

    /** Takes note of a completion's share; another model's begins anew. @param model names the model and its draft model */
    note(model: string, work: DraftWork | undefined): void {
        if (model !== this.#model)
            [this.#model, this.#guessed, this.#right, this.#pays] = [model, 0, 0, true];
        this.#guessed += work?.guessed ?? 0;
        this.#right += work?.right ?? 0;
        this.#pays = work?.pays ?? this.#pays;
    }

    /** In words, for the status bar. */
    describe(): string {
        if (this.#guessed === 0)
            return this.#pays ? "no guesses yet" : "it does not save time here and rests";
        return `${Math.round(100 * this.#right / this.#guessed)} % of ${this.#guessed} guessed tokens were right${this.#pays ? "" : "; it does not save time here and rests"}`;
    }
}
