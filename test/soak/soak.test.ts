/**
 * Typing, chat and saves in a real VS Code for as long as is asked, while every minute the model's or the index's process is killed. Nothing may be lost, nothing
 * of one file may be suggested in another, memory must not grow, and no process may be left behind. Started by `npm run soak`.
 */
import {mkdirSync, readdirSync} from "node:fs";
import path from "node:path";
import {DatabaseSync} from "node:sqlite";

import {afterAll, beforeAll, describe, expect, it} from "vitest";

import {ChatViewInEditor} from "../e2e/chatView.js";
import {ghostPatience, loadPatience, Session} from "../e2e/harness.js";
import {collectGarbage} from "./garbage.js";
import {foreignMarks, type MarkedFile, markedFiles, markedText, typedLine} from "./marked.js";
import {residentMb, zombies} from "./proc.js";

const minutes = Number(process.env["HEARTH_SOAK_MINUTES"] ?? "30");
const minuteMs = 60_000;
/** How long a typist looks for a suggestion. */
const patienceMs = 8_000;
/** Parts of the run after which memory is looked at: whether it grows shows on the way. */
const parts = 6;
/** So much more than at the start memory may be at the end. */
const memoryGrowth = 1.1;

/** A run's book of what happened. */
class Soak {
    readonly session: Session;
    readonly chat: ChatViewInEditor;
    readonly asked: string[] = [];
    readonly foreign: string[] = [];
    readonly kills: string[] = [];
    shown = 0;
    accepted = 0;
    saved = 0;
    answered = 0;
    #round = 0;
    #nextKill: number;

    constructor(session: Session, chat: ChatViewInEditor) {
        this.session = session;
        this.chat = chat;
        this.#nextKill = Date.now() + minuteMs;
    }

    async until(deadline: number): Promise<void> {
        while (Date.now() < deadline) {
            const file = markedFiles[this.#round % markedFiles.length];
            if (file !== undefined)
                await this.#typeInto(file);
            if (this.#round % 4 === 3)
                await this.#ask();
            if (Date.now() >= this.#nextKill)
                this.#kill();
            this.#round++;
        }
    }

    async #typeInto(file: MarkedFile): Promise<void> {
        const {workbench} = this.session;
        const full = path.join(this.session.folder, "marked", file.name);
        await workbench.openFile(full, 1);
        await workbench.press("Control+End");
        await workbench.press("Enter");
        await workbench.type(typedLine(file, this.#round));
        await workbench.press("Enter");
        const ghost = await workbench.waitForGhost(patienceMs);
        if (ghost !== undefined) {
            this.shown++;
            this.foreign.push(...foreignMarks(ghost.text, file).map((mark) => `${mark} in ${file.name}: ${ghost.text}`));
            await workbench.press(this.#round % 2 === 0 ? "Tab" : "Escape");
            this.accepted += this.#round % 2 === 0 ? 1 : 0;
        }
        const text = await workbench.savedText(full);
        this.saved++;
        expect(text).toContain(typedLine(file, this.#round));
        this.foreign.push(...foreignMarks(text, file).map((mark) => `${mark} got into ${file.name}`));
    }

    /** An answer may end with its process; the question may not be lost. */
    async #ask(): Promise<void> {
        const {workbench} = this.session;
        const question = `Question ${this.asked.length + 1}: name one colour, in one word.`;
        await workbench.command("Hearth: Open Chat");
        await this.chat.ask(question, 2 * minuteMs);
        this.asked.push(question);
        this.answered += await this.chat.answers.last().locator(".error").count() === 0 ? 1 : 0;
    }

    #kill(): void {
        const role = Math.random() < 0.5 ? "model" : "index";
        const running = role === "model" ? this.session.workers() : this.session.indexers();
        // The last one: what a wrapper has started, where there is a wrapper.
        const victim = running.at(-1);
        if (victim !== undefined)
            process.kill(victim.pid, "SIGKILL");
        this.kills.push(victim === undefined ? `${role}: none was running` : role);
        this.#nextKill = Date.now() + minuteMs;
    }
}

/** Every question in the databases of conversations. */
function storedQuestions(storage: string): string[] {
    const files = readdirSync(storage, {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(path.join("hearth.hearth", "conversations.db")));
    return files.flatMap((file) => {
        const database = new DatabaseSync(path.join(storage, file), {readOnly: true});
        try {
            return database.prepare("SELECT text FROM messages").all().map((row) => String(row["text"]));
        } finally {
            database.close();
        }
    });
}

describe(`${minutes} minutes of work`, () => {
    let session: Session;
    beforeAll(async () => {
        session = await Session.start({name: "soak", withModel: true});
        session.write(".hearthignore", "marked/\n");
        mkdirSync(path.join(session.folder, "marked"));
        for (const file of markedFiles)
            session.write(path.join("marked", file.name), markedText(file));
        await session.workbench.hearthReady(loadPatience);
    });
    afterAll(() => session.end());

    it("while processes are killed: nothing lost, nothing mixed up, nothing left behind", {timeout: (minutes + 15) * minuteMs}, async () => {
        const chat = await ChatViewInEditor.open(session.workbench);
        const soak = new Soak(session, chat);
        const memory = async () => {
            const hosts = session.extensionHosts();
            const heap = (await Promise.all(hosts.map(({pid}) => collectGarbage(pid)))).reduce((sum, each) => sum + each, 0);
            return {host: residentMb(hosts), heap, model: residentMb(session.workers()), index: residentMb(session.indexers())};
        };
        // What everything takes once each feature was used.
        await soak.until(Date.now() + Math.min(3, minutes / 3) * minuteMs);
        await settled(session);
        const course = [await memory()];
        for (let part = 1; part <= parts; part++) {
            await soak.until(Date.now() + minutes / parts * minuteMs);
            await settled(session);
            course.push(await memory());
            console.log(`after ${part * minutes / parts} minutes: ${JSON.stringify(course.at(-1))} MB`);
        }
        const [start, end] = [course[0], course.at(-1)];
        if (start === undefined || end === undefined)
            throw new Error("memory was not measured");
        await session.picture("end");
        const {asked, answered, shown, accepted, saved, kills, foreign} = soak;
        console.log(JSON.stringify({minutes, start, end, kills: kills.length, killed: Object.fromEntries([...new Set(kills)].map((role) => [role, kills.filter((each) => each === role).length])),
            asked: asked.length, answered, shown, accepted, saved, zombies: zombies(session.processes().map(({pid}) => pid))}));
        expect(foreign).toEqual([]);
        expect(storedQuestions(session.storage)).toEqual(expect.arrayContaining(asked));
        expect(zombies(session.processes().map(({pid}) => pid))).toBe(0);
        expect(shown).toBeGreaterThan(0);
        expect(start.host).toBeGreaterThan(0);
        expect(session.workers().length).toBeGreaterThan(0);
        expect(end.host).toBeLessThan(start.host * memoryGrowth);
        expect(end.host + end.model + end.index).toBeLessThan((start.host + start.model + start.index) * memoryGrowth);
        await session.end();
        expect(session.processes()).toEqual([]);
    });
});

/** Waits until the model is there again and what was asked for last is done. */
async function settled(session: Session): Promise<void> {
    await session.workbench.hearthReady(loadPatience);
    await expect.poll(() => session.indexers().length, {timeout: ghostPatience}).toBeGreaterThan(0);
    await session.workbench.page.waitForTimeout(20_000);
}
