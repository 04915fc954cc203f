/** What is known about a model file: from its header alone (before loading), and after loading. */
import type {FimLayout} from "../completion/fim.js";
import type {ErrorData} from "../errors.js";

export interface GgufSummary {
    /** GGUF container version (2 or 3). */
    readonly version: number;
    /** `general.architecture`, such as `qwen2`. */
    readonly architecture: string;
    /** `general.name`, or undefined. */
    readonly name: string | undefined;
    /** Quantization as llama.cpp names it (`Q4_K_M`), from `general.file_type`. */
    readonly quantization: string | undefined;
    /** Tokens of context the model was trained for. */
    readonly contextLength: number | undefined;
    /** Layers. */
    readonly blockCount: number | undefined;
    readonly tensorCount: number;
    /** Total of all tensors' elements, i.e. parameters. */
    readonly parameterCount: number;
    /** The vocabulary's special token texts that matter for fill-in-the-middle; see core/completion/fim.ts. */
    readonly fimFamily: string | undefined;
    /** How an embedding model makes one vector of its tokens', as llama.cpp numbers it (`ARCHITECTURE.pooling_type`); absent in models that only write text. */
    readonly poolingType?: number | undefined;
    /** `adapter` for LoRA files; `model` otherwise. */
    readonly type: "model" | "adapter" | "other";
    readonly fileBytes: number;
}

/** What an adapter must fit in a model, from its header. */
export interface ModelShape {
    /** `general.architecture`, such as `qwen2`. */
    readonly architecture: string;
    /** `general.name`, or undefined. */
    readonly name: string | undefined;
    /** Layers, attention heads, and heads of keys and values; undefined where the header has no such single number. */
    readonly blockCount: number | undefined;
    readonly headCount: number | undefined;
    readonly headCountKv: number | undefined;
    /** Each tensor's dimensions by its name, the length of a row first. */
    readonly tensors: ReadonlyMap<string, readonly number[]>;
}

/** A model on this machine that a user may pick. */
export interface ModelCandidate {
    readonly path: string;
    /** Short display name, such as `qwen2.5-coder:0.5b` (Ollama) or the file's name. */
    readonly label: string;
    readonly source: ModelSource;
    readonly bytes: number;
    /** Undefined while unread; an error sentence when the header is unusable. */
    readonly summary: GgufSummary | undefined;
    readonly problem: string | undefined;
    /** SHA-256 (lower-case hex) as far as known without reading the file: a sidecar, an Ollama blob's or Hugging Face blob's name. */
    readonly sha256: string | undefined;
    /** The publisher whose known file this is, by SHA-256. */
    readonly publisher: string | undefined;
}

export type ModelSource = "setting" | "bundled" | "hearth" | "ollama" | "lmstudio" | "huggingface" | "llamacpp";

/** A draft model that the worker holds beside its model. */
export interface DraftInfo {
    readonly path: string;
    readonly name: string;
    readonly bytes: number;
}

/** A model that the worker holds. */
export interface LoadedModel {
    readonly path: string;
    readonly name: string;
    readonly architecture: string;
    readonly quantization: string | undefined;
    readonly bytes: number;
    readonly contextSize: number;
    readonly gpuLayers: number;
    /** The fill-in-the-middle family found in the vocabulary, or undefined: then completions are left-to-right. */
    readonly fimFamily: string | undefined;
    /** The order of a prompt's parts, unless an adapter asks for another; undefined for a model that can't fill in the middle. */
    readonly fimLayout: FimLayout | undefined;
    /** Prompt tokens read per second on this machine, measured when the model was loaded. */
    readonly readTokensPerSecond: number;
    /** The small model that guesses what this one writes, when one is set and works. */
    readonly draft: DraftInfo | undefined;
    /** Why the one that is set does not work. */
    readonly draftProblem: ErrorData | undefined;
    /** The file's identity: what was computed under one key is never used under another. Adapters have keys of their own (core/adapters/use.ts). */
    readonly cacheKey: string;
}
