/** Conversations in SQLite. Synchronous: lives in the thread of databases (store/thread.ts). */
import type {DatabaseSync} from "node:sqlite";

import type {ChatMessage, Conversation} from "../../core/chat/conversation.js";
import {type Design, openDatabase, type Opening} from "../store/openDatabase.js";
import {removeSetAside} from "../store/setAside.js";
import {transaction} from "../store/transaction.js";
import type {ConversationSummary, StoreMethods} from "./storeMessages.js";

const design: Design = {
    version: 1,
    schema: `
        CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, leaf TEXT) STRICT;
        CREATE TABLE IF NOT EXISTS messages (
            conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, id TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL,
            PRIMARY KEY (conversation, id)
        ) STRICT;
        CREATE INDEX IF NOT EXISTS conversations_updated ON conversations (updated)
    `,
    probes: ["SELECT id, title, created, updated, leaf FROM conversations LIMIT 1", "SELECT conversation, id, place, text, data FROM messages LIMIT 1"]
};

type Row = Record<string, unknown>;

export class ConversationDatabase implements StoreMethods {
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

    save({id, title, createdAt, updatedAt, leaf, messages}: Conversation): void {
        transaction(this.#db, () => {
            this.#db.prepare("INSERT INTO conversations VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, updated = excluded.updated, leaf = excluded.leaf")
                .run(id, title, createdAt, updatedAt, leaf ?? null);
            const put = this.#db.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?) ON CONFLICT (conversation, id) DO UPDATE SET text = excluded.text, data = excluded.data " +
                "WHERE data <> excluded.data");
            for (const [place, message] of messages.entries())
                put.run(id, message.id, place, message.text, JSON.stringify(message));
        });
    }

    load(id: string): Conversation | undefined {
        const row = this.#db.prepare("SELECT title, created, updated, leaf FROM conversations WHERE id = ?").get(id) as Row | undefined;
        if (row === undefined)
            return undefined;
        const rows = this.#db.prepare("SELECT data FROM messages WHERE conversation = ? ORDER BY place").all(id) as Row[];
        const messages = rows.map(({data}) => messageIn(text(data))).filter((message) => message !== undefined);
        const leaf = text(row["leaf"]) || undefined;
        return {
            id, title: text(row["title"]), createdAt: Number(row["created"]), updatedAt: Number(row["updated"]), messages,
            leaf: messages.length === rows.length || messages.some((message) => message.id === leaf) ? leaf : messages.at(-1)?.id
        };
    }

    list(query: string, limit: number): ConversationSummary[] {
        const like = `%${query.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
        const rows = this.#db.prepare(`
            SELECT id, title, updated, (SELECT count(*) FROM messages WHERE conversation = c.id) AS messages FROM conversations AS c
            WHERE title LIKE ?1 ESCAPE '\\' OR EXISTS (SELECT 1 FROM messages WHERE conversation = c.id AND text LIKE ?1 ESCAPE '\\')
            ORDER BY updated DESC LIMIT ?2
        `).all(like, limit) as Row[];
        return rows.map((row) => ({id: text(row["id"]), title: text(row["title"]), updatedAt: Number(row["updated"]), messages: Number(row["messages"])}));
    }

    remove(id: string): void {
        this.#db.prepare("DELETE FROM conversations WHERE id = ?").run(id);
        this.#tidy();
    }

    removeAll(): void {
        this.#db.exec("DELETE FROM conversations");
        this.#tidy();
        removeSetAside(this.#file);
    }

    prune(before: number): void {
        if (this.#db.prepare("DELETE FROM conversations WHERE updated < ?").run(before).changes > 0)
            this.#tidy();
        removeSetAside(this.#file, before);
    }

    close(): void {
        this.#db.close();
    }

    /** What was deleted must be gone from the disk as well. */
    #tidy(): void {
        this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** Damage inside a long text is none of the database's form: what can be read of a conversation is shown without that message. */
function messageIn(data: string): ChatMessage | undefined {
    try {
        return JSON.parse(data) as ChatMessage;
    } catch {
        return undefined;
    }
}
