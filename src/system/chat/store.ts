/** The stored conversations, asked from the extension host. */
import {chatErrors} from "../../core/chat/chatErrors.js";
import type {DatabaseClient, DatabaseThread} from "../store/databaseThread.js";

/** A question of it fails with HearthError `chat.history*`. */
export type ConversationStore = DatabaseClient<"conversations">;

/** @param file path of the database; its folder is made */
export function conversationStore(thread: DatabaseThread, file: string): ConversationStore {
    return thread.database("conversations", file, {
        newer: (detail) => chatErrors.historyNewer(file, detail), full: (detail) => chatErrors.historyDiskFull(file, detail),
        notWritten: (why) => chatErrors.historyNotWritten(file, why), other: (detail) => chatErrors.historyUnreadable(file, detail),
        damaged: (aside) => chatErrors.historyDamaged(aside)
    });
}
