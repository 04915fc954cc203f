/** What is known about a LoRA adapter: from its file, and from the record beside it. */

/** Two matrices whose product is added to one tensor of the base. */
export interface AdapterPair {
    /** The base's tensor, such as `blk.0.attn_q.weight`. */
    readonly target: string;
    /** The layer that the tensor belongs to, or undefined for the embedding and the output. */
    readonly layer: number | undefined;
    readonly rank: number;
    /** Dimensions as GGUF has them, the length of a row first: `a` [input, rank] (of the embedding [rank, vocabulary]), `b` [rank, output]. */
    readonly a: readonly [row: number, rows: number];
    readonly b: readonly [row: number, rows: number];
}

/** A GGUF LoRA file, from its checked header. */
export interface AdapterSummary {
    /** `general.architecture` of the base it was made for, such as `qwen2`. */
    readonly architecture: string;
    /** `general.name`, or undefined. */
    readonly name: string | undefined;
    /** `adapter.lora.alpha`: the engine multiplies by alpha / rank, and by 1 when it is 0 or missing (undefined here). */
    readonly alpha: number | undefined;
    /** The least and the greatest rank of its pairs. */
    readonly ranks: readonly [least: number, greatest: number];
    readonly pairs: readonly AdapterPair[];
    /** Norm vectors, which the engine passes over: what they would do is lost. */
    readonly ignored: readonly string[];
    /** One more than the number of the last layer it touches. */
    readonly layers: number;
    readonly parameterCount: number;
    readonly fileBytes: number;
}

/** Results of evaluations, by the evaluation's name; what a number means is the evaluation's to say (`exactMatch: 0.70`). */
export type EvaluationResults = Readonly<Record<string, number | string>>;

/** The record beside an adapter (`NAME.hearth.json`). */
export interface AdapterRecord {
    /** Of the adapter file; lower-case hex. */
    readonly sha256: string;
    readonly name?: string;
    /** The model it was trained on. */
    readonly base?: {
        readonly name?: string;
        /** Of the base's file; lower-case hex. */
        readonly sha256?: string;
        /** Of other files of the same weights, on which it was found to help, too. */
        readonly others?: readonly string[];
    };
    /** SPDX expression or the publisher's words. */
    readonly license?: string;
    /** Where it came from. */
    readonly source?: string;
    /** What it learned from, in words. */
    readonly trainingData?: string;
    readonly evaluation?: EvaluationResults;
    /** The order of a completion prompt's parts that it was trained on, by the name that core/completion/fim.ts knows it by; any other is refused. */
    readonly layout?: string;
}
