/** An embedding model where there is none: a model that writes text, with a pooling named in its header as those that were trained for it have. Poor at it, but real. */
import {createReadStream, createWriteStream} from "node:fs";
import {mkdtemp, open, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {pipeline} from "node:stream/promises";

import {headerBytes, readHeader, u32Entry} from "../../scripts/lib/relayout/ggufFile.mjs";
import {readModelHeader} from "../../src/system/models/inspect.js";

/** llama.cpp's number for the mean of all tokens' vectors. */
const meanPooling = 1;

/** @returns the copy's path, and what removes it */
export async function makeEmbeddingModel(model: string): Promise<{readonly file: string; readonly dispose: () => Promise<void>}> {
    const {architecture} = await readModelHeader(model);
    const folder = await mkdtemp(path.join(tmpdir(), "hearth-embedding-"));
    const source = await open(model);
    try {
        const header = await readHeader(source);
        const file = path.join(folder, "poor-embedding.gguf");
        const target = createWriteStream(file);
        target.write(headerBytes({...header, entries: [...header.entries, u32Entry(`${architecture}.pooling_type`, meanPooling)]}));
        await pipeline(createReadStream(model, {start: header.dataStart}), target);
        return {file, dispose: () => rm(folder, {recursive: true, force: true})};
    } finally {
        await source.close();
    }
}
