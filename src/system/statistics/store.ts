/** The local record, asked from the extension host. */
import {statisticsErrors} from "../../core/statistics/statisticsErrors.js";
import type {DatabaseClient, DatabaseThread} from "../store/databaseThread.js";

/** A question of it fails with HearthError `statistics.*`. */
export type StatisticsStore = DatabaseClient<"statistics">;

/** @param file path of the database; its folder is made */
export function statisticsStore(thread: DatabaseThread, file: string): StatisticsStore {
    return thread.database("statistics", file, {
        newer: (detail) => statisticsErrors.statisticsNewer(file, detail), full: (detail) => statisticsErrors.statisticsDiskFull(file, detail),
        notWritten: (why) => statisticsErrors.statisticsNotWritten(file, why), other: (detail) => statisticsErrors.statisticsUnreadable(file, detail),
        damaged: (aside) => statisticsErrors.statisticsDamaged(aside)
    });
}
