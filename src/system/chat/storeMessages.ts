/** What the store of conversations can be asked. */
import type {Conversation} from "../../core/chat/conversation.js";

export interface ConversationSummary {
    readonly id: string;
    readonly title: string;
    /** Milliseconds since the epoch. */
    readonly updatedAt: number;
    readonly messages: number;
}

export interface StoreMethods {
    /** Writes a conversation: what is new or changed of it. */
    save(conversation: Conversation): void;
    load(id: string): Conversation | undefined;
    /** The newest first; only those that contain `query` (in title or text, any case), when it is not empty. */
    list(query: string, limit: number): ConversationSummary[];
    remove(id: string): void;
    removeAll(): void;
    /** Removes what was last changed before a time, in milliseconds since the epoch. */
    prune(before: number): void;
}
export type StoreMethod = keyof StoreMethods;
