import fc from "fast-check";
import {describe, expect, it} from "vitest";

import {type CompletionBackend, type CompletionModel, type CompletionPlace, CompletionService} from "../../../../src/core/completion/service.js";
import type {CompletionOutcome, CompletionQuery} from "../../../../src/core/completion/types.js";
import {lineSource} from "../../../../src/core/completion/window.js";
import {cancelledError, HearthError} from "../../../../src/core/errors.js";
import {patience, runs} from "../../fuzz/runs.js";

const answerLength = 5;

/** What a model says after a text: each letter follows from all that stands before it, so that a wrong reuse shows. */
function continuation(model: string, prefix: string): string {
    let text = "";
    while (text.length < answerLength)
        text += letterAfter(model, prefix + text);
    return text;
}

function letterAfter(model: string, text: string): string {
    let hash = 7;
    for (const character of model + text)
        hash = (hash * 31 + character.charCodeAt(0)) % 65_521;
    return "abc"[hash % 3] ?? "a";
}

/** A model process whose every token waits for its turn, and which may die. */
class FakeModel implements CompletionBackend {
    model: CompletionModel | undefined = {cacheKey: "m1", readTokensPerSecond: 300};
    atWork = 0;
    mostAtWork = 0;
    readonly #turn: <T>(value: T) => Promise<T>;
    #generation = 0;

    constructor(turn: <T>(value: T) => Promise<T>) {
        this.#turn = turn;
    }

    crash(): void {
        this.#generation++;
    }

    prepare(): Promise<void> {
        return Promise.resolve();
    }

    async complete(query: CompletionQuery, signal: AbortSignal, onPartial: (text: string) => void): Promise<CompletionOutcome> {
        const [key, generation] = [this.model?.cacheKey ?? "", this.#generation];
        this.mostAtWork = Math.max(this.mostAtWork, ++this.atWork);
        signal.addEventListener("abort", () => this.atWork--, {once: true});
        const whole = continuation(key, query.prefix);
        for (let length = 1; length <= whole.length; length++) {
            await this.#turn(undefined);
            if (signal.aborted)
                throw cancelledError();
            if (generation !== this.#generation) {
                this.atWork--;
                throw new HearthError({code: "engine.crashed", message: "gone", remedy: "showLog"});
            }
            onPartial(whole.slice(0, length));
        }
        this.atWork--;
        return {text: whole, raw: whole, stop: "end", note: undefined, pieces: [], cost: {promptTokens: 1, readTokens: 1, writtenTokens: 5, readMs: 1, writeMs: 1}};
    }
}

type Action = {readonly kind: "type"; readonly agreeing: boolean} | {readonly kind: "delete" | "undo" | "crash" | "switch" | "wait" | "cancel"};

const actions: fc.Arbitrary<Action> = fc.oneof(
    {weight: 8, arbitrary: fc.record({kind: fc.constant("type" as const), agreeing: fc.boolean()})},
    {weight: 4, arbitrary: fc.record({kind: fc.constantFrom("delete" as const, "undo" as const, "crash" as const, "switch" as const, "wait" as const, "cancel" as const)})}
);

function placeOf(text: string): CompletionPlace {
    return {
        uri: "file:///a.ts", path: "a.ts", repository: "r", languageId: "typescript", tabSize: 4, adapters: [], source: lineSource(text),
        at: {line: 0, character: text.length}, maxTokens: 64, threshold: 0, workAhead: true
    };
}

describe("keys, cancels, crashes and model switches in any order", () => {
    it("never shows a suggestion that is not this model's for this very text, settles everything, and has one request at work", async () => {
        await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(actions, {minLength: 1, maxLength: 25}), async (scheduler, script) => {
            const backend = new FakeModel((value) => scheduler.schedule(Promise.resolve(value)));
            const service = new CompletionService(backend);
            const pending: Promise<void>[] = [];
            const texts = ["x"];
            let asking = new AbortController();
            for (const action of script) {
                const text = texts.at(-1) ?? "";
                perform(action, text, texts, backend, asking);
                if (action.kind === "wait") {
                    if (scheduler.count() > 0)
                        await scheduler.waitNext(1);
                    continue;
                }
                asking.abort();
                asking = new AbortController();
                pending.push(ask(service, backend, texts.at(-1) ?? "", asking.signal));
            }
            await scheduler.waitIdle();
            await Promise.all(pending);
            expect(backend.mostAtWork).toBeLessThanOrEqual(1);
        }), {numRuns: runs(300)});
    }, patience);
});

function perform(action: Action, text: string, texts: string[], backend: FakeModel, asking: AbortController): void {
    switch (action.kind) {
        case "type": {
            const expected = letterAfter(backend.model?.cacheKey ?? "", text);
            texts.push(text + (action.agreeing ? expected : expected === "a" ? "b" : "a"));
            return;
        }
        case "delete":
            texts.push(text.slice(0, -1) || "x");
            return;
        case "undo":
            if (texts.length > 1)
                texts.pop();
            return;
        case "crash":
            backend.crash();
            return;
        case "switch":
            backend.model = {cacheKey: backend.model?.cacheKey === "m1" ? "m2" : "m1", readTokensPerSecond: 300};
            return;
        case "cancel":
            asking.abort();
            return;
        case "wait":
            return;
    }
}

async function ask(service: CompletionService, backend: FakeModel, text: string, signal: AbortSignal): Promise<void> {
    const model = backend.model?.cacheKey ?? "";
    try {
        const answer = await service.suggest(placeOf(text), signal);
        expect(answer.text).not.toBe("");
        expect(continuation(model, text).startsWith(answer.text)).toBe(true);
    } catch (error) {
        if (!(error instanceof HearthError))
            throw error;
        expect(["request.cancelled", "engine.crashed"]).toContain(error.code);
    }
}
