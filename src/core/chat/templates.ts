/**
 * How each model family writes a conversation. Hard-coded: a template inside a model file is a program of a stranger's, and is not run.
 * Control tokens are parts of their own, looked up by their text in the vocabulary; what a person or a file says is always plain text.
 */

/** A control token by its text, the vocabulary's own first token, or text. */
export type TemplatePart = {readonly control: string} | {readonly bos: true} | string;

export interface ChatTemplate {
    readonly name: string;
    /** Control tokens that must exist in the vocabulary. */
    readonly controls: readonly string[];
    /** What stands before everything; `system` is empty when there is none. */
    start(system: string): readonly TemplatePart[];
    /** @param system only for the first turn of a family that puts the instructions into it; else empty */
    user(text: string, system: string): readonly TemplatePart[];
    /** What opens an answer, also one of the past. */
    readonly answer: readonly TemplatePart[];
    /** What more stands before an answer that is to be written now. */
    readonly answerNow?: readonly TemplatePart[];
    /** What closes an answer of the past. */
    readonly answerEnd: readonly TemplatePart[];
    /** Control tokens that end an answer, beside the vocabulary's own. */
    readonly stops: readonly string[];
}

const control = (text: string): TemplatePart => ({control: text});
const bos: TemplatePart = {bos: true};
const withSystem = (system: string, text: string) => system === "" ? text : `${system}\n\n${text}`;

function chatMl(name: string, more: Partial<ChatTemplate> = {}): ChatTemplate {
    const start = control("<|im_start|>"), end = control("<|im_end|>");
    return {
        name, controls: ["<|im_start|>", "<|im_end|>"],
        start: (system) => system === "" ? [] : [start, `system\n${system}`, end, "\n"],
        user: (text) => [start, `user\n${text}`, end, "\n"],
        answer: [start, "assistant\n"], answerEnd: [end, "\n"], stops: ["<|im_end|>", "<|endoftext|>"],
        ...more
    };
}

/** Qwen2.5 (Coder), SmolLM2 and everything else that speaks ChatML. */
const plainChatMl = chatMl("ChatML");

/** Qwen3 with switchable thinking: an empty thought before the answer turns it off, as the published template does. */
const qwen3 = chatMl("Qwen3", {answerNow: ["<think>\n\n</think>\n\n"]});

const llama3: ChatTemplate = {
    name: "Llama 3", controls: ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
    start: (system) => system === "" ? [bos] : [bos, ...llama3Header("system"), `\n\n${system}`, control("<|eot_id|>")],
    user: (text) => [...llama3Header("user"), `\n\n${text}`, control("<|eot_id|>")],
    answer: [...llama3Header("assistant"), "\n\n"], answerEnd: [control("<|eot_id|>")], stops: ["<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"]
};

function llama3Header(role: string): TemplatePart[] {
    return [control("<|start_header_id|>"), role, control("<|end_header_id|>")];
}

/**
 * Mistral from its third version on, where the brackets are control tokens. A SentencePiece vocabulary puts the space after a bracket by itself;
 * Tekken's has none.
 */
const mistral: ChatTemplate = {
    name: "Mistral", controls: ["[INST]", "[/INST]"],
    start: () => [bos],
    user: (text, system) => [control("[INST]"), withSystem(system, text), control("[/INST]")],
    answer: [], answerEnd: [control("</s>")], stops: ["</s>"]
};

/** Mistral's seventh version: instructions have a place of their own. */
const mistralSystem: ChatTemplate = {
    ...mistral, name: "Mistral with system prompt", controls: ["[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"],
    start: (system) => system === "" ? [bos] : [bos, control("[SYSTEM_PROMPT]"), system, control("[/SYSTEM_PROMPT]")],
    user: (text) => [control("[INST]"), text, control("[/INST]")]
};

const gemma: ChatTemplate = {
    name: "Gemma", controls: ["<start_of_turn>", "<end_of_turn>"],
    start: () => [bos],
    user: (text, system) => [control("<start_of_turn>"), `user\n${withSystem(system, text)}`, control("<end_of_turn>"), "\n"],
    answer: [control("<start_of_turn>"), "model\n"], answerEnd: [control("<end_of_turn>"), "\n"], stops: ["<end_of_turn>", "<eos>"]
};

const granite: ChatTemplate = {
    name: "Granite", controls: ["<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>"],
    start: (system) => system === "" ? [] : [...graniteRole("system"), system, control("<|end_of_text|>"), "\n"],
    user: (text) => [...graniteRole("user"), text, control("<|end_of_text|>"), "\n"],
    answer: graniteRole("assistant"), answerEnd: [control("<|end_of_text|>"), "\n"], stops: ["<|end_of_text|>"]
};

function graniteRole(role: string): TemplatePart[] {
    return [control("<|start_of_role|>"), role, control("<|end_of_role|>")];
}

/** DeepSeek-Coder's first version: headings instead of control tokens. */
const deepSeekCoder: ChatTemplate = {
    name: "DeepSeek-Coder", controls: ["<｜begin▁of▁sentence｜>", "<|EOT|>"],
    start: (system) => [control("<｜begin▁of▁sentence｜>"), ...system === "" ? [] : [system]],
    user: (text) => [`### Instruction:\n${text}\n`],
    answer: ["### Response:\n"], answerEnd: ["\n", control("<|EOT|>"), "\n"], stops: ["<|EOT|>", "<｜end▁of▁sentence｜>"]
};

/** DeepSeek-V2 and DeepSeek-Coder-V2. */
const deepSeek2: ChatTemplate = {
    name: "DeepSeek-V2", controls: ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"],
    start: (system) => [control("<｜begin▁of▁sentence｜>"), ...system === "" ? [] : [`${system}\n\n`]],
    user: (text) => [`User: ${text}\n\n`],
    answer: ["Assistant:"], answerEnd: [control("<｜end▁of▁sentence｜>")], stops: ["<｜end▁of▁sentence｜>"]
};

const starCoder2: ChatTemplate = {
    name: "StarCoder2-Instruct", controls: ["<|endoftext|>", "<fim_prefix>"],
    start: (system) => [control("<|endoftext|>"), ...system === "" ? [] : [`${system}\n\n`]],
    user: (text) => [`### Instruction\n${text}\n\n`],
    answer: ["### Response\n"], answerEnd: [control("<|endoftext|>")], stops: ["<|endoftext|>"]
};

/** For vocabularies without any known control token: headings that most instructed models have seen. */
export const plainTemplate: ChatTemplate = {
    name: "plain", controls: [],
    start: (system) => [bos, ...system === "" ? [] : [`${system}\n\n`]],
    user: (text) => [`### Instruction:\n${text}\n\n`],
    answer: ["### Response:\n"], answerEnd: ["\n\n"], stops: []
};

export interface TemplateHints {
    /** Whether a text is a single token of the vocabulary. */
    readonly hasToken: (text: string) => boolean;
    /** `general.architecture` of the file. */
    readonly architecture: string;
    /** The file's own template, looked at for hints, never run. */
    readonly published: string | undefined;
}

/** The template of a model; {@link plainTemplate} when its family is not known. */
export function findChatTemplate({hasToken, architecture, published}: TemplateHints): ChatTemplate {
    const has = (template: ChatTemplate) => template.controls.every(hasToken);
    if (has(plainChatMl) && published?.includes("### Response") !== true)
        return published?.includes("enable_thinking") === true || (architecture.startsWith("qwen3") && published === undefined && hasToken("<think>"))
            ? qwen3 : plainChatMl;
    if (published !== undefined && has(deepSeek2) && published.includes("User: ") && published.includes("Assistant:"))
        return deepSeek2;
    return [llama3, gemma, mistralSystem, mistral, granite, deepSeekCoder, starCoder2].find(has) ?? plainTemplate;
}

/** All of them, for tests and documents. */
export const chatTemplates: readonly ChatTemplate[] = [
    plainChatMl, qwen3, llama3, mistral, mistralSystem, gemma, granite, deepSeekCoder, deepSeek2, starCoder2, plainTemplate
];
