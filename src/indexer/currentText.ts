/** The text of indexed files as it is now: an open document's, else the file's. */
import {readFileSync, statSync} from "node:fs";

import {textOf} from "../core/index/fileText.js";
import {BoundedMap} from "../core/text/boundedMap.js";

/** Files whose lines are kept: those that the last answers came from. */
const mostFiles = 48;

interface Kept {
    readonly size: number;
    readonly mtime: number;
    readonly lines: readonly string[];
}

export class CurrentText {
    readonly #documentText: (file: string) => string | undefined;
    readonly #kept = new BoundedMap<string, Kept>(mostFiles);

    /** @param documentText the text of an open document that its file does not have yet */
    constructor(documentText: (file: string) => string | undefined) {
        this.#documentText = documentText;
    }

    /** Empty for a file that can't be read any more. @param file absolute */
    linesOf(file: string): readonly string[] {
        const open = this.#documentText(file);
        if (open !== undefined)
            return open.split("\n");
        try {
            const {size, mtimeMs} = statSync(file);
            const known = this.#kept.get(file);
            if (known?.size === size && known.mtime === mtimeMs)
                return known.lines;
            const found = textOf(readFileSync(file));
            const lines = "text" in found ? found.text.split("\n") : [];
            this.#kept.set(file, {size, mtime: mtimeMs, lines});
            return lines;
        } catch {
            // It went after it was indexed; the watcher tells in a moment.
            return [];
        }
    }

    slice(file: string, startLine: number, endLine: number): string {
        return this.linesOf(file).slice(startLine, endLine + 1).join("\n");
    }
}
