/** Reads the little JSON that a safetensors header may be, forward, without building what it does not need. Throws BadHeader. */
import {printable} from "../models/ggufMetadata.js";
import {BadHeader} from "../models/headerErrors.js";

const quote = 0x22;
const backslash = 0x5c;

export class JsonScanner {
    private position = 0;

    constructor(private readonly text: string) {}

    /** An object: `member` is called for each name and must read its value. A name that occurs twice is refused. */
    object(member: (name: string) => void): void {
        const names = new Set<string>();
        this.list("{", "}", () => {
            const name = this.string();
            if (names.has(name))
                throw new BadHeader(`the name ${printable(name)} occurs twice in its header`);
            names.add(name);
            this.expect(":");
            member(name);
        });
    }

    string(): string {
        this.expect("\"");
        const start = this.position;
        for (let index = start; index < this.text.length; index++) {
            const code = this.text.charCodeAt(index);
            if (code === backslash)
                index++;
            else if (code === quote) {
                this.position = index + 1;
                return unescaped(this.text.slice(start - 1, this.position));
            }
        }
        throw this.unexpected();
    }

    /** An array of at most `most` whole numbers, each exact and not negative. */
    integers(most: number): number[] {
        const numbers: number[] = [];
        this.list("[", "]", () => {
            const digits = this.match(/(?:0|[1-9]\d{0,18})(?![\d.eE])/uy);
            if (digits === undefined || numbers.length >= most)
                throw this.unexpected();
            const value = Number(digits);
            if (!Number.isSafeInteger(value))
                throw new BadHeader(`its header claims a length or place of ${digits}`);
            numbers.push(value);
        });
        return numbers;
    }

    /** Only white space may be left. */
    end(): void {
        this.match(/[ \t\r\n]*/uy);
        if (this.position < this.text.length)
            throw this.unexpected();
    }

    private list(open: string, close: string, item: () => void): void {
        this.expect(open);
        if (this.accept(close))
            return;
        do
            item();
        while (this.accept(","));
        this.expect(close);
    }

    private expect(character: string): void {
        if (!this.accept(character))
            throw this.unexpected();
    }

    private accept(character: string): boolean {
        this.match(/[ \t\r\n]*/uy);
        if (this.text[this.position] !== character)
            return false;
        this.position++;
        return true;
    }

    private match(pattern: RegExp): string | undefined {
        pattern.lastIndex = this.position;
        const found = pattern.exec(this.text)?.[0];
        this.position += found?.length ?? 0;
        return found;
    }

    private unexpected(): BadHeader {
        return new BadHeader(`its header is not what safetensors has, at character ${this.position}`);
    }
}

function unescaped(literal: string): string {
    try {
        return JSON.parse(literal) as string;
    } catch (error) {
        if (error instanceof SyntaxError)
            throw new BadHeader(`its header has the broken text ${printable(literal)}`);
        throw error;
    }
}
