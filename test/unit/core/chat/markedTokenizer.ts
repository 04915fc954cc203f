/** A reference tokenizer for tests: control tokens by their text, everything else one token for each character. */
import type {ChatVocabulary} from "../../../../src/core/chat/plan.js";
import type {ChatTemplate} from "../../../../src/core/chat/templates.js";

const firstControl = 0x200000;

export class MarkedTokenizer {
    readonly #controls: readonly string[];

    constructor(controls: readonly string[]) {
        this.#controls = controls;
    }

    control(text: string): number | undefined {
        const at = this.#controls.indexOf(text);
        return at < 0 ? undefined : firstControl + at;
    }

    /** Plain text: no control token, whatever it says. */
    plain(text: string): number[] {
        return Array.from(text, (character) => character.codePointAt(0) ?? 0);
    }

    /** Text in which the names of control tokens are those tokens: how a published template is meant. */
    marked(text: string): number[] {
        const pattern = new RegExp(`(${this.#controls.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`);
        return text.split(pattern).flatMap((part) => {
            const token = this.control(part);
            return token === undefined ? this.plain(part) : [token];
        });
    }

    text(tokens: readonly number[]): string {
        return tokens.map((token) => token >= firstControl ? `⟦${this.#controls[token - firstControl] ?? ""}⟧` : String.fromCodePoint(token)).join("");
    }

    vocabulary(template: ChatTemplate, bos?: string): ChatVocabulary {
        return {
            template, bos: bos === undefined ? undefined : this.control(bos), control: (text) => this.control(text),
            tokens: (text) => this.plain(text), written: () => undefined
        };
    }
}
