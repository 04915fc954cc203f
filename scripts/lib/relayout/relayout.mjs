// Re-lays a model: the same tensors in the quantization for which llama.cpp's CPU kernels are fastest. A function of the file and the
// layout alone, so the result has one SHA-256 on every machine.
// @ts-check
import {open} from "node:fs/promises";

import {dequantize} from "./dequantize.mjs";
import {bytesOf, elementsOf, GgufError, headerBytes, paddingAfter, readAt, readHeader, textEntry, u32Entry} from "./ggufFile.mjs";
import {quantizeIQ4NL, quantizeQ80} from "./quantize.mjs";
import {typeNamed} from "./tensorTypes.mjs";

/** @typedef {import("./ggufFile.mjs").Header} Header */
/** @typedef {import("./ggufFile.mjs").Tensor} Tensor */

/**
 * What becomes of a model's matrices. Vectors (norms, biases) stay as they are.
 * @typedef {object} Layout
 * @property {string} name the new `general.name`
 * @property {number} fileType the new `general.file_type`, llama.cpp's number
 * @property {Quantized} blocks of the transformer's blocks
 * @property {Quantized | "kept"} output `output.weight`, read whole for each token that is written
 * @property {Quantized | "kept"} embedding `token_embd.weight`: also the output where a model has no tensor for it, else read one row a token
 */
/** @typedef {"IQ4_NL" | "Q8_0"} Quantized */

/** Elements at a time: whole blocks of every type, and little memory. */
const chunkElements = 1 << 20;

/**
 * The re-laid file's bytes, in order.
 * @param {string} path of the model
 * @param {Layout} layout
 * @param {(share: number) => void} progress share of the weights that are done, 0 to 1
 * @returns {AsyncGenerator<Buffer>}
 * @throws {GgufError} when the file is not as it should be
 */
export async function* relaid(path, layout, progress) {
    const file = await open(path);
    try {
        const header = await readHeader(file);
        const tensors = placed(header, layout);
        yield headerBytes({entries: renamed(header, layout), tensors, alignment: header.alignment});
        const all = header.tensors.reduce((sum, tensor) => sum + elementsOf(tensor), 0);
        let done = 0;
        for (const [index, tensor] of header.tensors.entries()) {
            const target = tensors[index] ?? tensor;
            for await (const {bytes, elements} of chunks(file, header.dataStart, tensor, target)) {
                yield bytes;
                progress((done += elements) / all);
            }
            yield Buffer.alloc(paddingAfter(bytesOf(target), header.alignment));
        }
    } finally {
        await file.close();
    }
}

/**
 * @param {Header} header
 * @param {Layout} layout
 */
function renamed({entries}, {name, fileType}) {
    return entries.map((entry) => {
        switch (entry.key) {
            case "general.name": return textEntry(entry.key, name);
            case "general.file_type": return u32Entry(entry.key, fileType);
            default: return entry;
        }
    });
}

/**
 * The tensors with their new types and places.
 * @param {Header} header
 * @param {Layout} layout
 * @returns {Tensor[]}
 */
function placed({tensors, alignment}, layout) {
    let offset = 0;
    return tensors.map((tensor) => {
        const target = {...tensor, type: newType(tensor, layout), offset};
        const bytes = bytesOf(target);
        offset += bytes + paddingAfter(bytes, alignment);
        return target;
    });
}

/**
 * @param {Tensor} tensor
 * @param {Layout} layout
 */
function newType(tensor, layout) {
    if (tensor.dimensions.length < 2) return tensor.type;
    const wanted = wantedType(tensor.name, layout);
    if (wanted === "kept") return tensor.type;
    const type = typeNamed(wanted);
    if ((tensor.dimensions[0] ?? 0) % type.elements !== 0) throw new GgufError(`the rows of its tensor ${tensor.name} are not whole blocks of ${wanted}`);
    return type;
}

/**
 * @param {string} name of a matrix
 * @param {Layout} layout
 */
function wantedType(name, layout) {
    switch (name) {
        case "token_embd.weight": return layout.embedding;
        case "output.weight": return layout.output;
        default: return layout.blocks;
    }
}

/**
 * A tensor's new data, piece by piece.
 * @param {import("node:fs/promises").FileHandle} file
 * @param {number} dataStart
 * @param {Tensor} from
 * @param {Tensor} to
 */
async function* chunks(file, dataStart, from, to) {
    const count = elementsOf(from);
    for (let first = 0; first < count; first += chunkElements) {
        const elements = Math.min(chunkElements, count - first);
        const bytes = await readAt(file, dataStart + from.offset + first / from.type.elements * from.type.bytes, elements / from.type.elements * from.type.bytes);
        yield {elements, bytes: from.type === to.type ? bytes : requantized(bytes, from, to)};
    }
}

/**
 * @param {Buffer} bytes
 * @param {Tensor} from
 * @param {Tensor} to
 */
function requantized(bytes, from, to) {
    try {
        const values = dequantize(from.type, bytes);
        const made = to.type.name === "IQ4_NL" ? quantizeIQ4NL(values) : quantizeQ80(values);
        return Buffer.from(made.buffer);
    } catch (error) {
        if (error instanceof RangeError) throw new GgufError(`its tensor ${from.name} cannot be re-laid: ${error.message}`);
        throw error;
    }
}
