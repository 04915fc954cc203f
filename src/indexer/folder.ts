/** One workspace folder in the index: its rules, its paths, and what its configuration files say of imports. */
import {readFileSync} from "node:fs";
import path from "node:path";

import {isResolveConfig} from "../core/index/resolve.js";
import {resolveConfigOf} from "../core/index/resolveConfig.js";
import {FolderPaths} from "./store/folderPaths.js";
import {FolderRules} from "./walk.js";

export class IndexedFolder {
    readonly id: number;
    /** Absolute. */
    readonly root: string;
    readonly rules: FolderRules;
    readonly paths = new FolderPaths();
    #configText = "";

    constructor(id: number, root: string, exclude: readonly string[], enter: readonly string[]) {
        this.id = id;
        this.root = root;
        this.rules = new FolderRules(root, exclude, enter);
    }

    /** The path in this folder of an absolute one, forward slashes, empty for the folder itself; undefined for one elsewhere. */
    relative(file: string): string | undefined {
        const inside = path.relative(this.root, file);
        if (inside === ".." || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside))
            return undefined;
        return path.sep === "/" ? inside : inside.replaceAll(path.sep, "/");
    }

    absolute(file: string): string {
        return path.join(this.root, file);
    }

    /** Reads the configuration files again; whether they say something else than before. */
    readConfig(files: Iterable<string>): boolean {
        const texts = new Map<string, string>();
        for (const file of [...files].filter(isResolveConfig).sort()) {
            const text = readIfThere(this.absolute(file));
            if (text !== undefined)
                texts.set(file, text);
        }
        const all = JSON.stringify([...texts]);
        if (all === this.#configText)
            return false;
        this.#configText = all;
        this.paths.config = resolveConfigOf(texts);
        return true;
    }

    /** What {@link readConfig} read last, in a form to compare. */
    get configText(): string {
        return this.#configText;
    }
}

function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        // It went a moment ago: the next change of it comes through the watcher.
        return undefined;
    }
}
