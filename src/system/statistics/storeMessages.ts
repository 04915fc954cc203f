/** What the local record can be asked. */
import type {AnswerRecord, KeptRecord, RecordBatch, StatisticsCube, SuggestionRecord} from "../../core/statistics/types.js";

export interface ExportedRecords {
    readonly suggestions: readonly (SuggestionRecord & Partial<KeptRecord>)[];
    readonly answers: readonly (AnswerRecord & Partial<KeptRecord>)[];
}

export interface StatisticsMethods {
    /** Writes what is new, and puts what is known better in the place of what was there. */
    put(batch: RecordBatch): void;
    /** Forgets what is older than a time (milliseconds since the epoch). */
    prune(before: number): void;
    /** Sums by local day and all else that can be looked at. */
    cube(): StatisticsCube;
    /** Every record, the oldest first. */
    all(): ExportedRecords;
    removeAll(): void;
}
