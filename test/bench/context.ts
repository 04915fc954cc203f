/** What the index gives to a benchmark's cases, and the proof that it never gives away their answers. */
import {readFileSync} from "node:fs";
import path from "node:path";

import type {LineSource, Position} from "../../src/core/completion/window.js";
import {settingDefaults} from "../../src/core/contributions.js";
import {relatedTokensFor} from "../../src/core/index/related/budget.js";
import {type RelatedSnippet, snippetsOf} from "../../src/core/index/related/snippets.js";
import {type LineRange, type RelatedPiece, type RelatedSource, relatedSources} from "../../src/core/index/related/types.js";
import {openTemporaryIndex, type TemporaryIndex} from "../../src/system/index/temporaryIndex.js";
import type {FimCase} from "./cases.js";
import {placeOf} from "./pipeline.js";

/** Shorter answers stand in every other file: finding them says nothing. */
const leastTarget = 12;

export interface GivenContext {
    readonly related: readonly RelatedSnippet[];
    readonly pieces: readonly RelatedPiece[];
    /** How long the index took. */
    readonly milliseconds: number;
}

/** @param list `all`, or sources with commas between; @throws for a name that is none */
export function sourcesAsked(list: string): RelatedSource[] {
    if (list === "all")
        return [...relatedSources];
    return list.split(",").map((name) => {
        const source = relatedSources.find((each) => each === name.trim());
        if (source === undefined)
            throw new Error(`--context ${list}: “${name}” is no source; there are ${relatedSources.join(", ")}, and all of them with “all”.`);
        return source;
    });
}

export interface ContextOptions {
    readonly context?: string | undefined;
    readonly "no-context"?: boolean | undefined;
    readonly workspace?: readonly string[] | undefined;
    readonly budget?: string | undefined;
}

/** What is asked for; else, where there is a workspace, what the product gives. */
export function contextAsked({context, "no-context": none = false, workspace}: ContextOptions): readonly RelatedSource[] {
    if (none || (context === undefined && workspace === undefined))
        return [];
    return context === undefined ? settingDefaults["hearth.completion.context"] : sourcesAsked(context);
}

/** The most tokens that a case is given: what is asked for, else what the product gives where so many are read in a second. */
export function budgetAsked({budget}: ContextOptions, readTokensPerSecond: number): number {
    return budget === undefined ? relatedTokensFor(readTokensPerSecond) : Number(budget);
}

/** The lines around a place that the model sees in any case. */
export type Shown = (source: LineSource, at: Position) => LineRange | undefined;

export class WorkspaceContext {
    readonly #folder: string;
    readonly #index: TemporaryIndex;
    readonly #shown: Shown;

    private constructor(folder: string, index: TemporaryIndex, shown: Shown) {
        this.#folder = folder;
        this.#index = index;
        this.#shown = shown;
    }

    /** Indexes a folder whole. */
    static async open(folder: string, shown: Shown): Promise<WorkspaceContext> {
        const whole = path.resolve(folder);
        const index = await openTemporaryIndex(path.resolve("dist/indexer.mjs"), {path: whole, name: path.basename(whole)});
        console.error(`${folder}: ${index.stats.files} files, ${index.stats.symbols} symbols in the index`);
        return new WorkspaceContext(whole, index, shown);
    }

    /** What a case is given, `budget` tokens at most. @throws when its answer is in what came of its own file */
    async of(item: FimCase, sources: readonly RelatedSource[], budget: number): Promise<GivenContext> {
        const started = performance.now();
        const {source, at} = placeOf(item, "", 0);
        const {pieces} = await this.#index.indexer.related({
            path: path.join(this.#folder, item.file), languageId: item.languageId, text: item.prefix + item.suffix, line: at.line, shown: this.#shown(source, at), sources, recent: [], budget
        });
        const milliseconds = performance.now() - started;
        this.#assertNoLeak(item, pieces);
        return {pieces, related: snippetsOf(pieces), milliseconds};
    }

    async dispose(): Promise<void> {
        await this.#index.dispose();
    }

    /** The answer may only be found where it stands in another file, too, or elsewhere in what is there of its own. */
    #assertNoLeak(item: FimCase, pieces: readonly RelatedPiece[]): void {
        const target = flat(item.target);
        for (const {source, path: file, text} of pieces) {
            if (source !== "file" && file === item.file)
                throw new Error(`${item.id}: the index gave back the file that is being completed.`);
            const known = source === "file" ? item.prefix + item.suffix : readFileSync(path.join(this.#folder, file), "utf8");
            if (target.length >= leastTarget && flat(text).includes(target) && !flat(known).includes(target))
                throw new Error(`${item.id}: its answer is in the context, said to be of ${file}, where it does not stand.`);
        }
    }
}

/** However it is indented. */
function flat(text: string): string {
    return text.replaceAll(/\s+/g, " ").trim();
}
