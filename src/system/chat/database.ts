/** Conversations in SQLite. Synchronous: lives in a thread of its own (storeThread.ts). */
import {DatabaseSync} from "node:sqlite";

import type {ChatMessage, Conversation} from "../../core/chat/conversation.js";
import {makePrivate} from "../store/privateFile.js";
import type {ConversationSummary, StoreMethods} from "./storeMessages.js";

const schema = `
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA busy_timeout = 3000;
    CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, leaf TEXT) STRICT;
    CREATE TABLE IF NOT EXISTS messages (
        conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, id TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL,
        PRIMARY KEY (conversation, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS conversations_updated ON conversations (updated);
    PRAGMA user_version = 1;
`;

type Row = Record<string, unknown>;

export class ConversationDatabase implements StoreMethods {
    readonly #db: DatabaseSync;

    /** @param file path of the database, made when it is not there */
    constructor(file: string) {
        makePrivate(file);
        this.#db = new DatabaseSync(file, {enableForeignKeyConstraints: true});
        try {
            this.#db.exec(schema);
            // A damaged file must be noticed now, not in the middle of a conversation.
            const [check] = this.#db.prepare("PRAGMA quick_check(1)").all() as Row[];
            if (check?.["quick_check"] !== "ok")
                throw new Error(String(check?.["quick_check"]));
        } catch (error) {
            this.#db.close();
            throw error;
        }
    }

    save({id, title, createdAt, updatedAt, leaf, messages}: Conversation): void {
        this.#db.exec("BEGIN IMMEDIATE");
        try {
            this.#db.prepare("INSERT INTO conversations VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, updated = excluded.updated, leaf = excluded.leaf")
                .run(id, title, createdAt, updatedAt, leaf ?? null);
            const put = this.#db.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?) ON CONFLICT (conversation, id) DO UPDATE SET text = excluded.text, data = excluded.data " +
                "WHERE data <> excluded.data");
            for (const [place, message] of messages.entries())
                put.run(id, message.id, place, message.text, JSON.stringify(message));
            this.#db.exec("COMMIT");
        } catch (error) {
            this.#db.exec("ROLLBACK");
            throw error;
        }
    }

    load(id: string): Conversation | undefined {
        const row = this.#db.prepare("SELECT title, created, updated, leaf FROM conversations WHERE id = ?").get(id) as Row | undefined;
        if (row === undefined)
            return undefined;
        const rows = this.#db.prepare("SELECT data FROM messages WHERE conversation = ? ORDER BY place").all(id) as Row[];
        return {
            id, title: text(row["title"]), createdAt: Number(row["created"]), updatedAt: Number(row["updated"]), leaf: text(row["leaf"]) || undefined,
            messages: rows.map(({data}) => JSON.parse(text(data)) as ChatMessage)
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
    }

    prune(before: number): void {
        if (this.#db.prepare("DELETE FROM conversations WHERE updated < ?").run(before).changes > 0)
            this.#tidy();
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
