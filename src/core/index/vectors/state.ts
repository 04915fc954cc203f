/** The embedding model's state, as the index's line shows it. */
import type {ErrorData} from "../../errors.js";

export type EmbedderState =
    /** The setting is empty, or nothing is indexed. */
    | {readonly kind: "off"}
    /** Also while its process is started again. */
    | {readonly kind: "loading"}
    | {readonly kind: "ready"; readonly name: string}
    | {readonly kind: "failed"; readonly error: ErrorData};

/** What the index's line goes on with; empty where vectors are not wanted. @param vectors chunks that have one, of so many `chunks` */
export function describeVectors(state: EmbedderState, {vectors, chunks}: {readonly vectors: number; readonly chunks: number}): string {
    const count = (value: number) => value.toLocaleString("en-US");
    switch (state.kind) {
        case "off":
            return "";
        case "loading":
            return "; the embedding model is being loaded";
        case "ready":
            return `; vectors for ${vectors >= chunks ? `all ${count(chunks)}` : `${count(vectors)} of ${count(chunks)}`} chunks`;
        case "failed":
            return `; no vectors: ${state.error.message}`;
    }
}
