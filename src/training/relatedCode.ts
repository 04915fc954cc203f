/** What the index gives of a project's other files, as it gives it to a completion: examples show the model what it will be shown. */
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";

import {type RelatedSnippet, snippetsOf} from "../core/index/related/snippets.js";
import {relatedSources} from "../core/index/related/types.js";
import type {SourceFile} from "../core/training/example.js";
import type {Gap} from "../core/training/gaps.js";
import {Indexer} from "../system/index/indexer.js";
import type {SourceFolder} from "./files.js";

export class RelatedCode {
    readonly #folder: string;
    readonly #indexer: Indexer;
    readonly #storage: string;

    private constructor(folder: string, indexer: Indexer, storage: string) {
        this.#folder = folder;
        this.#indexer = indexer;
        this.#storage = storage;
    }

    /**
     * Indexes a project whole, in a folder of the system's for temporary files.
     * @param script the built index process
     */
    static async open({folder, repository}: SourceFolder, script: string): Promise<RelatedCode> {
        const storage = await mkdtemp(path.join(tmpdir(), "hearth-training-index-"));
        const indexer = new Indexer({
            script, onState: () => undefined, onNotice: (message) => console.error(message),
            log: ({level, message}) => {
                if (level === "error" || level === "warn")
                    console.error(`${level}: ${message}`);
            }
        });
        await indexer.use({storage, folders: [{path: folder, name: repository}], exclude: []});
        await indexer.settled();
        return new RelatedCode(folder, indexer, storage);
    }

    /**
     * For a completion in the gap of a file whose gap's text is not there yet.
     * @param budget most tokens, estimated
     */
    async of(file: SourceFile, gap: Gap, budget: number): Promise<RelatedSnippet[]> {
        const before = file.text.slice(0, gap.start);
        const {pieces} = await this.#indexer.related({
            path: path.join(this.#folder, file.path), languageId: file.languageId, text: before + file.text.slice(gap.end), line: before.split("\n").length - 1,
            sources: relatedSources, recent: [], budget
        });
        return snippetsOf(pieces);
    }

    async dispose(): Promise<void> {
        await this.#indexer.dispose();
        await rm(this.#storage, {recursive: true, force: true});
    }
}
