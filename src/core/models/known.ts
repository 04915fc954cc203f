/** Model files whose SHA-256 is known, and the order in which models are offered. */
import type {ModelCandidate, ModelSource} from "./modelInfo.js";

export interface KnownModel {
    /** Lower-case hex, of the whole file. */
    readonly sha256: string;
    readonly bytes: number;
    readonly file: string;
    readonly name: string;
    readonly publisher: string;
    readonly license: string;
    /** Whose file `npm run model` makes it from, for a re-laid model: the same weights in a layout that the engine runs faster. */
    readonly madeFrom?: string;
}

/** Each compared with the publisher's own file, or made from one: the same bytes on every machine. */
export const knownModels: readonly KnownModel[] = [
    {
        sha256: "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32", bytes: 491_400_064,
        file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf", name: "Qwen2.5-Coder-0.5B-Instruct Q4_K_M", publisher: "Qwen", license: "Apache-2.0"
    },
    {
        sha256: "b4f149b98f12c7229f0ccfc9623f328145132801dac82645e03e9240bfdcc13e", bytes: 360_662_912,
        file: "qwen2.5-coder-0.5b-instruct-iq4_nl-hearth.gguf", name: "Qwen2.5-Coder-0.5B-Instruct IQ4_NL (Hearth)", publisher: "Hearth", license: "Apache-2.0",
        madeFrom: "Qwen"
    },
    {
        sha256: "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", bytes: 1_117_320_768,
        file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf", name: "Qwen2.5-Coder-1.5B-Instruct Q4_K_M", publisher: "Qwen", license: "Apache-2.0"
    }
];

/** The known model with this SHA-256, or undefined. */
export function findKnownModel(sha256: string | undefined): KnownModel | undefined {
    return sha256 === undefined ? undefined : knownModels.find((model) => model.sha256 === sha256.toLowerCase());
}

/** Larger files answer too slowly for typing on an ordinary laptop. */
const quickBytes = 3_000_000_000;

const sourceOrder: readonly ModelSource[] = ["setting", "bundled", "hearth", "ollama", "lmstudio", "huggingface", "llamacpp"];

/** OpenCoder, StableCode, CodeLlama, Codestral, ..., but no decoder. */
const codeNames = /(?<!de|en)cod(?:e|ing)|devstral|granite|mellum|refact/iu;

/**
 * Best first: what can be used and fills in the middle, then what can be used, then the rest. Within each: what the user configured, then files
 * that an ordinary laptop runs quickly, code models, those re-laid for speed, where it was found, a known publisher's, and the smaller file.
 */
export function rankModels(candidates: readonly ModelCandidate[]): ModelCandidate[] {
    return candidates.map((candidate) => ({candidate, rank: rankOf(candidate)}))
        .sort((a, b) => compareRanks(a.rank, b.rank) || a.candidate.label.localeCompare(b.candidate.label))
        .map(({candidate}) => candidate);
}

/** The lower, the better; compared from the left. */
function rankOf(candidate: ModelCandidate): readonly number[] {
    return [
        candidate.problem === undefined && candidate.summary !== undefined ? 0 : 1,
        candidate.summary?.fimFamily === undefined ? 1 : 0,
        candidate.source === "setting" ? 0 : 1,
        candidate.bytes <= quickBytes ? 0 : 1,
        isCodeModel(candidate) ? 0 : 1,
        findKnownModel(candidate.sha256)?.madeFrom === undefined ? 1 : 0,
        sourceOrder.indexOf(candidate.source),
        candidate.publisher === undefined ? 1 : 0,
        candidate.bytes
    ];
}

function isCodeModel({label, summary}: ModelCandidate): boolean {
    return codeNames.test(label) || codeNames.test(summary?.name ?? "");
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
    const at = a.findIndex((value, index) => value !== b[index]);
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
