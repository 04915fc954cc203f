import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {keptShare, Mark, type TextChange} from "../../../../src/core/statistics/kept.js";
import {keptAfterMs, KeptWatch} from "../../../../src/core/statistics/watch.js";
import type {KeptRecord} from "../../../../src/core/statistics/types.js";

/** A document with something accepted in it, and the clock. */
class Desk {
    text: string;
    open = true;
    readonly kept: KeptRecord[] = [];
    readonly timers = new Map<number, () => void>();
    #lastTimer = 0;
    readonly watch = new KeptWatch({
        textOf: (_uri, start, end) => this.open ? this.text.slice(start, end) : undefined, onKept: (record) => this.kept.push(record),
        later: (run, ms) => {
            expect(ms).toBe(keptAfterMs);
            const timer = ++this.#lastTimer;
            this.timers.set(timer, run);
            return () => this.timers.delete(timer);
        }
    });

    constructor(before: string, accepted: string, after: string, id = "1") {
        this.text = before + accepted + after;
        this.watch.take({id, uri: "u", start: before.length, end: before.length + accepted.length, text: accepted});
    }

    change(...changes: TextChange[]): this {
        for (const {offset, length, text} of changes)
            this.text = this.text.slice(0, offset) + text + this.text.slice(offset + length);
        this.watch.changed("u", changes);
        return this;
    }

    replace(what: string, by: string): this {
        return this.change({offset: this.text.indexOf(what), length: what.length, text: by});
    }

    later(): number | undefined {
        for (const run of [...this.timers.values()])
            run();
        return this.kept.at(-1)?.kept;
    }
}

describe("how much of an accepted text still stands", () => {
    const accepted = "const total = items.reduce((sum, item) => sum + item.price, 0);";
    const desk = () => new Desk("function f() {\n    ", accepted, "\n}\n");

    it("is all of it when nothing happened, or only around it", () => {
        expect(desk().later()).toBe(1);
        expect(desk().replace("function f", "export async function somethingLonger").replace("\n}", "\n    return total;\n}").later()).toBe(1);
    });

    it("is nothing when it is deleted or undone", () => {
        expect(desk().replace(accepted, "").later()).toBe(0);
        expect(desk().replace(`    ${accepted}\n`, "").later()).toBe(0);
    });

    it("is all of it when it was undone and done again", () => {
        const text = desk();
        const at = text.text.indexOf(accepted);
        expect(text.replace(accepted, "").change({offset: at, length: 0, text: accepted}).later()).toBe(1);
    });

    it("is the rest when a part is changed", () => {
        const share = desk().replace("item.price", "item.weight").later();
        expect(share).toBeGreaterThan(0.8);
        expect(share).toBeLessThan(1);
        expect(desk().replace(" => sum + item.price, 0);", "").later()).toBeLessThan(0.7);
    });

    it("is all of it when a formatter writes it anew, or the whole file", () => {
        expect(desk().replace(accepted, "const total = items.reduce(\n    (sum, item) => sum + item.price,\n    0\n);").later()).toBe(1);
        const whole = desk();
        expect(whole.change({offset: 0, length: whole.text.length, text: whole.text.replaceAll("    ", "\t")}).later()).toBe(1);
    });

    it("is nothing when the file is replaced by another", () => {
        const whole = desk();
        expect(whole.change({offset: 0, length: whole.text.length, text: "module.exports = {};\n".repeat(200)}).later()).toBe(0);
    });

    it("is what stands when the document is closed", () => {
        const closed = desk().replace("item.price", "item.weight");
        closed.watch.closed("u");
        expect(closed.kept).toHaveLength(1);
        expect(closed.timers.size).toBe(0);
        expect(closed.kept[0]?.kept).toBeGreaterThan(0.8);
    });

    it("is not known when the document can't be read any more, or the text was never there", () => {
        const gone = desk();
        gone.open = false;
        expect(gone.later()).toBeUndefined();
        const never = new Desk("a", "b", "c");
        never.watch.take({id: "2", uri: "u", start: 0, end: 1, text: "zzz"});
        never.later();
        expect(never.kept.map(({id}) => id)).toEqual(["1"]);
    });

    it("never counts what was there before or written after it as kept", () => {
        const text = desk().replace(accepted, "").replace("\n}", "\n    other();\n}");
        expect(text.later()).toBe(0);
    });

    it("is between none and all, whatever is done", () => {
        const change = fc.record({offset: fc.nat(90), length: fc.nat(90), text: fc.string({maxLength: 12})});
        fc.assert(fc.property(fc.array(change, {maxLength: 12}), (changes) => {
            const text = desk();
            for (const {offset, length, text: by} of changes) {
                const at = Math.min(offset, text.text.length);
                text.change({offset: at, length: Math.min(length, text.text.length - at), text: by});
            }
            const share = text.later();
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
        }));
    });

    it("is found quickly also of a long text in a long file", () => {
        const lines = Array.from({length: 3_000}, (_, i) => `    line${String(i)}(value, ${String(i)});`).join("\n");
        const started = performance.now();
        expect(keptShare(lines, lines.replaceAll("    ", "\t"))).toBe(1);
        expect(performance.now() - started).toBeLessThan(3_000);
    });
});

describe("the mark of a place", () => {
    it("holds what it held, however the text around it changes", () => {
        fc.assert(fc.property(fc.string(), fc.string({minLength: 1}), fc.string(), fc.array(fc.tuple(fc.nat(40), fc.nat(10), fc.string({maxLength: 5})), {maxLength: 8}), (before, held, after, edits) => {
            let text = before + held + after;
            const mark = new Mark(before.length, before.length + held.length);
            for (const [place, length, by] of edits) {
                // Only outside of it.
                const left = place % 2 === 0;
                const offset = left ? Math.min(place, mark.start) : Math.min(text.length, mark.end + place);
                const change = {offset, length: Math.min(length, (left ? mark.start : text.length) - offset), text: by};
                text = text.slice(0, change.offset) + change.text + text.slice(change.offset + change.length);
                mark.follow(change);
            }
            expect(text.slice(mark.start, mark.end)).toBe(held);
        }));
    });
});
