/** The local record, asked from the extension host. */
import {statisticsErrors} from "../../core/statistics/statisticsErrors.js";
import type {DatabaseClient, DatabaseThread} from "../store/databaseThread.js";

/** A question of it fails with HearthError `statistics.unreadable`. */
export type StatisticsStore = DatabaseClient<"statistics">;

/** @param file path of the database; its folder is made */
export function statisticsStore(thread: DatabaseThread, file: string): StatisticsStore {
    return thread.database("statistics", file, (detail) => statisticsErrors.statisticsUnreadable(file, detail));
}
