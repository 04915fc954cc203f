/** The local record in SQLite. Synchronous: lives in the thread of databases (store/thread.ts). */
import type {DatabaseSync} from "node:sqlite";

import type {AnswerCell, AnswerRecord, RecordBatch, StatisticsCube, SuggestionCell, SuggestionRecord} from "../../core/statistics/types.js";
import {type Design, openDatabase, type Opening} from "../store/openDatabase.js";
import {removeSetAside} from "../store/setAside.js";
import {transaction} from "../store/transaction.js";
import type {ExportedRecords, StatisticsMethods} from "./storeMessages.js";

const design: Design = {
    version: 1,
    schema: `
        CREATE TABLE IF NOT EXISTS suggestions (
            id TEXT PRIMARY KEY, at INTEGER NOT NULL, language TEXT NOT NULL, model TEXT NOT NULL, adapter TEXT NOT NULL,
            characters INTEGER NOT NULL, outcome TEXT NOT NULL, accepted INTEGER NOT NULL, kept REAL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS answers (
            id TEXT PRIMARY KEY, at INTEGER NOT NULL, language TEXT NOT NULL, model TEXT NOT NULL, adapter TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL,
            promptTokens INTEGER NOT NULL, readTokens INTEGER NOT NULL, writtenTokens INTEGER NOT NULL, readMs REAL NOT NULL, writeMs REAL NOT NULL, kept REAL
        ) STRICT, WITHOUT ROWID
    `,
    probes: [
        "SELECT id, at, language, model, adapter, characters, outcome, accepted, kept FROM suggestions LIMIT 1",
        "SELECT id, at, language, model, adapter, kind, outcome, promptTokens, readTokens, writtenTokens, readMs, writeMs, kept FROM answers LIMIT 1"
    ]
};

const putSuggestion = `
    INSERT INTO suggestions (id, at, language, model, adapter, characters, outcome, accepted) VALUES (:id, :at, :language, :model, :adapter, :characters, :outcome, :accepted)
    ON CONFLICT (id) DO UPDATE SET characters = excluded.characters, outcome = excluded.outcome, accepted = excluded.accepted
`;
const putAnswer = `
    INSERT INTO answers (id, at, language, model, adapter, kind, outcome, promptTokens, readTokens, writtenTokens, readMs, writeMs)
    VALUES (:id, :at, :language, :model, :adapter, :kind, :outcome, :promptTokens, :readTokens, :writtenTokens, :readMs, :writeMs)
    ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome
`;
const day = "strftime('%Y-%m-%d', at / 1000, 'unixepoch', 'localtime')";
const sumSuggestions = `
    SELECT ${day} AS day, language, model, adapter, count(*) AS shown, sum(outcome = 'accepted') AS accepted, sum(outcome = 'partly') AS partly, sum(outcome = 'typed') AS typed,
        sum(characters) AS charactersShown, sum(accepted) AS charactersAccepted,
        sum(CASE WHEN kept IS NULL THEN 0 ELSE accepted END) AS charactersMeasured, total(kept * accepted) AS charactersKept
    FROM suggestions GROUP BY 1, 2, 3, 4 ORDER BY 1
`;
const sumAnswers = `
    SELECT ${day} AS day, kind, language, model, adapter, count(*) AS count, sum(outcome = 'failed') AS failed, sum(outcome = 'accepted') AS accepted,
        sum(outcome IN ('rejected', 'retried')) AS rejected, sum(readTokens) AS readTokens, sum(writtenTokens) AS writtenTokens, total(readMs) AS readMs, total(writeMs) AS writeMs,
        count(kept) AS measured, total(kept) AS kept
    FROM answers GROUP BY 1, 2, 3, 4, 5 ORDER BY 1
`;

export class StatisticsDatabase implements StatisticsMethods {
    readonly #file: string;
    readonly #db: DatabaseSync;

    /**
     * @param file path of the database, made when it is not there; several windows may have it open
     * @throws NewerDatabase; Error when it can't be opened or made
     */
    constructor(file: string, opening?: Opening) {
        this.#file = file;
        this.#db = openDatabase(file, design, opening);
    }

    put({suggestions, answers, kept}: RecordBatch): void {
        transaction(this.#db, () => {
            const suggestion = this.#db.prepare(putSuggestion), answer = this.#db.prepare(putAnswer);
            for (const {id, at, language, model, adapter, characters, outcome, accepted} of suggestions)
                suggestion.run({id, at, language, model, adapter, characters, outcome, accepted});
            for (const {id, at, language, model, adapter, kind, outcome, promptTokens, readTokens, writtenTokens, readMs, writeMs} of answers)
                answer.run({id, at, language, model, adapter, kind, outcome, promptTokens, readTokens, writtenTokens, readMs, writeMs});
            for (const table of ["suggestions", "answers"]) {
                const keep = this.#db.prepare(`UPDATE ${table} SET kept = ? WHERE id = ?`);
                for (const {id, kept: share} of kept)
                    keep.run(share, id);
            }
        });
    }

    prune(before: number): void {
        transaction(this.#db, () => {
            for (const table of ["suggestions", "answers"])
                this.#db.prepare(`DELETE FROM ${table} WHERE at < ?`).run(before);
        });
        removeSetAside(this.#file, before);
    }

    cube(): StatisticsCube {
        return {
            suggestions: this.#db.prepare(sumSuggestions).all().map((row) => ({...row}) as unknown as SuggestionCell),
            answers: this.#db.prepare(sumAnswers).all().map((row) => ({...row}) as unknown as AnswerCell)
        };
    }

    all(): ExportedRecords {
        return {
            suggestions: this.#db.prepare("SELECT * FROM suggestions ORDER BY at, id").all().map((row) => known(row) as unknown as SuggestionRecord),
            answers: this.#db.prepare("SELECT * FROM answers ORDER BY at, id").all().map((row) => known(row) as unknown as AnswerRecord)
        };
    }

    removeAll(): void {
        transaction(this.#db, () => this.#db.exec("DELETE FROM suggestions; DELETE FROM answers"));
        this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        removeSetAside(this.#file);
    }

    close(): void {
        this.#db.close();
    }
}

/** A row without the share that is not known. */
function known(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const {kept, ...rest} = row;
    return kept === null ? rest : {...rest, kept};
}
