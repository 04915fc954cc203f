/** What can be wrong with a header, before the file's path is known; ggufHeader.ts turns each into its sentence. */

/** A header that contradicts itself or the file: `model.badHeader`. */
export class BadHeader extends Error {
    override readonly name = "BadHeader";
}

/** Data that the header promises and the file does not hold: `model.truncated`. */
export class MissingData extends Error {
    override readonly name = "MissingData";
}
