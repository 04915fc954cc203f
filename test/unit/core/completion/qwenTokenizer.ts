/**
 * The pre-tokenizer of Qwen2.5-Coder, as its tokenizer.json has it: byte-level BPE merges bytes within what this matches, never across.
 * `\s` is Unicode's White_Space there, which is not quite JavaScript's.
 */
import type {Tokenize} from "../../../../src/core/completion/tokenizer.js";

const blank = String.raw`\p{White_Space}`;
const preTokens = new RegExp([
    "'(?:[sS]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD])", String.raw`[^\r\n\p{L}\p{N}]?\p{L}+`, String.raw`\p{N}`,
    String.raw` ?[^${blank}\p{L}\p{N}]+[\r\n]*`, String.raw`${blank}*[\r\n]+`, String.raw`${blank}+(?!\P{White_Space})`, `${blank}+`
].join("|"), "gu");

/** GPT-2's, as StarCoder and others use it: a run of line breaks takes the indentation below with it, but for its last blank. */
const gpt2PreTokens = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

export interface TextTokenizer {
    readonly tokenize: Tokenize;
    readonly textOf: (token: number) => string;
    /** How often `tokenize` was called, and with what. */
    readonly calls: readonly string[];
}

/** Numbers each distinct piece that `cut` gives; long ones in two, as merges that are not in the vocabulary leave them. */
function numbering(cut: (text: string) => readonly string[]): TextTokenizer {
    const ids = new Map<string, number>();
    const texts: string[] = [];
    const calls: string[] = [];
    const idOf = (text: string) => {
        const known = ids.get(text) ?? texts.push(text) - 1;
        ids.set(text, known);
        return known;
    };
    return {
        calls,
        textOf: (token) => texts[token] ?? "",
        tokenize: (text) => {
            calls.push(text);
            return cut(text).flatMap((piece) => piece.length > 6 ? [piece.slice(0, 6), piece.slice(6)] : [piece]).map(idOf);
        }
    };
}

export const qwenTokenizer = () => numbering((text) => text.match(preTokens) ?? []);
export const gpt2Tokenizer = () => numbering((text) => text.match(gpt2PreTokens) ?? []);
/** As SentencePiece does it: every text begins with a blank of its own. */
export const leadingBlankTokenizer = () => numbering((text) => ` ${text}`.match(preTokens) ?? []);
