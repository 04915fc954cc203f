/**
 * A Markdown answer as it grows: what is whole is cut off and never looked at again, so that showing the next token costs no more after ten thousand of them.
 * A cut is made where no Markdown construct can reach across: before a line that starts plainly after a blank line, and around fenced code at the margin.
 */

export interface FenceBlock {
    readonly kind: "fence";
    readonly language: string;
    readonly code: string;
    readonly closed: boolean;
}
export interface TextBlock {
    readonly kind: "text";
    readonly markdown: string;
}
export type Block = FenceBlock | TextBlock;

/** A text this long without a place to cut is cut anyway, at a line's or word's end. */
const longestText = 8_000;
const fenceOpen = /^ {0,3}(`{3,64}|~{3,64})[ \t]*([^\s`]*)(?:\s[^`\n]*)?$/;
/** What a blank line does not end: a list goes on with an item or an indented line, a quote with a quote. */
const goesOn = /^(?:[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|>)/;

export class BlockSplitter {
    /** Blocks that will not change any more. */
    readonly #done: Block[] = [];
    /** Lines of the text block that grows. */
    #text = "";
    #fence: {readonly mark: string; readonly language: string} | undefined;
    #code: string[] = [];
    /** The line that has not ended yet. */
    #line = "";
    #blank = false;

    get done(): readonly Block[] {
        return this.#done;
    }

    /** The block that still grows; undefined when there is none. */
    get growing(): Block | undefined {
        if (this.#fence !== undefined)
            return {kind: "fence", language: this.#fence.language, code: [...this.#code, this.#line].join("\n"), closed: false};
        const markdown = this.#text + this.#line;
        return markdown.trim() === "" ? undefined : {kind: "text", markdown};
    }

    push(text: string): void {
        const lines = text.split("\n");
        for (const [i, part] of lines.entries()) {
            this.#line += part;
            if (i < lines.length - 1) {
                const line = this.#line;
                this.#line = "";
                this.#take(line);
            }
        }
        if (this.#fence === undefined && this.#text.length + this.#line.length > longestText)
            this.#cutLongText();
    }

    /** All is there: what still grew is whole now. */
    end(): void {
        const line = this.#line;
        this.#line = "";
        if (line !== "")
            this.#take(line);
        if (this.#fence === undefined) {
            this.#endText();
            return;
        }
        this.#done.push({kind: "fence", language: this.#fence.language, code: this.#code.join("\n"), closed: true});
        this.#fence = undefined;
        this.#code = [];
    }

    #take(line: string): void {
        if (this.#fence !== undefined) {
            this.#takeCode(line, this.#fence);
            return;
        }
        const open = fenceOpen.exec(line);
        if (open?.[1] !== undefined) {
            this.#endText();
            this.#fence = {mark: open[1], language: open[2] ?? ""};
            return;
        }
        const blank = line.trim() === "";
        if (!blank && this.#blank && !goesOn.test(line))
            this.#endText();
        this.#text += `${line}\n`;
        this.#blank = blank;
    }

    #takeCode(line: string, {mark, language}: {readonly mark: string; readonly language: string}): void {
        const close = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
        if (close?.startsWith(mark) !== true) {
            this.#code.push(line);
            return;
        }
        this.#done.push({kind: "fence", language, code: this.#code.join("\n"), closed: true});
        this.#fence = undefined;
        this.#code = [];
    }

    #endText(): void {
        if (this.#text.trim() !== "")
            this.#done.push({kind: "text", markdown: this.#text});
        this.#text = "";
        this.#blank = false;
    }

    #cutLongText(): void {
        const whole = this.#text + this.#line;
        const pieces: string[] = [];
        let rest = whole;
        while (rest.length > longestText) {
            const at = Math.max(rest.lastIndexOf("\n", longestText - 1), rest.lastIndexOf(" ", longestText - 1)) + 1 || longestText;
            pieces.push(rest.slice(0, at));
            rest = rest.slice(at);
        }
        this.#done.push(...pieces.map((markdown): Block => ({kind: "text", markdown})));
        const lineStart = rest.lastIndexOf("\n") + 1;
        this.#text = rest.slice(0, lineStart);
        this.#line = rest.slice(lineStart);
    }
}

/** All blocks of a whole text. */
export function blocksOf(markdown: string): Block[] {
    const splitter = new BlockSplitter();
    splitter.push(markdown);
    splitter.end();
    return [...splitter.done];
}
