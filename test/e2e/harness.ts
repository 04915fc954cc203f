/** A real VS Code with the packaged extension and a browser in front of it, one per file of tests. */
import {copyFileSync, existsSync, linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";

import type {Browser} from "playwright-core";

import {type Editor, startBrowserEditor} from "../../scripts/lib/browserEditor.mjs";
import {out} from "../../scripts/lib/paths.mjs";
import {type RunningProcess, runningProcesses} from "../../scripts/lib/processes.mjs";
import {copySampleWorkspace} from "../../scripts/lib/sampleWorkspace.mjs";
import {launchBrowser, quietTyping, Workbench} from "../../scripts/lib/workbench.mjs";

/** Milliseconds in which a model on a busy two-core machine loads, and answers. Limits, not expectations. */
export const loadPatience = 120_000, ghostPatience = 60_000;

export interface SessionOptions {
    /** Names the screenshots and the log of this session. */
    readonly name: string;
    /** Without it the machine has no model at all. */
    readonly withModel: boolean;
    /** Packaged extensions beside Hearth. */
    readonly others?: readonly string[];
    /** Files of the workspace that are there when it opens, by their paths in it. */
    readonly files?: Readonly<Record<string, string>>;
    /** False: the workspace opens in Restricted Mode. */
    readonly trusted?: boolean;
    /** A second folder of the workspace, by its name, with its files. */
    readonly second?: {readonly name: string; readonly files: Readonly<Record<string, string>>};
}

export class Session {
    readonly folder: string;
    readonly #base: string;
    readonly #name: string;
    #editor: Editor | undefined;
    #browser: Browser | undefined;
    #workbench: Workbench | undefined;

    private constructor(name: string) {
        this.#name = name;
        this.#base = realpathSync(mkdtempSync(path.join(os.tmpdir(), "hearth-e2e-")));
        this.folder = copySampleWorkspace(path.join(this.#base, "workspace"));
    }

    /** A fresh profile with the packaged extension, in a home folder that holds nothing but the model of the tests. */
    static async start({name, withModel, others = [], files = {}, trusted = true, second}: SessionOptions): Promise<Session> {
        const session = new Session(name);
        try {
            for (const [file, text] of Object.entries(files))
                session.write(file, text);
            await session.#start(withModel, others, trusted, second === undefined ? session.folder : session.#withSecond(second));
        } catch (error) {
            await session.end();
            throw error;
        }
        return session;
    }

    /** The file of a workspace of two folders. */
    #withSecond({name, files}: Required<SessionOptions>["second"]): string {
        const folder = path.join(this.#base, name), file = path.join(this.#base, "two.code-workspace");
        for (const [inside, text] of Object.entries(files))
            writeIn(folder, inside, text);
        writeFileSync(file, JSON.stringify({folders: [{path: this.folder}, {path: folder}]}));
        return file;
    }

    async #start(withModel: boolean, others: readonly string[], trusted: boolean, folder: string): Promise<void> {
        const home = path.join(this.#base, "home"), models = path.join(this.#base, "models");
        mkdirSync(home);
        mkdirSync(models);
        if (withModel)
            placeModel(given("HEARTH_TEST_MODEL"), models);
        this.#editor = await startBrowserEditor({
            entry: given("HEARTH_TEST_CODE_SERVER"), vsix: given("HEARTH_TEST_VSIX"), others, folder, profile: path.join(this.#base, "profile"),
            settings: quietTyping, trusted,
            env: {
                HEARTH_MODELS: models, HOME: home, USERPROFILE: home, LOCALAPPDATA: home, TMPDIR: this.#base, XDG_DATA_HOME: undefined, XDG_CACHE_HOME: undefined,
                XDG_CONFIG_HOME: undefined, OLLAMA_MODELS: undefined, HF_HOME: undefined, HF_HUB_CACHE: undefined, HUGGINGFACE_HUB_CACHE: undefined,
                LLAMA_CACHE: undefined
            }
        });
        this.#browser = await launchBrowser(given("HEARTH_TEST_CHROMIUM"));
        this.#workbench = await Workbench.open(this.#browser, this.#editor.url);
        await this.#workbench.statusItem().waitFor({timeout: loadPatience});
    }

    get workbench(): Workbench {
        if (this.#workbench === undefined)
            throw new Error("The session has not started.");
        return this.#workbench;
    }

    /** Hearth's log so far, at level debug. */
    log(): string {
        return this.#editor?.hearthLog() ?? "";
    }

    /** Hearth's model processes of this session. Found by their command line: a lost one has no parent any more. */
    workers(): RunningProcess[] {
        return this.processes().filter(({command}) => command.includes(path.join("dist", "worker.mjs")));
    }

    /** Hearth's index processes of this session. */
    indexers(): RunningProcess[] {
        return this.processes().filter(({command}) => command.includes(path.join("dist", "indexer.mjs")));
    }

    /** Hearth's embedding processes of this session. */
    embedders(): RunningProcess[] {
        return this.processes().filter(({command}) => command.includes(path.join("dist", "embedder.mjs")));
    }

    /** The extension hosts: what started Hearth's processes, however these are wrapped. */
    extensionHosts(): RunningProcess[] {
        const all = runningProcesses(), found = new Set([...this.workers(), ...this.indexers()].map(({parent}) => parent));
        return all.filter(({pid, command}) => found.has(pid) && command.includes("extensionHost"));
    }

    /** VS Code's folder of what extensions keep, for the user and for each workspace. */
    get storage(): string {
        return path.join(this.#base, "profile", "user-data", "User");
    }

    /** Every process of this session's editor. */
    processes(): RunningProcess[] {
        return runningProcesses().filter(({command}) => command.includes(path.join(this.#base, "profile")));
    }

    /** Writes a file of the workspace; its absolute path. */
    write(name: string, text: string): string {
        return writeIn(this.folder, name, text);
    }

    /** Keeps a picture of the window under out/e2e. */
    async picture(what: string): Promise<void> {
        await this.workbench.screenshot(path.join(out, "e2e", `${this.#name}-${what}.png`));
    }

    /** Closes the browser and the editor, and keeps Hearth's log under out/e2e. A second time it does nothing. */
    async end(): Promise<void> {
        const editor = this.#editor;
        await this.#browser?.close();
        if (editor !== undefined) {
            await editor.stop();
            mkdirSync(path.join(out, "e2e"), {recursive: true});
            writeFileSync(path.join(out, "e2e", `${this.#name}.log`), editor.hearthLog());
        }
        this.#editor = undefined;
        rmSync(this.#base, {recursive: true, force: true, maxRetries: 5});
    }
}

function writeIn(folder: string, name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(file, text);
    return file;
}

/** The model under its own name in a folder of its own: a better one of this machine must not take its place. */
function placeModel(model: string, folder: string): void {
    const target = path.join(folder, path.basename(model));
    try {
        linkSync(model, target);
    } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EXDEV"))
            throw error;
        symlinkSync(model, target); // another disk
    }
    if (existsSync(`${model}.hearth.json`))
        copyFileSync(`${model}.hearth.json`, `${target}.hearth.json`);
}

/** What `npm test` found or built for the tests. */
export function given(variable: string): string {
    const value = process.env[variable];
    if (value === undefined || value === "")
        throw new Error(`${variable} is not set: run these tests with “npm test -- --only e2e”.`);
    return value;
}
