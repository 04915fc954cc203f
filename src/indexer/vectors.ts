/** What the embedding model is given of the index, and what it gave back. The models run elsewhere; here are only their vectors. */
import {indexErrors} from "../core/index/indexErrors.js";
import {documentText} from "../core/index/vectors/documentText.js";
import {embeddingErrors} from "../core/index/vectors/embeddingErrors.js";
import {type QuantizedVector, withScale} from "../core/index/vectors/quantize.js";
import {indexText} from "../core/index/words.js";
import type {ChunkText, PutVectorsParams, QueryVector, VectorlessParams, VectorlessResult} from "../protocol/indexMessages.js";
import {chunksPerFile} from "./store/schema.js";
import type {Store} from "./store/store.js";
import {digestOfWords, type VectorlessChunk} from "./store/vectors.js";
import type {WorkspaceIndex} from "./workspace.js";

/** Chunks that wait for a vector of this model. A window that only reads the index has none: the one that writes it sees to them. @throws HearthError `index.notReady` */
export function vectorless({model, after, limit}: VectorlessParams, workspace: WorkspaceIndex): VectorlessResult {
    const store = storeOf(workspace);
    if (!store.isWriter)
        return {chunks: [], next: undefined};
    const {vectors} = store;
    const found = store.writer.within(() => {
        vectors.use(model);
        const waiting = vectors.vectorless(after, limit);
        if (waiting.length < limit)
            vectors.sweep();
        return waiting;
    });
    const last = found.length < limit ? undefined : found.at(-1);
    if (last === undefined)
        workspace.vectorsChanged(true);
    return {chunks: found.flatMap((chunk) => textOf(chunk, store, workspace) ?? []), next: last?.id};
}

/** Keeps vectors of chunks. Those of a model that is no longer in force are let go. @throws HearthError `index.notReady`, `embedding.otherSize`, `embedding.noVector` */
export function putVectors({model, vectors}: PutVectorsParams, workspace: WorkspaceIndex): void {
    const store = storeOf(workspace);
    if (!store.isWriter || store.vectors.model !== model)
        return;
    store.writer.within(() => {
        for (const {chunk, digest, parts} of vectors) {
            const vector = vectorOf(parts);
            if (vector === undefined)
                throw embeddingErrors.noVector(model);
            store.vectors.put(chunk, digest, vector);
        }
    });
    workspace.vectorsChanged(false);
}

/** Chunks nearest to a query, best first; none where the vectors are of another model. */
export function nearestChunks({model, parts}: QueryVector, {vectors}: Store, limit: number): number[] {
    const vector = vectorOf(parts);
    return vector === undefined || vectors.model !== model ? [] : vectors.nearest(vector, limit);
}

/** Undefined when the text is no longer that of the chunk: it is about to be read again. */
function textOf({id, startLine, endLine, scope, digest}: VectorlessChunk, store: Store, workspace: WorkspaceIndex): ChunkText | undefined {
    const file = store.reader.file(Math.floor(id / chunksPerFile));
    const folder = workspace.folders.find((each) => each.id === file?.folder);
    if (file === undefined || folder === undefined)
        return undefined;
    const lines = workspace.text.slice(folder.absolute(file.path), startLine, endLine);
    return digestOfWords(indexText(file.path, scope, lines)) === digest ? {chunk: id, digest, text: documentText(file.path, scope, lines)} : undefined;
}

function vectorOf(parts: string): QuantizedVector | undefined {
    const bytes = Buffer.from(parts, "base64");
    return withScale(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function storeOf({store}: WorkspaceIndex): Store {
    if (store === undefined)
        throw indexErrors.notReady();
    return store;
}
