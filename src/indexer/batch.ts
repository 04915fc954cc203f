/** Files that are written in one transaction, one after the other as they have been read. */
import type {ReadResult} from "./read/messages.js";
import type {Writer} from "./store/writer.js";
import type {Candidate} from "./updater.js";

/** A transaction holds so many files at most, or what came within so long, in milliseconds: what a kill can cost. */
interface BatchSize {
    readonly files: number;
    readonly ms: number;
}
export const batchSize: BatchSize = {files: 128, ms: 400};
/** Each transaction writes most pages of the names again, and ends a segment of the words: a first run makes fewer of them. */
export const largeBatchSize: BatchSize = {files: 512, ms: 1_500};

export interface Done {
    readonly candidate: Candidate;
    readonly result: ReadResult;
}

/** By the folder's id: the stems of imports that may mean a file which came or went. */
type Stems = Map<number, Set<string>>;

export class Batch {
    readonly #put: (each: Done, stems: Stems) => void;
    readonly #redirect: (stems: Stems) => void;
    readonly #writer: Writer;
    readonly #onProgress: (done: number) => void;
    readonly #size: BatchSize;
    #stems: Stems = new Map();
    #files = 0;
    #begun = 0;
    #done = 0;

    /** @param redirect leads anew what may mean the files that came or went, before the transaction ends */
    constructor(put: (each: Done, stems: Stems) => void, redirect: (stems: Stems) => void, writer: Writer, onProgress: (done: number) => void, size: BatchSize) {
        this.#size = size;
        this.#put = put;
        this.#redirect = redirect;
        this.#writer = writer;
        this.#onProgress = onProgress;
    }

    /** @throws what SQLite throws; then {@link end} it */
    add(files: readonly Done[]): void {
        for (const each of files) {
            if (this.#files === 0) {
                this.#writer.begin();
                this.#begun = performance.now();
            }
            this.#put(each, this.#stems);
            this.#files++;
            this.#onProgress(++this.#done);
            if (this.#files >= this.#size.files || performance.now() - this.#begun > this.#size.ms)
                this.commit();
        }
    }

    commit(): void {
        if (this.#files === 0)
            return;
        this.#redirect(this.#stems);
        this.#writer.commit();
        this.#files = 0;
        this.#stems = new Map();
    }

    /** After a failure: what is written of the last files is kept where the work was only stopped, and the database is still open. */
    end(keep: boolean): void {
        if (keep && this.#writer.isInTransaction)
            this.commit();
        else
            this.#writer.rollback();
    }
}
