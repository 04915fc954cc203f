/** What may happen to the databases that can't be made again: damage, a full disk, two windows, a kill. Real files, threads and processes. */
import {spawn, spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {build} from "esbuild";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";

import {type Conversation, newConversation, withMessage} from "../../../src/core/chat/conversation.js";
import type {HearthError} from "../../../src/core/errors.js";
import {conversationStore, type ConversationStore} from "../../../src/system/chat/store.js";
import {DatabaseThread} from "../../../src/system/store/databaseThread.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "hearth-faults-"));
const script = path.join(folder, "stores.mjs"), child = path.join(folder, "child.mjs");
const threads: DatabaseThread[] = [];
const patience = 60_000;

/** A window's way to a database. */
function window(file: string): {readonly store: ConversationStore; readonly thread: DatabaseThread; readonly notices: HearthError[]} {
    const thread = new DatabaseThread(script), store = conversationStore(thread, file), notices: HearthError[] = [];
    store.onDamaged((notice) => notices.push(notice));
    threads.push(thread);
    return {store, thread, notices};
}

function conversation(id: string, text: string): Conversation {
    return withMessage(newConversation(id, 1), {id: "m", parent: undefined, role: "user", text, attachments: [], createdAt: 1}, 1);
}

/** A database with some pages of conversations, that nobody has open. */
async function filled(name: string): Promise<string> {
    const file = path.join(folder, name, "conversations.db"), {store, thread} = window(file);
    for (let i = 0; i < 40; i++)
        await store.ask("save", conversation(`c${String(i)}`, `words of ${String(i)} `.repeat(300)));
    await thread.dispose();
    return file;
}

const ids = async (store: ConversationStore) => (await store.ask("list", "", 10_000)).map(({id}) => id).sort();

beforeAll(async () => {
    const options = {bundle: true, platform: "node", format: "esm", logLevel: "error"} as const;
    await build({...options, entryPoints: ["src/system/store/thread.ts"], outfile: script});
    await build({...options, entryPoints: ["test/unit/system/storeChild.ts"], outfile: child});
});
afterEach(async () => {
    for (const thread of threads.splice(0))
        await thread.dispose();
});
afterAll(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));

describe("a damaged database of conversations", () => {
    it.each<[string, (file: string) => void]>([
        ["with pages of zeros in its middle", (file) => {
            const bytes = readFileSync(file);
            writeFileSync(file, bytes.fill(0, 4_096, Math.min(bytes.length, 20 * 4_096)));
        }],
        ["cut in half", (file) => truncateSync(file, Math.floor(statSync(file).size / 8_192) * 4_096)],
        ["that is none", (file) => writeFileSync(file, "no database ".repeat(900))]
    ])("%s is set aside with one notice, whole and for its owner alone, and a new one takes its place", async (name, damage) => {
        const file = await filled(`damaged-${name.replaceAll(" ", "-")}`);
        damage(file);
        const damaged = readFileSync(file);
        const {store, notices} = window(file);
        expect(await ids(store)).toEqual([]);
        await store.ask("save", conversation("new", "after the damage"));
        expect(await ids(store)).toEqual(["new"]);
        expect(notices.map(({code}) => code)).toEqual(["chat.historyDamaged"]);
        const aside = readdirSync(path.dirname(file)).filter((each) => /\.damaged-[\dT-]+$/.test(each)).map((each) => path.join(path.dirname(file), each));
        expect(aside).toHaveLength(1);
        expect(notices[0]?.message).toContain(aside[0]);
        expect(readFileSync(aside[0] ?? "").equals(damaged)).toBe(true);
        if (process.platform !== "win32")
            expect(statSync(aside[0] ?? "").mode & 0o077).toBe(0);
    });

    it("is set aside once, also when two windows meet it", async () => {
        const file = await filled("damaged-twice");
        writeFileSync(file, "no database ".repeat(900));
        const one = window(file), two = window(file);
        await Promise.all([one.store.ask("save", conversation("one", "1")), two.store.ask("save", conversation("two", "2"))]);
        expect(await ids(one.store)).toEqual(["one", "two"]);
        expect([...one.notices, ...two.notices]).toHaveLength(1);
    });

    it("of a newer version is none: it stays as it is, byte by byte", async () => {
        const file = await filled("newer");
        const db = new DatabaseSync(file);
        db.exec("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
        db.close();
        const bytes = readFileSync(file);
        const {store, thread} = window(file);
        await expect(store.ask("save", conversation("new", "text"))).rejects.toMatchObject({code: "chat.historyNewer"});
        await thread.dispose();
        expect(readFileSync(file).equals(bytes)).toBe(true);
    });
});

describe("two windows on one database of conversations", () => {
    it("lose nothing of what both write at once", {timeout: patience}, async () => {
        const file = path.join(folder, "two", "conversations.db"), one = window(file), two = window(file);
        const written = await Promise.all([one, two].flatMap(({store}, side) => Array.from({length: 60}, async (_, i) => {
            const id = `${String(side)}-${String(i)}`;
            await store.ask("save", conversation(id, "words ".repeat(100)));
            return id;
        })));
        expect(await ids(one.store)).toEqual(written.sort());
    });

    it("lose nothing that was acknowledged when one is killed while it writes", {timeout: patience}, async () => {
        const file = path.join(folder, "killed", "conversations.db"), {store, notices} = window(file);
        const stored: string[] = [];
        for (let round = 0; round < 5; round++) {
            const writer = spawn(process.execPath, [child, "write", file, script], {stdio: ["ignore", "pipe", "inherit"]});
            let said = "";
            const begun = Promise.withResolvers<undefined>(), ended = Promise.withResolvers<undefined>();
            writer.stdout.on("data", (data: Buffer) => {
                said += data.toString();
                begun.resolve(undefined);
            });
            writer.on("close", () => ended.resolve(undefined));
            await begun.promise;
            await store.ask("save", conversation(`mine-${String(round)}`, "beside it"));
            await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 120));
            writer.kill("SIGKILL");
            await ended.promise;
            // A last line that is cut off was not acknowledged.
            stored.push(`mine-${String(round)}`, ...said.split("\n").slice(0, -1));
        }
        expect(stored.length).toBeGreaterThan(10);
        expect(await ids(store)).toEqual(expect.arrayContaining(stored));
        expect(notices).toEqual([]);
    });
});

/** A file system of 4 MB that only one process sees; undefined where an unprivileged process may not have one. */
function withSmallDisk(args: readonly string[]): string | undefined {
    const place = path.join(folder, "disk");
    mkdirSync(place, {recursive: true});
    const mounted = (command: string) => ["-rm", "sh", "-c", `mount -t tmpfs -o size=4m hearth "$0" && exec ${command}`, place];
    if (process.platform !== "linux" || spawnSync("unshare", mounted("true")).status !== 0)
        return undefined;
    const {stdout, stderr} = spawnSync("unshare", [...mounted('"$@"'), process.execPath, ...args.map((arg) => arg === "DISK" ? place : arg)], {encoding: "utf8"});
    expect(stderr).not.toMatch(/Error/);
    return stdout;
}

describe("a full disk", () => {
    it("is a sentence, leaves what was stored, and is over when there is space again", {timeout: patience}, (context) => {
        const said = withSmallDisk([child, "fill", "DISK", script]);
        if (said === undefined) {
            context.skip("this system lets nobody mount a small file system");
            return;
        }
        expect(JSON.parse(said)).toEqual({
            before: "stored", full: ["chat.historyDiskFull", "chat.historyDiskFull"], kept: ["before"], after: "stored", all: ["after", "before"]
        });
    });
});
