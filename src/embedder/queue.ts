/** Texts that wait to be embedded, one at a time: a question before documents, and documents only while nothing else wants the machine. */
import {cancelledError} from "../core/errors.js";
import {embeddingErrors} from "../core/index/vectors/embeddingErrors.js";
import type {TextRole} from "../core/index/vectors/prefixes.js";

/** Texts that may wait. Who asks for more has not waited for answers. */
const mostWaiting = 256;

interface Job<T> {
    readonly texts: readonly string[];
    readonly role: TextRole;
    readonly signal: AbortSignal;
    readonly done: T[];
    readonly resolve: (results: T[]) => void;
    readonly reject: (error: unknown) => void;
}

export class TextQueue<T> {
    readonly #embed: (text: string, role: TextRole) => Promise<T>;
    readonly #whenFree: (hasOther: () => boolean) => Promise<void>;
    readonly #jobs: Job<T>[] = [];
    #running = false;

    /** @param whenFree resolves when documents may go on, or when its argument becomes true */
    constructor(embed: (text: string, role: TextRole) => Promise<T>, whenFree: (hasOther: () => boolean) => Promise<void>) {
        this.#embed = embed;
        this.#whenFree = whenFree;
    }

    /** @throws HearthError `request.cancelled`, `embedding.busy`, or what `embed` throws */
    async add(texts: readonly string[], role: TextRole, signal: AbortSignal): Promise<T[]> {
        if (this.#jobs.reduce((sum, job) => sum + job.texts.length - job.done.length, texts.length) > mostWaiting)
            throw embeddingErrors.embeddingBusy();
        return await new Promise((resolve, reject) => {
            this.#jobs.push({texts, role, signal, done: [], resolve, reject});
            if (!this.#running)
                void this.#run();
        });
    }

    async #run(): Promise<void> {
        this.#running = true;
        for (let job = this.#next(); job !== undefined; job = this.#next()) {
            const at = job;
            if (at.role === "document")
                await this.#whenFree(() => at.signal.aborted || this.#jobs.some(({role}) => role === "query"));
            // A question may have come meanwhile.
            if (this.#next() === at)
                await this.#step(at);
        }
        this.#running = false;
    }

    #next(): Job<T> | undefined {
        return this.#jobs.find(({role}) => role === "query") ?? this.#jobs[0];
    }

    /** One text of a job. */
    async #step(job: Job<T>): Promise<void> {
        const text = job.texts[job.done.length];
        try {
            if (job.signal.aborted)
                throw cancelledError();
            if (text !== undefined)
                job.done.push(await this.#embed(text, job.role));
            if (job.done.length < job.texts.length)
                return;
            job.resolve(job.done);
        } catch (error) {
            job.reject(error);
        }
        this.#jobs.splice(this.#jobs.indexOf(job), 1);
    }
}
