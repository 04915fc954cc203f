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
    })
} as const;
