import {describe, expect, it} from "vitest";

import {type CompletionBackend, type CompletionModel, type CompletionPlace, CompletionService} from "../../../../src/core/completion/service.js";
import type {CompletionOutcome, CompletionQuery} from "../../../../src/core/completion/types.js";
import {cancelledError} from "../../../../src/core/errors.js";
import {documentAt} from "./markedText.js";

/** Answers every query with the same text, as a model does, and keeps what it was asked. */
class Answering implements CompletionBackend {
    model: CompletionModel | undefined = {cacheKey: "model", readTokensPerSecond: 300};
    readonly asked: CompletionQuery[] = [];

    constructor(public text: string, public note?: string) {}

    prepare(): Promise<void> {
        return Promise.resolve();
    }

    complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
        this.asked.push(query);
        if (signal.aborted)
            return Promise.reject(cancelledError());
        return Promise.resolve({
            text: this.text, raw: this.text, stop: "end", note: this.note, pieces: [],
            cost: {promptTokens: 1, readTokens: 1, writtenTokens: 1, readMs: 1, writeMs: 1}
        });
    }
}

function place(marked: string, changes: Partial<CompletionPlace> = {}): CompletionPlace {
    return {uri: "file:///a.ts", path: "a.ts", repository: "shop", languageId: "typescript", tabSize: 4, adapters: [], maxTokens: 96, workAhead: false, threshold: 0.5, ...documentAt(marked), ...changes};
}

const never = new AbortController().signal;

/** What the document becomes when the suggestion is accepted. */
async function accepted(marked: string, text: string): Promise<string> {
    const answer = await new CompletionService(new Answering(text)).suggest(place(marked), never);
    const [before = "", after = ""] = marked.split("¦");
    return "from" in answer ? before + answer.text + after.slice(answer.replaces) : before + after;
}

describe("asking the model", () => {
    it("gives it the text around the cursor, and gives back its answer", async () => {
        const backend = new Answering("1;");
        const answer = await new CompletionService(backend).suggest(place("a\r\nconst x = ¦\r\nb"), never);
        expect(answer).toMatchObject({text: "1;", replaces: 0, from: "model", outcome: {stop: "end"}});
        expect(backend.asked).toEqual([{
            adapters: [], path: "a.ts", repository: "shop", languageId: "typescript", prefix: "a\nconst x = ", suffix: "\nb", multiline: false, maxTokens: 96, tabSize: 4, threshold: 0.5
        }]);
    });

    it.each([
        ["an empty file", "¦", true], ["a fresh line of blanks", "a\n    ¦", true], ["a fresh line of tabs", "a\n\t\t¦", true], ["mixed blanks", "a\n \t ¦", true],
        ["the end of a file without a final line break", "a\nb = ¦", false], ["an open brace", "if (x) {¦", true], ["the middle of a line", "f(¦x)", false]
    ])("asks in %s, for a block only where one fits", async (_, marked, multiline) => {
        const backend = new Answering("foo()");
        await expect(new CompletionService(backend).suggest(place(marked), never)).resolves.toMatchObject({text: "foo()"});
        expect(backend.asked[0]?.multiline).toBe(multiline);
    });

    it.each([
        ["in the middle of a word", "fo¦o", "inside a word"],
        ["on a line of 100 KB", `${"x".repeat(100_000)} ¦`, "the line is too long"]
    ])("does not ask %s", async (_, marked, why) => {
        const backend = new Answering("x");
        await expect(new CompletionService(backend).suggest(place(marked), never)).resolves.toEqual({text: "", why, outcome: undefined});
        expect(backend.asked).toEqual([]);
    });

    it("does not ask while no model is ready", async () => {
        const backend = new Answering("x");
        backend.model = undefined;
        await expect(new CompletionService(backend).suggest(place("¦"), never)).resolves.toMatchObject({text: "", why: "no model is ready"});
        expect(backend.asked).toEqual([]);
    });

    it("says why there is nothing", async () => {
        await expect(new CompletionService(new Answering("", "repeats the line below")).suggest(place("¦"), never))
            .resolves.toMatchObject({text: "", why: "repeats the line below", outcome: {raw: ""}});
    });

    it("passes a cancellation on and remembers nothing of it", async () => {
        const backend = new Answering("x");
        const service = new CompletionService(backend);
        await expect(service.suggest(place("a = ¦"), AbortSignal.abort())).rejects.toMatchObject({code: "request.cancelled"});
        await expect(service.suggest(place("a = ¦"), never)).resolves.toMatchObject({text: "x", from: "model"});
    });
});

describe("brackets that stand after the cursor", () => {
    it.each([
        ["foo(¦)", "a) {", "foo(a) {"],
        ["foo(¦) ", "a) {", "foo(a) { "],
        ["if (f(¦))", "a)) {", "if (f(a)) {"],
        ["foo(¦)", "a) + (b)", "foo(a) + (b)"],
        ["foo(¦)", "a, b", "foo(a, b)"],
        ["foo(¦)", "bar(x)", "foo(bar(x))"],
        ["foo(¦)", "bar(x).map((y) => {", "foo(bar(x).map((y) => {)"],
        ["foo(¦)", "(x) => {\n    y();\n}", "foo((x) => {\n    y();\n})"],
        ["const x = [¦]", "\n    1,\n    2\n];", "const x = [\n    1,\n    2\n];"],
        ["print(\"¦\")", "hello\")", "print(\"hello\")"],
        ["x = ¦;", "a;\ny = b;", "x = a;\ny = b;"],
        ["  {a: ¦,", "1, b: 2", "  {a: 1, b: 2,"],
        ["foo(¦x)", "a) {", "foo(a) {x)"]
    ])("%s with %j becomes %j", async (marked, text, expected) => {
        expect(await accepted(marked, text)).toBe(expected);
    });
});

describe("serving again without the model", () => {
    async function afterFirst(text: string, marked: string) {
        const backend = new Answering(text);
        const service = new CompletionService(backend);
        await service.suggest(place(marked), never);
        backend.text = "asked again";
        return {backend, ask: (next: string, changes: Partial<CompletionPlace> = {}) => service.suggest(place(next, changes), never), service};
    }

    it("the same place, also when there was nothing to show", async () => {
        const {backend, ask} = await afterFirst("foo();", "x = ¦");
        await expect(ask("x = ¦")).resolves.toEqual({text: "foo();", replaces: 0, from: "cache", outcome: undefined});
        expect(backend.asked.length).toBe(1);
        const nothing = await afterFirst("", "x = ¦");
        await expect(nothing.ask("x = ¦")).resolves.toMatchObject({text: "", outcome: undefined});
        expect(nothing.backend.asked.length).toBe(1);
    });

    it("a suggestion that is typed along, until nothing but a closer or two is left of it", async () => {
        const {backend, ask} = await afterFirst("foo(𝒳 + 1);", "x = ¦\ny");
        for (const typed of ["f", "foo", "foo(𝒳", "foo(𝒳 + "])
            await expect(ask(`x = ${typed}¦\ny`)).resolves.toMatchObject({text: "foo(𝒳 + 1);".slice(typed.length), from: "typed", outcome: undefined});
        for (const typed of ["foo(𝒳 + 1", "foo(𝒳 + 1)"])
            await expect(ask(`x = ${typed}¦\ny`)).resolves.toMatchObject({text: "", why: "only closing characters are left"});
        expect(backend.asked.length).toBe(1);
    });

    it("a suggestion typed along while the editor closes brackets, without doubling them", async () => {
        const {backend, ask} = await afterFirst("foo(\"a\", bar(b));", "x = ¦\ny");
        await expect(ask("x = foo(¦)\ny")).resolves.toEqual({text: "\"a\", bar(b));", replaces: 1, from: "typed", outcome: undefined});
        await expect(ask("x = foo(\"¦\")\ny")).resolves.toMatchObject({text: "a\", bar(b));", replaces: 2, from: "typed"});
        await expect(ask("x = foo(\"a\", bar(¦))\ny")).resolves.toMatchObject({text: "b));", replaces: 2, from: "typed"});
        expect(backend.asked.length).toBe(1);
    });

    it("a block typed along over a line break, in a file longer than the window", async () => {
        const rest = Array.from({length: 300}, (_, i) => `    statement${i}();`).join("\n");
        const {backend, ask} = await afterFirst("\n    y();\n}", `if (x) {¦\n${rest}`);
        await expect(ask(`if (x) {\n    ¦\n${rest}`)).resolves.toMatchObject({text: "y();\n}", from: "typed"});
        expect(backend.asked.length).toBe(1);
    });

    it.each<[string, string, Partial<CompletionPlace>]>([
        ["other text typed", "x = b¦\ny", {}], ["text changed below", "x = f¦\nz", {}], ["a line deleted below", "x = f¦", {}],
        ["another file", "x = f¦\ny", {uri: "file:///b.ts"}]
    ])("never after %s", async (_, marked, changes) => {
        const {ask} = await afterFirst("foo();", "x = ¦\ny");
        await expect(ask(marked, changes)).resolves.toMatchObject({text: "asked again", from: "model"});
    });

    it("never under another model or adapter, and again under the first", async () => {
        const {backend, ask} = await afterFirst("foo();", "x = ¦");
        backend.model = {cacheKey: "model+adapter", readTokensPerSecond: 300};
        await expect(ask("x = f¦")).resolves.toMatchObject({text: "asked again", from: "model"});
        await expect(ask("x = ¦")).resolves.toMatchObject({text: "asked again", from: "model"});
        backend.model = {cacheKey: "model", readTokensPerSecond: 300};
        await expect(ask("x = ¦")).resolves.toMatchObject({text: "foo();", from: "cache"});
    });

    it("files an answer under the model it was asked of, when another comes meanwhile", async () => {
        const backend = new Answering("foo();");
        const service = new CompletionService(backend);
        const pending = service.suggest(place("x = ¦"), never);
        backend.model = {cacheKey: "other", readTokensPerSecond: 300};
        await pending;
        backend.text = "of the other";
        await expect(service.suggest(place("x = ¦"), never)).resolves.toMatchObject({text: "of the other", from: "model"});
    });
});
