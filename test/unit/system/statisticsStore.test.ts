import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {build} from "esbuild";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";

import type {HearthError} from "../../../src/core/errors.js";
import {asCsv} from "../../../src/core/statistics/csv.js";
import {SuggestionTracker} from "../../../src/core/statistics/suggestions.js";
import type {AnswerRecord, KeptRecord, SuggestionRecord} from "../../../src/core/statistics/types.js";
import {KeptWatch} from "../../../src/core/statistics/watch.js";
import {statisticsStore, type StatisticsStore} from "../../../src/system/statistics/store.js";
import {DatabaseThread} from "../../../src/system/store/databaseThread.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-statistics-"));
const script = path.join(folder, "stores.mjs");
const noon = new Date(2026, 10, 25, 12).getTime(), dayMs = 86_400_000;

const suggestion = (id: string, more: Partial<SuggestionRecord> = {}): SuggestionRecord =>
    ({id, at: noon, language: "typescript", model: "M", adapter: "", characters: 20, outcome: "ignored", accepted: 0, ...more});
const answer = (id: string, more: Partial<AnswerRecord> = {}): AnswerRecord =>
    ({id, at: noon, language: "", model: "M", adapter: "", kind: "chat", outcome: "finished", promptTokens: 100, readTokens: 50, writtenTokens: 30, readMs: 250, writeMs: 1000, ...more});

describe("the local record", () => {
    let thread: DatabaseThread;
    let store: StatisticsStore;
    let file: string;
    let counter = 0;
    beforeAll(async () => {
        await build({entryPoints: ["src/system/store/thread.ts"], bundle: true, platform: "node", format: "esm", outfile: script, logLevel: "error"});
        thread = new DatabaseThread(script);
    });
    beforeEach(() => {
        file = path.join(folder, `case${String(++counter)}`, "statistics.db");
        store = statisticsStore(thread, file);
    });
    afterAll(async () => {
        await thread.dispose();
        rmSync(folder, {recursive: true, force: true});
    });

    it("is empty at first", async () => {
        expect(await store.ask("cube")).toEqual({suggestions: [], answers: []});
    });

    it("sums by day, language, model and adapter, and counts as kept only what is known", async () => {
        await store.ask("put", {
            suggestions: [
                suggestion("1"), suggestion("2", {outcome: "accepted", accepted: 20}), suggestion("3", {outcome: "accepted", accepted: 20}),
                suggestion("4", {outcome: "partly", accepted: 5, adapter: "house"}), suggestion("5", {outcome: "typed", at: noon - dayMs})
            ],
            answers: [answer("6"), answer("7", {kind: "edit", outcome: "accepted"}), answer("8", {kind: "edit", outcome: "retried"})], kept: [{id: "2", kept: 0.5}, {id: "7", kept: 1}]
        });
        const {suggestions, answers} = await store.ask("cube");
        expect(suggestions).toEqual([
            {day: "2026-11-24", language: "typescript", model: "M", adapter: "", shown: 1, accepted: 0, partly: 0, typed: 1, charactersShown: 20, charactersAccepted: 0, charactersMeasured: 0, charactersKept: 0},
            {day: "2026-11-25", language: "typescript", model: "M", adapter: "", shown: 3, accepted: 2, partly: 0, typed: 0, charactersShown: 60, charactersAccepted: 40, charactersMeasured: 20, charactersKept: 10},
            {day: "2026-11-25", language: "typescript", model: "M", adapter: "house", shown: 1, accepted: 0, partly: 1, typed: 0, charactersShown: 20, charactersAccepted: 5, charactersMeasured: 0, charactersKept: 0}
        ]);
        expect(answers.map(({kind, count, accepted, rejected, measured, kept}) => ({kind, count, accepted, rejected, measured, kept}))).toEqual([
            {kind: "chat", count: 1, accepted: 0, rejected: 0, measured: 0, kept: 0}, {kind: "edit", count: 2, accepted: 1, rejected: 1, measured: 1, kept: 1}
        ]);
    });

    it("takes what is known better for what was there, and keeps what was measured", async () => {
        await store.ask("put", {suggestions: [suggestion("1", {outcome: "partly", accepted: 3})], answers: [], kept: [{id: "1", kept: 1}]});
        await store.ask("put", {suggestions: [suggestion("1", {outcome: "accepted", accepted: 20})], answers: [], kept: []});
        expect((await store.ask("all")).suggestions).toEqual([{...suggestion("1", {outcome: "accepted", accepted: 20}), kept: 1}]);
    });

    it("forgets what is too old, and everything when asked", async () => {
        await store.ask("put", {suggestions: [suggestion("1", {at: noon - 91 * dayMs}), suggestion("2")], answers: [answer("3", {at: noon - 91 * dayMs})], kept: []});
        await store.ask("prune", noon - 90 * dayMs);
        const {suggestions, answers} = await store.ask("all");
        expect(suggestions.map(({id}) => id)).toEqual(["2"]);
        expect(answers).toEqual([]);
        await store.ask("removeAll");
        expect(await store.ask("all")).toEqual({suggestions: [], answers: []});
    });

    it("is written by two windows at once", async () => {
        const other = new DatabaseThread(script);
        const second = statisticsStore(other, file);
        await Promise.all(Array.from({length: 40}, (_, i) => (i % 2 === 0 ? store : second).ask("put", {suggestions: [suggestion(String(i))], answers: [], kept: []})));
        expect((await store.ask("all")).suggestions).toHaveLength(40);
        await other.dispose();
    });

    it("counts anew beside a file that is no database, says so in a sentence, and the other databases go on", async () => {
        const broken = path.join(folder, "broken.db");
        writeFileSync(broken, "not a database ".repeat(500));
        const other = statisticsStore(thread, broken), notices: HearthError[] = [];
        other.onDamaged((notice) => notices.push(notice));
        expect(await other.ask("cube")).toEqual({suggestions: [], answers: []});
        expect(notices.map(({code}) => code)).toEqual(["statistics.damaged"]);
        expect(await store.ask("all")).toEqual({suggestions: [], answers: []});
    });

    it("holds no code, no file name and no question: only figures, and names of languages, models and adapters", async () => {
        const secret = "hunterTwoPassword", place = "file:///home/someone/secretProject/plans.ts";
        const found: {suggestions: SuggestionRecord[]; kept: KeptRecord[]} = {suggestions: [], kept: []};
        const timers: (() => void)[] = [];
        let text = "";
        const watch = new KeptWatch({textOf: (_uri, start, end) => text.slice(start, end), later: (run) => {
            timers.push(run);
            return () => undefined;
        }, onKept: (record) => found.kept.push(record)});
        const tracker = new SuggestionTracker({onRecord: (record) => found.suggestions.push(record), onTaken: (taken) => watch.take(taken)}, () => "id", () => noon);
        tracker.offered({uri: place, offset: 0, text: `const ${secret} = 1;`, language: "typescript", model: "Model", adapter: "house"});
        text = `const ${secret} = 1;`;
        tracker.changed(place, [{offset: 0, length: 0, text}]);
        tracker.accepted("id", text.length, "\n");
        for (const run of timers)
            run();
        expect(found.kept).toEqual([{id: "id", kept: 1}]);
        await store.ask("put", {...found, answers: [answer("a")]});
        await store.ask("removeAll");
        await store.ask("put", {...found, answers: [answer("a")]});
        const bytes = readdirSync(path.dirname(file)).map((name) => readFileSync(path.join(path.dirname(file), name), "latin1")).join("");
        expect(bytes).toContain("typescript");
        for (const word of [secret, "const", "someone", "secretProject", "plans", "file:"])
            expect(bytes).not.toContain(word);
        // A column for anything else would have to be added here, too.
        const db = new DatabaseSync(file, {readOnly: true});
        const columns = db.prepare("SELECT m.name AS t, c.name AS c FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY t, c.cid").all().map(({t, c}) => `${String(t)}.${String(c)}`);
        db.close();
        expect(columns).toEqual([
            ...["id", "at", "language", "model", "adapter", "kind", "outcome", "promptTokens", "readTokens", "writtenTokens", "readMs", "writeMs", "kept"].map((name) => `answers.${name}`),
            ...["id", "at", "language", "model", "adapter", "characters", "outcome", "accepted", "kept"].map((name) => `suggestions.${name}`)
        ]);
    });

    it("is exported as CSV, oldest first, in which a name can't become a formula", async () => {
        await store.ask("put", {
            suggestions: [suggestion("1", {outcome: "accepted", accepted: 20, model: "=SUM(A1)", adapter: "a, \"b\""})], answers: [answer("2", {at: noon - 1000})], kept: [{id: "1", kept: 0.25}]
        });
        const {suggestions, answers} = await store.ask("all");
        const [head, first, second, end] = asCsv(suggestions, answers).split("\r\n");
        expect(head).toBe("time,kind,language,model,adapter,outcome,charactersShown,charactersAccepted,keptAfter5Minutes,promptTokens,readTokens,writtenTokens,readMs,writeMs");
        expect(first).toBe(`${new Date(noon - 1000).toISOString()},chat,,M,,finished,,,,100,50,30,250,1000`);
        expect(second).toBe(`${new Date(noon).toISOString()},suggestion,typescript,'=SUM(A1),"a, ""b""",accepted,20,20,0.25,,,,,`);
        expect(end).toBe("");
    });
});
