/** What is written otherwise for grammars that can't read what is common in their language, by the grammar's file: for the index and for the check of completions. */
import {withoutCppGaps} from "./cppGaps.js";
import {withoutKotlinGaps} from "./kotlinGaps.js";
import type {Rewrite} from "./parse.js";
import {withoutTypescriptGaps} from "./typescriptGaps.js";

export const rewrites: Readonly<Record<string, Rewrite>> = {
    "tree-sitter-typescript.wasm": withoutTypescriptGaps, "tree-sitter-tsx.wasm": withoutTypescriptGaps,
    "tree-sitter-c.wasm": withoutCppGaps, "tree-sitter-cpp.wasm": withoutCppGaps, "tree-sitter-kotlin.wasm": withoutKotlinGaps
};
