/** The sentence for a local record that can't be kept. */
import {HearthError} from "../errors.js";

export const statisticsErrors = {
    statisticsUnreadable: (file: string, detail: string) => new HearthError({
        code: "statistics.unreadable", remedy: "showLog", detail,
        message: `Hearth's local record can't be read or written. Nothing is counted until then; move ${file} away to start afresh.`
    })
} as const;
