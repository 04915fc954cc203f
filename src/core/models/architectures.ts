/** Which model architectures the engine (node-llama-cpp 3.22.1) runs as causal language models: those that can complete text. */
import type {GgufSummary} from "./modelInfo.js";
import {modelErrors} from "./modelErrors.js";

/** Causal language models, by `general.architecture`; of vision-language ones the language part. */
const causal: ReadonlySet<string> = new Set([
    "llama", "llama4", "deci", "falcon", "grok", "gpt2", "gptneox", "mpt", "baichuan", "starcoder", "refact", "bloom", "stablelm",
    "qwen", "qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen3moe", "qwen3next", "qwen3vl", "qwen3vlmoe", "qwen35", "qwen35moe",
    "phi2", "phi3", "phimoe", "plamo", "plamo2", "plamo3", "codeshell", "orion", "internlm2", "minicpm", "minicpm3",
    "gemma", "gemma2", "gemma3", "gemma3n", "gemma4", "starcoder2", "mamba", "mamba2", "jamba", "falcon-h1", "xverse",
    "command-r", "cohere2", "cohere2moe", "dbrx", "olmo", "olmo2", "olmoe", "muse-glimmer", "openelm", "arctic",
    "deepseek", "deepseek2", "deepseek2-ocr", "deepseek32", "deepseek4", "chatglm", "glm4", "glm4moe", "glm-dsa", "bitnet",
    "jais", "jais2", "nemotron", "nemotron_h", "nemotron_h_moe", "exaone", "exaone4", "exaone-moe", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7",
    "granite", "granitemoe", "granitehybrid", "graniteswitch", "chameleon", "plm", "bailingmoe", "bailingmoe2", "dots1", "arcee", "afmoe",
    "laguna", "ernie4_5", "ernie4_5-moe", "hunyuan-moe", "hunyuan-dense", "hunyuan_vl", "hy_v3", "smollm3", "gpt-oss", "lfm2", "lfm2moe",
    "smallthinker", "seed_oss", "grovemoe", "apertus", "minimax-m2", "minimax-m3", "cogvlm", "pangu-embedded", "mistral3", "mistral4",
    "paddleocr", "mimo2", "step35", "maincoder", "kimi-linear", "talkie", "mellum", "nanbeige"
]);

/** Architectures that the engine knows but that complete no text: encoders, translators, diffusion, draft heads, image and sound parts. */
export const notCausal: ReadonlySet<string> = new Set([
    "bert", "modern-bert", "nomic-bert", "nomic-bert-moe", "neo-bert", "jina-bert-v2", "jina-bert-v3", "eurobert", "gemma-embedding",
    "llama-embed", "t5", "t5encoder", "dream", "llada", "llada-moe", "rnd1", "eagle3", "dflash", "gemma4-assistant",
    "clip", "wavtokenizer-dec", "qwen3tts", "gptj"
]);

/** True when the engine runs this architecture as a causal language model. */
export function isRunnable(architecture: string): boolean {
    return causal.has(architecture);
}

/** True for files that are parts or other kinds of models: adapters, projectors, embedding models. They are no choice for a user. */
export function isNoLanguageModel(summary: GgufSummary): boolean {
    return summary.type !== "model" || notCausal.has(summary.architecture);
}

/** Throws `model.unsupportedArchitecture` unless the engine can complete text with the file at `path`. */
export function requireRunnable(summary: GgufSummary, path: string): void {
    if (summary.type === "adapter")
        throw modelErrors.unsupportedArchitecture(path, `${summary.architecture} adapter`);
    if (summary.type === "other" || !isRunnable(summary.architecture))
        throw modelErrors.unsupportedArchitecture(path, summary.architecture);
}
