/** The text of indexed files as it is now: an open document's, else the file's. */
import {readFileSync} from "node:fs";

import {textOf} from "../core/index/fileText.js";
import type {WorkspaceIndex} from "./workspace.js";

/** Reads each file once; made for one answer. */
export class CurrentText {
    readonly #workspace: WorkspaceIndex;
    readonly #lines = new Map<string, readonly string[]>();

    constructor(workspace: WorkspaceIndex) {
        this.#workspace = workspace;
    }

    /** Empty for a file that can't be read any more. @param file absolute */
    linesOf(file: string): readonly string[] {
        let lines = this.#lines.get(file);
        if (lines === undefined) {
            lines = (this.#workspace.documentText(file) ?? readText(file)).split("\n");
            this.#lines.set(file, lines);
        }
        return lines;
    }

    slice(file: string, startLine: number, endLine: number): string {
        return this.linesOf(file).slice(startLine, endLine + 1).join("\n");
    }
}

function readText(file: string): string {
    try {
        const found = textOf(readFileSync(file));
        return "text" in found ? found.text : "";
    } catch {
        // It went after it was indexed; the watcher tells in a moment.
        return "";
    }
}
