/** What is tried in turn to see what related code brings: nothing, each source alone, all of them. */
import path from "node:path";

import type {RelatedSnippet} from "../../src/core/index/related/snippets.js";
import {type RelatedSource, relatedSources} from "../../src/core/index/related/types.js";
import {type FimCase, readCases} from "./cases.js";
import {type Shown, sourcesAsked, WorkspaceContext} from "./context.js";
import {required} from "./report.js";
import {rounded} from "./statistics.js";

export interface Trial {
    readonly name: string;
    readonly sources: readonly RelatedSource[];
}

/**
 * The first one is nothing. What was edited lately (`recent`) can't be tried alone: cut cases have no past.
 * @param list the sources to try alone, as for {@link sourcesAsked}; `none`: only all of them together
 */
export function trialsAsked(list: string): readonly Trial[] {
    const alone = list === "none" ? [] : sourcesAsked(list).filter((source) => source !== "recent");
    return [{name: "nothing", sources: []}, ...alone.map((source) => ({name: source, sources: [source]})), {name: "all", sources: [...relatedSources]}];
}

/** A case as one trial of it is run. */
export interface TrialCase {
    readonly item: FimCase;
    /** The name of the project. */
    readonly repository: string;
    /** What the index gives of other files. */
    readonly related: readonly RelatedSnippet[];
}

export interface TrialOptions {
    readonly trials: readonly Trial[];
    readonly cases?: string[] | undefined;
    readonly workspace?: string[] | undefined;
    readonly limit: string;
    /** Most tokens that the index gives. */
    readonly budget: number;
    readonly shown: Shown;
}

/** Runs every trial of every case; those of a case follow each other, so that what else the machine does falls on all of them alike. @param figure told from time to time */
export async function eachTrial(
    {trials, cases: files, workspace: folders, limit, budget, shown}: TrialOptions, {run, figure}: {readonly run: (trial: Trial, of: TrialCase) => Promise<void>; readonly figure: (trial: Trial) => number}
): Promise<void> {
    for (const [i, file] of (files ?? [required(undefined, "cases")]).entries()) {
        const workspace = required(folders?.[i], "workspace"), repository = path.basename(path.resolve(workspace));
        const context = await WorkspaceContext.open(workspace, shown);
        const cases = await readCases(file, "fim", Number(limit));
        for (const [n, item] of cases.entries()) {
            for (const trial of trials)
                await run(trial, {item, repository, related: trial.sources.length === 0 ? [] : (await context.of(item, trial.sources, budget)).related});
            if ((n + 1) % 10 === 0 || n + 1 === cases.length)
                console.error(`${repository} ${n + 1}/${cases.length}: ${trials.map((trial) => `${trial.name} ${rounded(figure(trial))}`).join(", ")}`);
        }
        await context.dispose();
    }
}
