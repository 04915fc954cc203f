/** What the index process and its reading threads say to each other. */
import type {FileDigest, SkipReason} from "../../core/index/types.js";

export interface ReadTask {
    readonly id: number;
    /** Relative to its folder: what the file is called in the index. */
    readonly path: string;
    /** Absolute; read unless `text` is given. */
    readonly file: string;
    /** The text of an open document. */
    readonly text?: string;
    /** The language where the editor knows it better than the file's name. */
    readonly languageId?: string;
    /** Only symbols and imports are wanted: the text of a question, which is not stored. */
    readonly outlineOnly?: boolean;
    /** What the index has: the same content is not read again. */
    readonly knownHash?: string;
}

export type ReadResult =
    | {readonly kind: "digest"; readonly hash: string; readonly languageId: string; readonly digest: FileDigest}
    | {readonly kind: "same"}
    | {readonly kind: "skipped"; readonly why: SkipReason; readonly hash: string}
    /** It is gone, or no file any more. */
    | {readonly kind: "gone"};

export interface ReadAnswer {
    readonly id: number;
    readonly result: ReadResult;
}

/** A sentence for the log. */
export interface ReadProblem {
    readonly problem: string;
}
