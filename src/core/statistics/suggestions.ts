/**
 * Follows what becomes of suggestions: one is offered again at each key while it is typed along, taken in words, or taken whole. Holds their text while it
 * lasts; what it hands on are figures.
 */
import type {TextChange} from "./kept.js";
import type {Speaker, SuggestionOutcome, SuggestionRecord} from "./types.js";

/** A suggestion as it is handed to the editor. */
export interface Offered extends Speaker {
    /** Which document. */
    readonly uri: string;
    /** Where the cursor is. */
    readonly offset: number;
    /** Text after the cursor, LF only. */
    readonly text: string;
}

/** Something accepted came into a document here. */
export interface Taken {
    readonly id: string;
    readonly uri: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
}

export interface SuggestionListener {
    /** A suggestion's fate is known, or known better than before: the same id again takes the place of the earlier record. */
    readonly onRecord: (record: SuggestionRecord) => void;
    readonly onTaken: (taken: Taken) => void;
}

interface Live extends Offered {
    readonly id: string;
    readonly at: number;
    /** Characters of all that was shown of it. */
    total: number;
    /** What is not in the file yet. */
    rest: string;
    /** Where the rest would go. */
    cursor: number;
    typed: number;
    taken: number;
    /** Where what was taken in parts begins, and what it is. */
    part: {readonly start: number; text: string} | undefined;
    outcome: SuggestionOutcome;
}

/** Suggestions whose acceptance may still be told: the editor tells it a moment after it has changed the document. */
const remembered = 8;
const pairs: ReadonlySet<string> = new Set(["()", "[]", "{}", "<>", "\"\"", "''", "``"]);

export class SuggestionTracker {
    readonly #listener: SuggestionListener;
    readonly #now: () => number;
    readonly #newId: () => string;
    #live: Live | undefined;
    #recent: Live[] = [];

    constructor(listener: SuggestionListener, newId: () => string, now: () => number = Date.now) {
        this.#listener = listener;
        this.#newId = newId;
        this.#now = now;
    }

    /** A suggestion is handed to the editor. @returns its id: the same one while it is only what is left of the last */
    offered(offer: Offered): string {
        const live = this.#live;
        if (live?.uri === offer.uri && live.cursor === offer.offset && live.rest !== "" && (offer.text.startsWith(live.rest) || live.rest.startsWith(offer.text))) {
            // It may have been shown before all of it was written.
            live.total += offer.text.length - live.rest.length;
            live.rest = offer.text;
            return live.id;
        }
        this.#close();
        const made: Live = {
            ...offer, id: this.#newId(), at: this.#now(), total: offer.text.length, rest: offer.text, cursor: offer.offset, typed: 0, taken: 0, part: undefined, outcome: "ignored"
        };
        this.#live = made;
        this.#recent = [made, ...this.#recent].slice(0, remembered);
        return made.id;
    }

    /** A document has changed. */
    changed(uri: string, changes: readonly TextChange[]): void {
        const live = this.#live;
        if (live?.uri !== uri)
            return;
        const [change] = changes;
        if (changes.length !== 1 || change?.offset !== live.cursor || !this.#advance(live, change))
            this.#close();
        else if (live.rest === "")
            this.#close();
    }

    /** The editor says that a suggestion was accepted: all that was left of it. @param end where it ends in the document, line endings counted as they are there */
    accepted(id: string, end: number, ending: string): void {
        const live = this.#recent.find((each) => each.id === id);
        if (live === undefined || live.outcome === "accepted")
            return;
        // The change may have come first, and then looked like a part.
        const text = live.part === undefined || live.rest !== "" ? (live.part?.text ?? "") + live.rest : live.part.text;
        live.taken = live.total - live.typed;
        live.outcome = "accepted";
        live.rest = "";
        this.#listener.onRecord(recordOf(live));
        this.#listener.onTaken({id, uri: live.uri, start: end - text.replaceAll("\n", ending).length, end, text});
        if (this.#live === live)
            this.#live = undefined;
    }

    /** Nothing more will come. */
    dispose(): void {
        this.#close();
    }

    /** @returns whether the change goes on with the suggestion */
    #advance(live: Live, {length, text: raw}: TextChange): boolean {
        const text = raw.replaceAll("\r\n", "\n");
        if (text === "" || length > live.rest.length)
            return false;
        if (pairs.has(text) && live.rest.startsWith(text.slice(0, 1)) && !live.rest.startsWith(text)) {
            live.typed++;
            live.cursor++;
            live.rest = live.rest.slice(1);
            return true;
        }
        if (!live.rest.startsWith(text))
            return false;
        // Enter brings the next line's indentation along.
        if (text.length === 1 || /^\n[ \t]*$/.test(text) || pairs.has(text)) {
            live.typed += text.length;
            if (live.part !== undefined)
                live.part.text += text;
        } else {
            live.taken += text.length;
            live.part ??= {start: live.cursor, text: ""};
            live.part.text += text;
        }
        live.cursor += raw.length;
        live.rest = live.rest.slice(text.length);
        return true;
    }

    #close(): void {
        const live = this.#live;
        this.#live = undefined;
        if (live === undefined)
            return;
        live.outcome = live.taken > 0 ? "partly" : live.rest === "" ? "typed" : "ignored";
        this.#listener.onRecord(recordOf(live));
        if (live.part !== undefined)
            this.#listener.onTaken({id: live.id, uri: live.uri, start: live.part.start, end: live.cursor, text: live.part.text});
    }
}

function recordOf({id, at, language, model, adapter, total, taken, outcome}: Live): SuggestionRecord {
    return {id, at, language, model, adapter, characters: total, outcome, accepted: taken};
}
