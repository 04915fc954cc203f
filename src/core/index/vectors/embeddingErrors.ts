/** The sentences for what can be wrong with an embedding model, or with its process. The search goes on by words and names in each case. */
import {HearthError} from "../../errors.js";

const nameAnother = "Name another embedding model in “hearth.index.embeddings”, or leave it empty.";
const goesOn = "The search goes on by words and names.";

export const embeddingErrors = {
    /** @param why the end of a sentence about the file */
    notEmbeddingModel: (path: string, why: string) => new HearthError({
        code: "embedding.notEmbeddingModel", remedy: "none", message: `${path} can't embed text: ${why}. ${nameAnother}`
    }),
    /** What is wrong with the file, as for any model's, with the remedy that is this one's. */
    unusableEmbedding: ({code, message, detail}: HearthError) => new HearthError({
        code, remedy: "none", ...detail === undefined ? {} : {detail}, message: `${/^.*?\.(?= |$)/s.exec(message)?.[0] ?? message} ${nameAnother}`
    }),
    otherSize: (expected: number, actual: number) => new HearthError({
        code: "embedding.otherSize", remedy: "none",
        message: `The embedding model gave a vector of ${String(actual)} numbers, not of ${String(expected)}. “Hearth: Rebuild Index” makes them anew.`
    }),
    noVector: (path: string) => new HearthError({
        code: "embedding.noVector", remedy: "none", message: `The embedding model ${path} gave a vector without a direction. ${nameAnother}`
    }),
    embeddingCrashLoop: (crashes: number, stderr: string) => new HearthError({
        code: "embedding.crashLoop", remedy: "showLog", detail: stderr,
        message: `Hearth's embedding process ended unexpectedly ${String(crashes)} times within three minutes and is not started again. ${goesOn}`
    }),
    embeddingNotReady: () => new HearthError({code: "embedding.notReady", remedy: "none", message: `No embedding model is loaded. ${goesOn}`}),
    embeddingBusy: () => new HearthError({code: "embedding.busy", remedy: "none", message: `The embedding model has too much to do already. ${goesOn}`})
} as const;
