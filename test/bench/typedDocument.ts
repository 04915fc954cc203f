/** A document that a simulated typist changes: lines, a cursor, and insertion at it. */
import type {LineSource, Position} from "../../src/core/completion/window.js";

export class TypedDocument implements LineSource {
    readonly #lines: string[];
    #line: number;
    #character: number;

    /** The cursor stands at the end of `line`. */
    constructor(text: string, line: number) {
        this.#lines = text.split("\n").map((part) => part.endsWith("\r") ? part.slice(0, -1) : part);
        this.#line = line;
        this.#character = this.lineAt(line).length;
    }

    get lineCount(): number {
        return this.#lines.length;
    }

    get at(): Position {
        return {line: this.#line, character: this.#character};
    }

    lineAt(line: number): string {
        return this.#lines[line] ?? "";
    }

    /** Inserts text at the cursor in place of `replaces` characters after it; the cursor goes to its end. */
    insert(text: string, replaces = 0): void {
        const current = this.lineAt(this.#line);
        const after = current.slice(this.#character + replaces);
        const added = (current.slice(0, this.#character) + text).split("\n");
        const last = added.at(-1) ?? "";
        this.#lines.splice(this.#line, 1, ...added.slice(0, -1), last + after);
        this.#line += added.length - 1;
        this.#character = last.length;
    }
}
