/** Whether two models cut text into the same tokens, from their files' headers: only then can one guess for the other. */
import type {ByteSource} from "./byteReader.js";
import {readGgufHeader} from "./ggufHeader.js";
import {TokenHashes} from "./tokenHashes.js";

export interface ModelVocabulary {
    /** How text is cut: the tokenizer's kind and its pre-tokenizer. */
    readonly kind: string;
    /** A hash of each token's text, in order. */
    readonly tokens: readonly number[];
}

/** Models of one family differ in how far their vocabulary is filled up with tokens that stand for nothing; llama.cpp allows as much. */
const mostFillers = 128;

/** Throws a HearthError `model.*` as readGguf does. */
export async function readGgufVocabulary(source: ByteSource, path: string): Promise<ModelVocabulary> {
    const tokens = new TokenHashes();
    const {metadata: {values}} = await readGgufHeader(source, path, tokens);
    const [model, pre] = ["tokenizer.ggml.model", "tokenizer.ggml.pre"].map((key) => String(values.get(key) ?? ""));
    return {kind: `${model ?? ""} ${pre ?? ""}`, tokens: tokens.hashes};
}

/** The same tokens under the same numbers, fillers at the end aside. A model without a vocabulary is like no other. */
export function isSameVocabulary(a: ModelVocabulary, b: ModelVocabulary): boolean {
    const shared = Math.min(a.tokens.length, b.tokens.length);
    return a.kind === b.kind && shared > 0 && Math.max(a.tokens.length, b.tokens.length) - shared <= mostFillers &&
        a.tokens.every((token, i) => i >= shared || token === b.tokens[i]);
}
