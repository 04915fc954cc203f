import {describe, expect, it} from "vitest";

import {SuggestionTracker, type Taken} from "../../../../src/core/statistics/suggestions.js";
import type {SuggestionRecord} from "../../../../src/core/statistics/types.js";

class Followed {
    readonly records = new Map<string, SuggestionRecord>();
    readonly taken = new Map<string, Taken>();
    #lastId = 0;
    readonly tracker = new SuggestionTracker(
        {onRecord: (record) => this.records.set(record.id, record), onTaken: (taken) => this.taken.set(taken.id, taken)}, () => String(++this.#lastId), () => 5
    );

    offer(offset: number, text: string, uri = "file:///a.ts"): string {
        return this.tracker.offered({uri, offset, text, language: "typescript", model: "M", adapter: ""});
    }

    put(offset: number, text: string, length = 0, uri = "file:///a.ts"): void {
        this.tracker.changed(uri, [{offset, length, text}]);
    }

    get(id: string): SuggestionRecord | undefined {
        return this.records.get(id);
    }
}

describe("what becomes of a suggestion", () => {
    it("is accepted at once", () => {
        const followed = new Followed();
        const id = followed.offer(10, "foo(bar);");
        followed.put(10, "foo(bar);");
        followed.tracker.accepted(id, 19, "\n");
        expect(followed.get(id)).toEqual({id: "1", at: 5, language: "typescript", model: "M", adapter: "", characters: 9, outcome: "accepted", accepted: 9});
        expect(followed.taken.get(id)).toEqual({id, uri: "file:///a.ts", start: 10, end: 19, text: "foo(bar);"});
    });

    it("is accepted although the editor made two changes of it, and although the next one was offered already", () => {
        const followed = new Followed();
        const id = followed.offer(10, "foo(bar);");
        followed.tracker.changed("file:///a.ts", [{offset: 14, length: 0, text: "bar);"}, {offset: 10, length: 0, text: "foo("}]);
        followed.offer(19, "next");
        followed.tracker.accepted(id, 19, "\n");
        expect(followed.get(id)).toMatchObject({outcome: "accepted", accepted: 9});
    });

    it("counts line endings as the document has them", () => {
        const followed = new Followed();
        const id = followed.offer(10, "a\nb");
        followed.put(10, "a\r\nb");
        followed.tracker.accepted(id, 14, "\r\n");
        expect(followed.taken.get(id)).toMatchObject({start: 10, end: 14, text: "a\nb"});
    });

    it("is one suggestion while it is typed along, and then accepted: what was typed is not counted as accepted", () => {
        const followed = new Followed();
        const id = followed.offer(0, "const x = 1;");
        followed.put(0, "c");
        expect(followed.offer(1, "onst x = 1;")).toBe(id);
        followed.put(1, "o");
        expect(followed.offer(2, "nst x = 1;")).toBe(id);
        followed.put(2, "nst x = 1;");
        followed.tracker.accepted(id, 12, "\n");
        expect(followed.get(id)).toMatchObject({characters: 12, outcome: "accepted", accepted: 10});
        expect(followed.records.size).toBe(1);
    });

    it("grows when more of it comes while it is shown", () => {
        const followed = new Followed();
        const id = followed.offer(0, "if (a)");
        expect(followed.offer(0, "if (a) {\n    b();\n}")).toBe(id);
        followed.tracker.dispose();
        expect(followed.get(id)).toMatchObject({characters: 19, outcome: "ignored", accepted: 0});
    });

    it("is taken in words, and the rest is dismissed", () => {
        const followed = new Followed();
        const id = followed.offer(3, "alpha beta gamma");
        followed.put(3, "alpha");
        followed.put(8, " beta");
        followed.put(13, "X");
        expect(followed.get(id)).toMatchObject({outcome: "partly", accepted: 10, characters: 16});
        expect(followed.taken.get(id)).toMatchObject({start: 3, end: 13, text: "alpha beta"});
    });

    it("is typed by hand to its end, with Enter's indentation and the bracket that the editor closes", () => {
        const followed = new Followed();
        const id = followed.offer(0, "f(a\n    b");
        followed.put(0, "f");
        followed.put(1, "()");
        followed.put(2, "a");
        followed.put(3, "\n    ");
        followed.put(8, "b");
        expect(followed.get(id)).toMatchObject({outcome: "typed", accepted: 0, characters: 9});
    });

    it("is ignored when something else is typed, elsewhere edited, or nothing more done", () => {
        const followed = new Followed();
        const first = followed.offer(0, "abc");
        followed.put(0, "x");
        const second = followed.offer(1, "abc");
        followed.put(90, "abc");
        const third = followed.offer(1, "def");
        followed.offer(0, "other", "file:///b.ts");
        for (const id of [first, second, third])
            expect(followed.get(id)).toMatchObject({outcome: "ignored", accepted: 0});
        expect(followed.taken.size).toBe(0);
    });

    it("is not touched by other documents", () => {
        const followed = new Followed();
        const id = followed.offer(0, "abc");
        followed.put(0, "x", 0, "file:///b.ts");
        expect(followed.offer(0, "abc")).toBe(id);
    });
});
