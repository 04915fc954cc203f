/**
 * Fill-in-the-middle families: the control tokens a model was trained with, found by their texts in its vocabulary
 * (GGUF metadata often does not name them).
 */

/**
 * The order of the parts.
 * - `suffix-first`: prefix token, suffix token, text after the cursor, middle token, text before the cursor; the answer continues it.
 * - `prefix-first`: prefix token, text before, suffix token, text after, middle token; the answer stands alone.
 * - `suffix-then-prefix`: suffix token, text after, prefix token, text before (Codestral).
 */
export const fimLayouts = ["suffix-first", "prefix-first", "suffix-then-prefix"] as const;
export type FimLayout = typeof fimLayouts[number];

/** The layout that a record names; undefined for a name of none. */
export function fimLayoutNamed(name: string): FimLayout | undefined {
    return fimLayouts.find((layout) => layout === name);
}

export interface FimFamily {
    readonly name: string;
    /** The one that is taken where no record asks for another. */
    readonly layout: FimLayout;
    /** Texts of the control tokens, exactly as they stand in the vocabulary. */
    readonly prefix: string;
    readonly suffix: string;
    readonly middle: string;
    /** Token before a repository's name, when the family was trained on whole repositories. */
    readonly repository?: string;
    /** Token before a file's path. */
    readonly file?: string;
    /** The token that ended the middle when the family was trained; absent: the model's own end of sequence. */
    readonly end?: string;
    /** Further tokens that end an answer, beside the model's own end-of-generation ones. */
    readonly stops: readonly string[];
}

/**
 * Known families, the most specific first. Sources: each model's published tokenizer configuration and fill-in-the-middle examples
 * (Qwen2.5-Coder report section 3.2; StarCoder2, Code Llama, DeepSeek-Coder, Codestral, CodeGemma and Granite model cards).
 */
export const fimFamilies: readonly FimFamily[] = [
    {
        name: "Qwen-Coder", layout: "suffix-first", prefix: "<|fim_prefix|>", suffix: "<|fim_suffix|>", middle: "<|fim_middle|>",
        repository: "<|repo_name|>", file: "<|file_sep|>", end: "<|endoftext|>",
        stops: ["<|fim_pad|>", "<|file_sep|>", "<|repo_name|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>", "<|endoftext|>", "<|im_end|>"]
    },
    {
        name: "CodeGemma", layout: "prefix-first", prefix: "<|fim_prefix|>", suffix: "<|fim_suffix|>", middle: "<|fim_middle|>",
        file: "<|file_separator|>", stops: ["<|file_separator|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"]
    },
    {
        name: "StarCoder", layout: "prefix-first", prefix: "<fim_prefix>", suffix: "<fim_suffix>", middle: "<fim_middle>",
        repository: "<repo_name>", file: "<file_sep>", stops: ["<file_sep>", "<repo_name>", "<fim_pad>", "<|endoftext|>"]
    },
    {
        name: "Granite", layout: "prefix-first", prefix: "<fim_prefix>", suffix: "<fim_suffix>", middle: "<fim_middle>", stops: ["<fim_pad>", "<|endoftext|>"]
    },
    {
        name: "DeepSeek-Coder", layout: "prefix-first", prefix: "<｜fim▁begin｜>", suffix: "<｜fim▁hole｜>", middle: "<｜fim▁end｜>", stops: ["<｜end▁of▁sentence｜>", "<|EOT|>"]
    },
    {name: "Code Llama", layout: "suffix-first", prefix: "▁<PRE>", suffix: "▁<SUF>", middle: "▁<MID>", stops: ["▁<EOT>"]},
    {name: "Codestral", layout: "suffix-then-prefix", prefix: "[PREFIX]", suffix: "[SUFFIX]", middle: "[MIDDLE]", stops: ["[PREFIX]", "[SUFFIX]"]}
];

/** The first family whose tokens, the optional ones included, all exist in the vocabulary. */
export function findFimFamily(hasToken: (text: string) => boolean): FimFamily | undefined {
    return fimFamilies.find((family) => [family.prefix, family.suffix, family.middle, family.repository, family.file]
        .every((text) => text === undefined || hasToken(text)));
}
