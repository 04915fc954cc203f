/** PEFT's adapter_config.json: what of it changes the numbers, and what makes an adapter more than a GGUF LoRA can hold. */
import {printable} from "../models/ggufMetadata.js";
import {adapterErrors} from "./adapterErrors.js";
import {compilePattern, type ModulePattern} from "./modulePatterns.js";

export interface PeftConfig {
    readonly rank: number;
    readonly alpha: number;
    readonly rankPatterns: readonly ModulePattern[];
    readonly alphaPatterns: readonly ModulePattern[];
    /** Rank-stabilized: the scale is alpha / √rank instead of alpha / rank. */
    readonly rankStabilized: boolean;
    /** `base_model_name_or_path`. */
    readonly baseName: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

const mostPatterns = 16_384;
/** Beyond this the numbers are no longer exact in the file's 32-bit float. */
const mostAlpha = 2 ** 24;

/** Ways to begin training that leave the base as it is; the others (PiSSA, OLoRA, LoftQ, CorDA, ...) move a part of the base into the adapter. */
const plainInitializations: ReadonlySet<unknown> = new Set([undefined, null, true, false, "gaussian", "eva", "orthogonal"]);

/** Settings that, when they are set to anything, make it more than two matrices for each tensor. */
const beyondLora: readonly (readonly [key: string, reason: string])[] = [
    ["use_dora", "it is a DoRA adapter, whose magnitudes a GGUF LoRA can't hold"],
    ["modules_to_save", "it replaces whole modules of the model (“modules_to_save”)"],
    ["lora_bias", "it has trained biases"],
    ["layer_replication", "it repeats layers of the model (“layer_replication”)"],
    ["trainable_token_indices", "it replaces tokens of the vocabulary (“trainable_token_indices”)"],
    ["target_parameters", "it changes single parameters, such as those of experts (“target_parameters”)"],
    ["alora_invocation_tokens", "it is an “activated” LoRA, which changes the model only after certain words"],
    ["use_qalora", "it is a QALoRA adapter, which pools its input"],
    ["use_bdlora", "it is a block-diagonal LoRA"],
    ["arrow_config", "it chooses among adapters for each word (Arrow)"],
    ["velora_config", "it uses VeLoRA"],
    ["monteclora_config", "it uses MonteCLoRA"],
    ["kasa_config", "it uses KaSA"]
];

/** Reads the file's text; `path` names the folder in errors. Throws `adapter.badHeader` or, for what can't be represented, `adapter.unsupported`. */
export function parsePeftConfig(text: string, path: string): PeftConfig {
    const fields = parse(text, path);
    refuseBeyondLora(fields, path);
    const number = (key: string, most: number) => {
        const value = fields[key];
        if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > most)
            throw adapterErrors.badHeader(path, `“${key}” in adapter_config.json is not a usable number`);
        return value;
    };
    const base = fields["base_model_name_or_path"];
    return {
        rank: number("r", 65_536),
        alpha: number("lora_alpha", mostAlpha),
        rankPatterns: patterns(fields, "rank_pattern", path),
        alphaPatterns: patterns(fields, "alpha_pattern", path),
        rankStabilized: fields["use_rslora"] === true,
        baseName: typeof base === "string" && base !== "" && base.length <= 1024 ? base : undefined
    };
}

function parse(text: string, path: string): Fields {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error) {
        if (error instanceof SyntaxError)
            throw adapterErrors.badHeader(path, "adapter_config.json is not JSON");
        throw error;
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
        throw adapterErrors.badHeader(path, "adapter_config.json holds no settings");
    return value as Fields;
}

function refuseBeyondLora(fields: Fields, path: string): void {
    const type = fields["peft_type"];
    if (type !== "LORA")
        throw adapterErrors.unsupported(path, `it is of the kind ${printable(typeof type === "string" ? type : "unnamed")}, not LoRA`);
    const beyond = beyondLora.find(([key]) => isSet(fields[key]));
    if (beyond !== undefined)
        throw adapterErrors.unsupported(path, beyond[1]);
    const bias = fields["bias"] ?? "none";
    if (bias !== "none")
        throw adapterErrors.unsupported(path, `it has trained biases (“bias”: ${printable(JSON.stringify(bias))})`);
    const initialization = fields["init_lora_weights"];
    if (!plainInitializations.has(initialization))
        throw adapterErrors.unsupported(path, `it was begun with ${printable(JSON.stringify(initialization))}, which changes the model's own weights too`);
}

/** Anything but absent, off or empty. `fan_in_fan_out` is not among the settings: it says how the base keeps its weight, and A and B lie the same way in both. */
function isSet(value: unknown): boolean {
    if (Array.isArray(value))
        return value.length > 0;
    if (typeof value === "object" && value !== null)
        return Object.keys(value).length > 0;
    return value !== undefined && value !== null && value !== false;
}

function patterns(fields: Fields, key: string, path: string): readonly ModulePattern[] {
    const entries = Object.entries((fields[key] ?? {}) as Readonly<Record<string, unknown>>);
    if (entries.length > mostPatterns)
        throw adapterErrors.badHeader(path, `“${key}” in adapter_config.json has ${entries.length} entries`);
    return entries.map(([pattern, value]) => {
        if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > mostAlpha)
            throw adapterErrors.badHeader(path, `“${key}” in adapter_config.json has no usable number for ${printable(pattern)}`);
        const compiled = compilePattern(pattern, value);
        if (compiled === undefined)
            throw adapterErrors.unsupported(path, `“${key}” has the pattern ${printable(pattern)}, of a form that Hearth does not read`);
        return compiled;
    });
}
