import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {build} from "esbuild";
import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {type ChatMessage, type Conversation, newConversation, withMessage} from "../../../src/core/chat/conversation.js";
import type {HearthError} from "../../../src/core/errors.js";
import {conversationStore, type ConversationStore} from "../../../src/system/chat/store.js";
import {DatabaseThread} from "../../../src/system/store/databaseThread.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-chat-"));
const script = path.join(folder, "stores.mjs");

const message = (id: string, text: string, parent?: string): ChatMessage =>
    ({id, parent, role: parent === undefined ? "user" : "assistant", text, attachments: [], createdAt: 5});

function conversation(id: string, at: number, ...texts: string[]): Conversation {
    return texts.reduce((all, text, i) => withMessage(all, message(`m${String(i)}`, text, i === 0 ? undefined : `m${String(i - 1)}`), at), newConversation(id, at));
}

describe("the store of conversations", () => {
    const file = path.join(folder, "new", "chat.db");
    let thread: DatabaseThread;
    let store: ConversationStore;
    const open = () => {
        thread = new DatabaseThread(script);
        store = conversationStore(thread, file);
    };
    beforeAll(async () => {
        await build({entryPoints: ["src/system/store/thread.ts"], bundle: true, platform: "node", format: "esm", outfile: script, logLevel: "error"});
        open();
    });
    afterAll(async () => {
        await thread.dispose();
        rmSync(folder, {recursive: true, force: true});
    });

    it("gives back what was saved, also after a restart", async () => {
        const saved = conversation("a", 10, "How do I sort?", "Use sort().");
        await store.ask("save", saved);
        expect(await store.ask("load", "a")).toEqual(saved);
        await thread.dispose();
        open();
        expect(await store.ask("load", "a")).toEqual(saved);
        expect(await store.ask("load", "none")).toBeUndefined();
    });

    it.skipIf(process.platform === "win32")("keeps others of this machine from reading it", () => {
        const rights = (file: string) => statSync(file).mode & 0o777;
        expect(rights(path.dirname(file))).toBe(0o700);
        const files = readdirSync(path.dirname(file)).map((name) => path.join(path.dirname(file), name));
        expect(files.length).toBeGreaterThan(1);
        expect(files.map(rights)).toEqual(files.map(() => 0o600));
    });

    it("removes what is older than it is to be kept, messages and all", async () => {
        await store.ask("save", conversation("old", 1, "Old question", "Old answer"));
        await store.ask("save", conversation("young", 9, "Young question"));
        await store.ask("prune", 5);
        expect(await store.ask("load", "old")).toBeUndefined();
        expect((await store.ask("load", "young"))?.messages).toHaveLength(1);
        expect((await store.ask("list", "Old", 10)).length).toBe(0);
        await store.ask("remove", "young");
    });

    it("updates an answer that grew, and keeps the rest", async () => {
        const saved = conversation("b", 20, "Question", "Half");
        await store.ask("save", saved);
        await store.ask("save", withMessage(saved, message("m1", "Half and whole", "m0"), 30));
        const loaded = await store.ask("load", "b");
        expect(loaded?.messages.map(({text}) => text)).toEqual(["Question", "Half and whole"]);
        expect(loaded?.updatedAt).toBe(30);
    });

    it("lists the newest first, and finds text in any case, with signs that SQL takes for its own", async () => {
        await store.ask("save", conversation("c", 40, "100%_sure?", "It's a \"quoted\" ANSWER"));
        expect((await store.ask("list", "", 10)).map(({id}) => id)).toEqual(["c", "b", "a"]);
        expect((await store.ask("list", "answer", 10)).map(({id}) => id)).toEqual(["c"]);
        expect((await store.ask("list", "%_", 10)).map(({id}) => id)).toEqual(["c"]);
        expect(await store.ask("list", "'; DROP TABLE messages; --", 10)).toEqual([]);
        expect(await store.ask("list", "", 1)).toEqual([{id: "c", title: "100%_sure?", updatedAt: 40, messages: 2}]);
    });

    it("deletes for good: nothing of the text stays on the disk", async () => {
        await store.ask("save", conversation("d", 50, "a very secret sentence", "yes"));
        await store.ask("remove", "d");
        expect(await store.ask("load", "d")).toBeUndefined();
        const bytes = readdirSync(path.dirname(file)).map((name) => readFileSync(path.join(path.dirname(file), name), "latin1")).join("");
        expect(bytes).not.toContain("very secret");
        await store.ask("removeAll");
        expect(await store.ask("list", "", 10)).toEqual([]);
    });

    it("keeps new ones beside a file that is no database, and says so in a sentence", async () => {
        const broken = path.join(folder, "broken.db");
        writeFileSync(broken, "not a database ".repeat(500));
        const other = conversationStore(thread, broken), notices: HearthError[] = [];
        other.onDamaged((notice) => notices.push(notice));
        expect(await other.ask("list", "", 5)).toEqual([]);
        expect(notices.map(({code}) => code)).toEqual(["chat.historyDamaged"]);
        expect(await store.ask("list", "", 5)).toEqual([]);
    });

    it("says in a sentence that it can't be asked", async () => {
        const none = new DatabaseThread(path.join(folder, "none.mjs"));
        await expect(conversationStore(none, file).ask("list", "", 5)).rejects.toMatchObject({code: "chat.historyUnreadable"});
        await none.dispose();
    });

    it("leaves out a message whose text is damaged, and shows the rest", async () => {
        const torn = path.join(folder, "torn", "chat.db"), other = conversationStore(thread, torn);
        await other.ask("save", conversation("a", 10, "Question", "Answer", "More"));
        const db = new DatabaseSync(torn);
        db.exec("UPDATE messages SET data = substr(data, 1, 20) WHERE id = 'm2'");
        db.close();
        const loaded = await other.ask("load", "a");
        expect(loaded?.messages.map(({text}) => text)).toEqual(["Question", "Answer"]);
        expect(loaded?.leaf).toBe("m1");
    });
});
