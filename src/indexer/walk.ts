/** Walks a workspace folder: every file that git, `.hearthignore` and the user's settings leave in. Links are not followed: what they lead to is elsewhere, or here already. */
import {type Dirent, existsSync, lstatSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {setImmediate as nextTurn} from "node:timers/promises";

import {IgnoreRules} from "../core/index/ignoreRules.js";
import {dirname, join} from "../core/index/resolve.js";

export interface Stat {
    readonly size: number;
    /** Milliseconds since the epoch. */
    readonly mtime: number;
}

export interface WalkedFile extends Stat {
    /** Relative to the folder, forward slashes. */
    readonly path: string;
}

/** So long may a walk keep the process from answering. */
const sliceMs = 15;
/** Deeper folders are a circle that no link shows, or a mistake. */
const deepest = 64;

/** The rules of a folder's directories, read when first asked for. */
export class FolderRules {
    readonly #root: string;
    readonly #base: IgnoreRules;
    readonly #byDirectory = new Map<string, IgnoreRules | undefined>();

    constructor(root: string, exclude: readonly string[], enter: readonly string[]) {
        this.#root = root;
        this.#base = IgnoreRules.of(exclude, enter);
    }

    /** Forgets what the ignore files say: they have changed. */
    reset(): void {
        this.#byDirectory.clear();
    }

    /** Forgets what held in a directory and below: it came, went, or is another one now. */
    forget(dir: string): void {
        // The rules of a directory are never known without those of the ones above it.
        if (!this.#byDirectory.has(dir))
            return;
        for (const each of this.#byDirectory.keys()) {
            if (dir === "" || each === dir || each.startsWith(`${dir}/`))
                this.#byDirectory.delete(each);
        }
    }

    /** The rules inside a directory; undefined for one that is left out. */
    in(dir: string): IgnoreRules | undefined {
        if (this.#byDirectory.has(dir))
            return this.#byDirectory.get(dir);
        const rules = dir === "" ? this.#rootRules() : this.#below(dir);
        this.#byDirectory.set(dir, rules);
        return rules;
    }

    /** Whether a file of this path belongs to the index, as far as the rules say. */
    allows(file: string): boolean {
        return file !== "" && !file.startsWith("../") && this.in(dirname(file))?.ignores(file, false) === false;
    }

    #below(dir: string): IgnoreRules | undefined {
        const outer = this.in(dirname(dir));
        if (outer === undefined || outer.ignores(dir, true))
            return undefined;
        const isRepository = exists(path.join(this.#root, dir, ".git"));
        return this.#withFilesOf(dir, isRepository ? outer.inNestedRepository() : outer);
    }

    /** With the ignore files of the folders above, up to the repository that the folder is a part of. */
    #rootRules(): IgnoreRules {
        const above: {readonly file: string; readonly prefix: string}[] = [];
        let at = this.#root, prefix = "";
        while (!exists(path.join(at, ".git"))) {
            const parent = path.dirname(at);
            if (parent === at)
                return this.#withFilesOf("", this.#base);
            prefix = join(path.basename(at), prefix);
            at = parent;
            above.unshift({file: path.join(at, ".gitignore"), prefix});
        }
        let rules = withFile(this.#base, path.join(at, ".git", "info", "exclude"), "", true, prefix);
        for (const each of above)
            rules = withFile(rules, each.file, "", true, each.prefix);
        // Who opens a folder that its repository ignores wants to see it.
        return this.#withFilesOf("", rules.ignoresFolder ? this.#base : rules);
    }

    #withFilesOf(dir: string, rules: IgnoreRules): IgnoreRules {
        const folder = path.join(this.#root, dir);
        return withFile(withFile(rules, path.join(folder, ".gitignore"), dir, true), path.join(folder, ".hearthignore"), dir, false);
    }
}

function withFile(rules: IgnoreRules, file: string, dir: string, isGit: boolean, prefix = ""): IgnoreRules {
    const text = readIfThere(file);
    return text === undefined ? rules : rules.with({dir, text, prefix}, isGit);
}

/** All files of a folder, or of a directory in it. @throws AbortError of `signal` */
export async function walk(root: string, dir: string, rules: FolderRules, signal: AbortSignal): Promise<WalkedFile[]> {
    const files: WalkedFile[] = [];
    const directories = [dir];
    let sliceEnd = performance.now() + sliceMs;
    for (let at = directories.pop(); at !== undefined; at = directories.pop()) {
        const own = rules.in(at);
        if (own !== undefined && at.split("/").length < deepest)
            readDirectory(root, at, own, files, directories);
        if (performance.now() > sliceEnd) {
            await nextTurn();
            signal.throwIfAborted();
            sliceEnd = performance.now() + sliceMs;
        }
    }
    return files;
}

function readDirectory(root: string, dir: string, rules: IgnoreRules, files: WalkedFile[], directories: string[]): void {
    for (const entry of entriesOf(path.join(root, dir))) {
        const name = dir === "" ? entry.name : `${dir}/${entry.name}`;
        if (entry.isDirectory() && !rules.ignores(name, true))
            directories.push(name);
        else if (entry.isFile() && !rules.ignores(name, false)) {
            const found = statOf(path.join(root, name));
            if (found !== undefined)
                files.push({path: name, ...found});
        }
    }
}

/** Size and time of a file; undefined for what is none (any more). */
export function statOf(file: string): Stat | undefined {
    try {
        const stat = lstatSync(file, {throwIfNoEntry: false});
        return stat?.isFile() === true ? {size: stat.size, mtime: stat.mtimeMs} : undefined;
    } catch {
        // A folder on the way can't be entered: nothing of it can be indexed.
        return undefined;
    }
}

/** Empty for a directory that can't be read: nothing of it can be indexed. */
function entriesOf(dir: string): Dirent[] {
    try {
        return readdirSync(dir, {withFileTypes: true});
    } catch {
        // It was removed a moment ago, or its permissions keep us out, as they keep out the user's own tools.
        return [];
    }
}

function exists(file: string): boolean {
    return existsSync(file);
}

function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        // Most directories have none.
        return undefined;
    }
}
