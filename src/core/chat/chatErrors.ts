/** The sentences for what can go wrong in chat and edits. */
import {HearthError} from "../errors.js";

export const chatErrors = {
    tooLong: (tokens: number, window: number) => new HearthError({
        code: "chat.tooLong", remedy: "none",
        message: `The question is too long for this model's window. It has ${tokens} tokens and ${window} fit: ask about a smaller part, or raise “hearth.model.contextSize”.`
    }),
    historyUnreadable: (file: string, detail: string) => new HearthError({
        code: "chat.historyUnreadable", remedy: "showLog", detail,
        message: `The stored conversations can't be read. Chat goes on without keeping any; move ${file} away to start afresh.`
    }),
    historyDamaged: (aside: string) => new HearthError({
        code: "chat.historyDamaged", remedy: "none",
        message: `The stored conversations were damaged, and new ones are kept in a new file. The damaged file is now ${aside}: keep it to have it recovered, or delete it.`
    }),
    historyNewer: (file: string, detail: string) => new HearthError({
        code: "chat.historyNewer", remedy: "none", detail,
        message: `The stored conversations were made by a newer version of Hearth. Update Hearth: until then chat keeps none, and ${file} stays as it is.`
    }),
    historyDiskFull: (file: string, detail: string) => new HearthError({
        code: "chat.historyDiskFull", remedy: "none", detail,
        message: `The disk is full: the conversation can't be stored in ${file}. What was stored stays; free some space, and the next message stores all of it.`
    }),
    historyNotWritten: (file: string, why: string) => new HearthError({
        code: "chat.historyNotWritten", remedy: "showLog", detail: why,
        message: `The conversations can't be stored in ${file} (${why}). What was stored stays, and chat goes on; check the permissions there and the disk.`
    })
} as const;
