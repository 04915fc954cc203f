/** Programs for storeFaults.test.ts that need a process of their own: `write FILE` stores conversations until it is killed, `fill FOLDER` meets a full disk. */
import {rmSync, writeFileSync} from "node:fs";
import path from "node:path";

import {newConversation, withMessage} from "../../../src/core/chat/conversation.js";
import {asHearthError} from "../../../src/core/errors.js";
import {conversationStore, type ConversationStore} from "../../../src/system/chat/store.js";
import {DatabaseThread} from "../../../src/system/store/databaseThread.js";

const [task, place = "", script = ""] = process.argv.slice(2);
const thread = new DatabaseThread(script);

async function save(store: ConversationStore, id: string, text: string): Promise<void> {
    await store.ask("save", withMessage(newConversation(id, 1), {id: "m", parent: undefined, role: "user", text, attachments: [], createdAt: 1}, 1));
}

/** Prints each conversation's id once it is stored. */
async function write(): Promise<void> {
    const store = conversationStore(thread, place);
    for (let i = 0; ; i++) {
        const id = `${String(process.pid)}-${String(i)}`;
        await save(store, id, "words ".repeat(200));
        process.stdout.write(`${id}\n`);
    }
}

/** Prints what became of each save: before the disk was full, while it was, and after there was space again. */
async function fill(): Promise<void> {
    const store = conversationStore(thread, path.join(place, "chat", "conversations.db"));
    const outcome = async (id: string, text: string) => await save(store, id, text).then(() => "stored", (error: unknown) => asHearthError(error).code);
    const before = await outcome("before", "small");
    const ballast = path.join(place, "ballast");
    writeFileSync(ballast, Buffer.alloc(1_500_000));
    const full = [await outcome("full", "x".repeat(3_000_000)), await outcome("full again", "x".repeat(3_000_000))];
    const kept = (await store.ask("list", "", 10)).map(({id}) => id);
    rmSync(ballast);
    const after = await outcome("after", "x".repeat(400_000));
    console.log(JSON.stringify({before, full, kept, after, all: (await store.ask("list", "", 10)).map(({id}) => id).sort()}));
    await thread.dispose();
}

await (task === "write" ? write() : fill());
