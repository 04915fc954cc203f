/** The two ways in which llama.cpp's matrices lie otherwise than PyTorch's, on raw bytes. */

/**
 * The rows of whole heads in llama.cpp's order for rotary embeddings: within each head of `headRows` rows the first and the second half are interleaved.
 * `bytes` holds whole heads of rows of `rowBytes`.
 */
export function interleaveHeads(bytes: Uint8Array, headRows: number, rowBytes: number): Uint8Array {
    const result = new Uint8Array(bytes.length);
    const half = headRows / 2;
    const rows = bytes.length / rowBytes;
    for (let row = 0; row < rows; row++) {
        const inHead = row % headRows;
        const to = row - inHead + (inHead < half ? 2 * inHead : 2 * (inHead - half) + 1);
        result.set(bytes.subarray(row * rowBytes, (row + 1) * rowBytes), to * rowBytes);
    }
    return result;
}

/** The transpose of a matrix of `rows` rows, of elements of 2 or 4 bytes. `bytes` must be aligned to them. */
export function transpose(bytes: Uint8Array, rows: number, elementBytes: 2 | 4): Uint8Array {
    const source = elements(bytes, elementBytes);
    const result = elements(new Uint8Array(bytes.length), elementBytes);
    const columns = source.length / rows;
    for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
            result[column * rows + row] = source[row * columns + column] ?? 0;
    return new Uint8Array(result.buffer);
}

function elements(bytes: Uint8Array, elementBytes: 2 | 4): Uint16Array | Uint32Array {
    const count = bytes.length / elementBytes;
    return elementBytes === 4 ? new Uint32Array(bytes.buffer, bytes.byteOffset, count) : new Uint16Array(bytes.buffer, bytes.byteOffset, count);
}
