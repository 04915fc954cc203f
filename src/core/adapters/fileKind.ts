/** What a file is by its first bytes, whatever its name says: people rename, downloads go wrong, and some formats must not be opened at all. */

/** Bytes that {@link recognize} wants to see. */
export const recognizedBytes = 64;

export interface FileKind {
    /** True for formats that run code when they are read in the usual way. */
    readonly pickle: boolean;
    /** With its article, for a sentence. */
    readonly what: string;
}

/** First bytes, as numbers or as text. The second byte of a pickle is its protocol. */
const kinds: readonly (readonly [start: readonly number[] | string, kind: FileKind])[] = [
    ["PK", {pickle: true, what: "a zip archive (PyTorch's way to keep a pickle)"}],
    ...[0, 1, 2, 3, 4, 5].map((protocol) => [[0x80, protocol], {pickle: true, what: "a pickle"}] as const),
    ["GGUF", {pickle: false, what: "a GGUF file"}],
    ["version https://git-lfs", {pickle: false, what: "a Git LFS pointer instead of the file it stands for (run “git lfs pull” there)"}],
    ["<!doctype", {pickle: false, what: "a web page"}],
    ["<html", {pickle: false, what: "a web page"}],
    [[0x89, 0x48, 0x44, 0x46], {pickle: false, what: "an HDF5 file"}],
    [[0x1f, 0x8b], {pickle: false, what: "a gzip archive"}]
];

/** The kind of a file that begins with these bytes, or undefined for one that is not in the list. */
export function recognize(start: Uint8Array): FileKind | undefined {
    // Latin-1: every byte becomes the character of its number.
    const text = String.fromCharCode(...start.subarray(0, recognizedBytes)).toLowerCase();
    return kinds.find(([begin]) => text.startsWith((typeof begin === "string" ? begin : String.fromCharCode(...begin)).toLowerCase()))?.[1];
}
