/** What becomes of one inline edit, for the local record: its answer and what the person does with it come in any order; then it is told once. */
import type {ChatOutcome} from "../../core/chat/types.js";
import type {Taken} from "../../core/statistics/suggestions.js";

export type EditEnd = "accepted" | "rejected" | "retried";

export class EditEntry {
    readonly #tell: (how: EditEnd | undefined, outcome: ChatOutcome | undefined, change: Omit<Taken, "id"> | undefined) => void;
    #answer: {readonly outcome: ChatOutcome | undefined} | undefined;
    #end: {readonly how: EditEnd; readonly change: Omit<Taken, "id"> | undefined} | undefined;
    #told = false;

    constructor(tell: (how: EditEnd | undefined, outcome: ChatOutcome | undefined, change: Omit<Taken, "id"> | undefined) => void) {
        this.#tell = tell;
    }

    /** @param outcome undefined when it failed */
    answered(outcome: ChatOutcome | undefined): void {
        this.#answer = {outcome};
        // A failed one may stay open for ever: nobody decides about it.
        if (outcome === undefined || this.#end !== undefined)
            this.#finish();
    }

    /** The person has decided. @param change what came into the file, and where; undefined when nothing did */
    ended(how: EditEnd, change?: Omit<Taken, "id">): void {
        this.#end ??= {how, change};
        if (this.#answer !== undefined)
            this.#finish();
    }

    #finish(): void {
        if (this.#told)
            return;
        this.#told = true;
        this.#tell(this.#answer?.outcome === undefined ? undefined : this.#end?.how, this.#answer?.outcome, this.#end?.change);
    }
}
