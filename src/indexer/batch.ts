/** Files that are written in one transaction, one after the other as they have been read. */
import type {ReadResult} from "./read/messages.js";
import type {Writer} from "./store/writer.js";
import type {Candidate} from "./updater.js";

/** A transaction holds so many files at most, or what came within so long: what a kill can cost. */
export const batchFiles = 128;
const batchMs = 400;

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
    #stems: Stems = new Map();
    #files = 0;
    #begun = 0;
    #done = 0;

    /** @param redirect leads anew what may mean the files that came or went, before the transaction ends */
    constructor(put: (each: Done, stems: Stems) => void, redirect: (stems: Stems) => void, writer: Writer, onProgress: (done: number) => void) {
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
            if (this.#files >= batchFiles || performance.now() - this.#begun > batchMs)
                this.commit();
        }
    }

    commit(): void {
        if (this.#files === 0)
            return;
        this.#redirect(this.#stems);
        this.#writer.commit();
        this.#done += this.#files;
        this.#files = 0;
        this.#stems = new Map();
        this.#onProgress(this.#done);
    }

    /** After a failure: what is written of the last files is kept where the work was only stopped, and the database is still open. */
    end(keep: boolean): void {
        if (keep && this.#writer.isInTransaction)
            this.commit();
        else
            this.#writer.rollback();
    }
}
