// What a person or the machine may do while the model writes: nothing wrong is shown, nothing piles up.
import {describe, expect, it} from "vitest";

import {type CompletionBackend, type CompletionPlace, CompletionService, type NoSuggestion, type Suggestion} from "../../../../src/core/completion/service.js";
import type {CompletionOutcome, CompletionQuery} from "../../../../src/core/completion/types.js";
import {lineSource} from "../../../../src/core/completion/window.js";
import {cancelledError, HearthError} from "../../../../src/core/errors.js";

/** A model whose answers name what they were made for, and come when they are told to. */
class SlowModel implements CompletionBackend {
    readonly model = {cacheKey: "m", readTokensPerSecond: 300};
    open = 0;
    mostOpen = 0;
    asked = 0;
    #waiting: (() => void)[] = [];

    prepare(): Promise<void> {
        return Promise.resolve();
    }

    complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome> {
        this.asked++;
        this.mostOpen = Math.max(this.mostOpen, ++this.open);
        return new Promise((resolve, reject) => {
            signal.addEventListener("abort", () => {
                this.open--;
                reject(cancelledError());
            }, {once: true});
            this.#waiting.push(() => {
                if (signal.aborted)
                    return;
                this.open--;
                const text = answerTo(query.prefix);
                resolve({text, raw: text, stop: "end", note: undefined, pieces: [], cost: {promptTokens: 1, readTokens: 1, writtenTokens: 1, readMs: 1, writeMs: 1}});
            });
        });
    }

    answerAll(): void {
        for (const answer of this.#waiting.splice(0))
            answer();
    }
}

function answerTo(prefix: string): string {
    return `answer(${String(prefix.length)}, "${prefix.slice(-3)}")`;
}

function placeOf(text: string): CompletionPlace {
    const lines = text.split("\n");
    return {
        uri: "file:///a.ts", path: "a.ts", repository: "r", languageId: "typescript", tabSize: 4, adapters: [], source: lineSource(text),
        at: {line: lines.length - 1, character: lines.at(-1)?.length ?? 0}, maxTokens: 64, threshold: 0, workAhead: true
    };
}

interface Asked {
    readonly text: string;
    readonly controller: AbortController;
    readonly answer: Promise<Suggestion | NoSuggestion | "cancelled">;
}

function ask(service: CompletionService, text: string): Asked {
    const controller = new AbortController();
    const answer = service.suggest(placeOf(text), controller.signal).catch((error: unknown) => {
        if (error instanceof HearthError && error.code === "request.cancelled")
            return "cancelled" as const;
        throw error;
    });
    return {text, controller, answer};
}

describe("hundreds of undos and redos", () => {
    it("settle, with one request at work at most, and show what belongs to the text at hand", async () => {
        const model = new SlowModel();
        const service = new CompletionService(model);
        const versions = ["const a = ", "const a = f(", "const b = "];
        let last: Asked | undefined;
        const all: Asked[] = [];
        for (let i = 0; i < 600; i++) {
            last?.controller.abort();
            last = ask(service, versions[i % versions.length] ?? "");
            all.push(last);
            await Promise.resolve();
            if (i % 50 === 49)
                model.answerAll();
        }
        // Asked again where the text before it was still being written.
        for (let rounds = 0; rounds < 20; rounds++) {
            await new Promise((resolve) => setTimeout(resolve, 1));
            model.answerAll();
        }
        for (const {text, answer} of all) {
            const found = await answer;
            if (found !== "cancelled" && "from" in found)
                expect(found.text).toBe(answerTo(text));
        }
        expect(await last?.answer).toMatchObject({text: answerTo(last?.text ?? "")});
        expect(model.mostOpen).toBe(1);
        // What was answered once is remembered: a storm asks no more than the first time round, and what it cut short.
        expect(model.asked).toBeLessThan(600);
    });
});

describe("a file that is replaced under the cursor", () => {
    it("is given nothing that was written for the old text", async () => {
        const model = new SlowModel();
        const service = new CompletionService(model);
        const old = ask(service, "line one\nconst a = ");
        await Promise.resolve();
        const fresh = ask(service, "// another branch\nline\nconst a = ");
        model.answerAll();
        await new Promise((resolve) => setTimeout(resolve, 1));
        model.answerAll();
        expect(await fresh.answer).toMatchObject({text: answerTo(fresh.text), from: "model"});
        const answered = await old.answer;
        expect(answered === "cancelled" || answered.text === "" || answered.text === answerTo(old.text)).toBe(true);
    });
});
