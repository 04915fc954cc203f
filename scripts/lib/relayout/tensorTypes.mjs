// The tensor types of ggml that a re-layout reads or writes, by their numbers in a GGUF file.
// @ts-check

/**
 * @typedef {object} TensorType
 * @property {string} name
 * @property {number} id ggml's number
 * @property {number} elements of one block; a row is a whole number of blocks
 * @property {number} bytes of one block
 */

/** @type {readonly TensorType[]} */
export const tensorTypes = [
    {name: "F32", id: 0, elements: 1, bytes: 4}, {name: "F16", id: 1, elements: 1, bytes: 2},
    {name: "Q4_0", id: 2, elements: 32, bytes: 18}, {name: "Q5_0", id: 6, elements: 32, bytes: 22}, {name: "Q5_1", id: 7, elements: 32, bytes: 24},
    {name: "Q8_0", id: 8, elements: 32, bytes: 34}, {name: "Q4_K", id: 12, elements: 256, bytes: 144}, {name: "Q5_K", id: 13, elements: 256, bytes: 176},
    {name: "Q6_K", id: 14, elements: 256, bytes: 210}, {name: "IQ4_NL", id: 20, elements: 32, bytes: 18}
];

/**
 * @param {number} id
 * @returns {TensorType | undefined}
 */
export function typeWithId(id) {
    return tensorTypes.find((type) => type.id === id);
}

/**
 * @param {string} name
 * @returns {TensorType}
 */
export function typeNamed(name) {
    const type = tensorTypes.find((type) => type.name === name);
    if (type === undefined) throw new RangeError(`there is no tensor type ${name} here`);
    return type;
}
