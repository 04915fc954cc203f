/** The sentences for a local record that can't be kept. */
import {HearthError} from "../errors.js";

export const statisticsErrors = {
    statisticsUnreadable: (file: string, detail: string) => new HearthError({
        code: "statistics.unreadable", remedy: "showLog", detail,
        message: `Hearth's local record can't be read or written. Nothing is counted until then; move ${file} away to start afresh.`
    }),
    statisticsDamaged: (aside: string) => new HearthError({
        code: "statistics.damaged", remedy: "none",
        message: `Hearth's local record was damaged, and counting starts anew. The damaged file is now ${aside}: keep it to have it recovered, or delete it.`
    }),
    statisticsNewer: (file: string, detail: string) => new HearthError({
        code: "statistics.newer", remedy: "none", detail,
        message: `Hearth's local record was made by a newer version of Hearth. Update Hearth: until then nothing is counted, and ${file} stays as it is.`
    }),
    statisticsDiskFull: (file: string, detail: string) => new HearthError({
        code: "statistics.diskFull", remedy: "none", detail,
        message: `The disk is full: Hearth's local record can't be written to ${file}. What was counted stays; free some space, and counting goes on.`
    }),
    statisticsNotWritten: (file: string, why: string) => new HearthError({
        code: "statistics.notWritten", remedy: "showLog", detail: why,
        message: `Hearth's local record can't be written to ${file} (${why}). What was counted stays, and nothing is added; check the permissions there and the disk.`
    })
} as const;
