/** What the index gives of a project's other files, as it gives it to a completion: examples show the model what it will be shown. */
import path from "node:path";

import {lineSource, type WindowLimits, windowLines} from "../core/completion/window.js";
import {type RelatedSnippet, snippetsOf} from "../core/index/related/snippets.js";
import {relatedSources} from "../core/index/related/types.js";
import type {SourceFile} from "../core/training/example.js";
import type {Gap} from "../core/training/gaps.js";
import {openTemporaryIndex, type TemporaryIndex} from "../system/index/temporaryIndex.js";
import type {SourceFolder} from "./files.js";

export class RelatedCode {
    readonly #folder: string;
    readonly #index: TemporaryIndex;

    private constructor(folder: string, index: TemporaryIndex) {
        this.#folder = folder;
        this.#index = index;
    }

    /**
     * Indexes a project whole.
     * @param script the built index process
     */
    static async open({folder, repository}: SourceFolder, script: string): Promise<RelatedCode> {
        return new RelatedCode(folder, await openTemporaryIndex(script, {path: folder, name: repository}));
    }

    /**
     * For a completion in the gap of a file whose gap's text is not there yet.
     * @param limits of the lines that the example shows around the gap
     * @param budget most tokens, estimated
     */
    async of(file: SourceFile, gap: Gap, limits: WindowLimits, budget: number): Promise<RelatedSnippet[]> {
        const before = file.text.slice(0, gap.start), text = before + file.text.slice(gap.end);
        const lines = before.split("\n"), at = {line: lines.length - 1, character: lines.at(-1)?.length ?? 0};
        const {pieces} = await this.#index.indexer.related({
            path: path.join(this.#folder, file.path), languageId: file.languageId, text, line: at.line, shown: windowLines(lineSource(text), at, limits),
            sources: relatedSources, recent: [], budget
        });
        return snippetsOf(pieces);
    }

    async dispose(): Promise<void> {
        await this.#index.dispose();
    }
}
