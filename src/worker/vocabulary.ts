/** What the worker needs to know of a loaded model's vocabulary: control tokens, token texts, and which tokens agree with given text. */
import type {LlamaModel, Token} from "node-llama-cpp";

import {type FimFamily, type FimLayout, findFimFamily} from "../core/completion/fim.js";
import {type FimTokens, laidOut} from "../core/completion/plan.js";
import {PieceTokenizer} from "../core/completion/tokenizer.js";

export class Vocabulary {
    readonly fim: FimTokens | undefined;
    readonly bos: Token | undefined;
    readonly tokenizer: PieceTokenizer;
    /** The token that a model is taught to end the middle with. */
    readonly endOfMiddle: Token;
    readonly #model: LlamaModel;
    readonly #stops: ReadonlySet<Token>;

    /** @param layout in place of the family's own */
    constructor(model: LlamaModel, layout?: FimLayout) {
        this.#model = model;
        this.bos = model.tokens.shouldPrependBosToken ? model.tokens.bos ?? undefined : undefined;
        // `false`: text that looks like a control token in a user's file stays text.
        this.tokenizer = new PieceTokenizer((text) => model.tokenize(text, false));
        const family = findFimFamily((text) => this.#control(text) !== undefined);
        this.fim = family === undefined ? undefined : laidOut(this.#fimTokens(family), layout);
        this.endOfMiddle = (family?.end === undefined ? undefined : this.#control(family.end)) ?? model.tokens.eos ?? 0 as Token;
        this.#stops = new Set((family?.stops ?? []).flatMap((text) => this.#control(text) ?? []));
    }

    /** Whether a token ends the answer. */
    ends(token: Token): boolean {
        return this.#stops.has(token) || this.#model.isEogToken(token) || this.#model.isSpecialToken(token);
    }

    /** Text of tokens as they follow `before`; an incomplete last character shows as U+FFFD. */
    text(tokens: readonly Token[], before: readonly Token[] = []): string {
        return this.#model.detokenize(tokens, false, before);
    }

    #control(text: string): Token | undefined {
        const tokens = this.#model.tokenize(text, true);
        const [token] = tokens;
        return tokens.length === 1 && token !== undefined && this.#model.isSpecialToken(token) ? token : undefined;
    }

    #fimTokens(family: FimFamily): FimTokens | undefined {
        const [prefix, suffix, middle] = [family.prefix, family.suffix, family.middle].map((text) => this.#control(text));
        if (prefix === undefined || suffix === undefined || middle === undefined)
            return undefined;
        return {
            family, prefix, suffix, middle,
            repository: family.repository === undefined ? undefined : this.#control(family.repository),
            file: family.file === undefined ? undefined : this.#control(family.file)
        };
    }
}
