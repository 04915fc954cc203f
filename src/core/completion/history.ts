/** Suggestions already made: served again without the model when the text is the same, or when the user types along one. */
import {BoundedMap} from "../text/boundedMap.js";

export interface PlaceKey {
    /** Changes with model, adapters and scales: a suggestion of one must never be shown for another. */
    readonly model: string;
    readonly uri: string;
    readonly prefix: string;
    readonly suffix: string;
    readonly multiline: boolean;
    /** How sure the model had to be. */
    readonly threshold: number;
}

interface Made {
    readonly key: PlaceKey;
    readonly text: string;
}

/** A suggestion found, and whether for this very place or by typing along. */
export interface HistoryHit {
    readonly text: string;
    readonly from: "cache" | "typed";
}

/** How many of the latest suggestions are tried for "typed along"; older ones are too far from what is being typed. */
const typedThroughDepth = 12;

export class SuggestionHistory {
    readonly #made = new BoundedMap<string, Made>(100);

    remember(key: PlaceKey, text: string): void {
        this.#made.set(keyText(key), {key, text});
    }

    find(key: PlaceKey): HistoryHit | undefined {
        const same = this.#made.get(keyText(key));
        if (same !== undefined)
            return {text: same.text, from: "cache"};
        let tried = 0;
        for (const made of this.#made.recent()) {
            if (++tried > typedThroughDepth)
                return undefined;
            const rest = typedAlong(made, key);
            if (rest !== undefined)
                return {text: rest, from: "typed"};
        }
        return undefined;
    }
}

/** What is left of a suggestion after the user typed its beginning; undefined when something else was typed. */
function typedAlong(made: Made, key: PlaceKey): string | undefined {
    const typed = typedSince(made.key, key);
    if (typed === undefined || typed.length === 0 || typed.length >= made.text.length || !made.text.startsWith(typed))
        return undefined;
    return made.text.slice(typed.length);
}

/** What was typed between two places of one document; undefined when one does not come from the other by typing. */
export function typedSince(before: PlaceKey, now: PlaceKey): string | undefined {
    const comparable = before.model === now.model && before.uri === now.uri && before.threshold === now.threshold;
    return comparable && now.prefix.startsWith(before.prefix) && sameBelow(before.suffix, now.suffix)
        ? now.prefix.slice(before.prefix.length) : undefined;
}

/** Whether what follows the cursor is what it was, but for brackets that the editor closed by itself or the user typed over. */
function sameBelow(before: string, now: string): boolean {
    return lineOf(before) === lineOf(now) && before.slice(firstBreak(before)) === now.slice(firstBreak(now));
}

/** The rest of the cursor's line, without the closers it begins with. */
function lineOf(suffix: string): string {
    return suffix.slice(0, firstBreak(suffix)).replace(/^[)\]}>"'`]+/, "");
}

function firstBreak(text: string): number {
    const at = text.indexOf("\n");
    return at < 0 ? text.length : at;
}

function keyText(key: PlaceKey): string {
    return [key.model, key.uri, key.multiline ? "block" : "line", String(key.threshold), String(key.prefix.length), key.prefix, key.suffix].join("\u0000");
}
