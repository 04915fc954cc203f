/** One fill-in-the-middle case through the product's own pipeline, and what came of it. */
import type {AdapterUse} from "../../src/core/adapters/use.js";
import type {WrittenPiece} from "../../src/core/completion/confidence.js";
import type {DraftWork} from "../../src/core/completion/types.js";
import type {RelatedSnippet} from "../../src/core/index/related/snippets.js";
import type {CompletionService} from "../../src/core/completion/service.js";
import type {FimCase} from "./cases.js";
import {placeOf} from "./pipeline.js";
import {editSimilarity} from "./statistics.js";

export interface CaseOptions {
    /** The name of the project; empty: the model sees nothing but the file's own text. */
    readonly repository: string;
    readonly threshold: number;
    readonly adapters: readonly AdapterUse[];
    /** Of other files; absent: none. */
    readonly related?: readonly RelatedSnippet[];
    /** Whether the prompt is read before it is asked for; absent: not. */
    readonly warm?: boolean;
}

export interface CaseResult {
    readonly id: string;
    readonly target: string;
    /** What a person would see; empty when nothing is shown. */
    readonly suggestion: string;
    /** Why nothing is shown. */
    readonly why: string | undefined;
    readonly raw: string;
    readonly stop: string;
    readonly firstLineExact: boolean;
    readonly rawFirstLineExact: boolean;
    readonly wholeExact: boolean;
    /** The model itself ended its text where the target ends, the filters aside. */
    readonly endedRight: boolean;
    readonly similarity: number;
    readonly milliseconds: number;
    readonly readTokens: number;
    readonly writtenTokens: number;
    readonly writeMs: number;
    /** What a draft model did; undefined where there is none. */
    readonly draft: DraftWork | undefined;
    readonly pieces: readonly WrittenPiece[];
}

export async function runCase(service: CompletionService, item: FimCase, {repository, threshold, adapters, related = [], warm = false}: CaseOptions): Promise<CaseResult> {
    const named = {...placeOf(item, repository, threshold, adapters), related};
    const place = repository === "" ? {...named, path: ""} : named;
    if (warm)
        await service.prepare(place);
    const started = performance.now();
    const answer = await service.suggest(place, new AbortController().signal);
    const milliseconds = performance.now() - started;
    const {outcome} = answer;
    const raw = outcome?.raw ?? "";
    return {
        id: item.id, target: item.target, suggestion: answer.text, why: "why" in answer ? answer.why : undefined, raw, stop: outcome?.stop ?? "",
        firstLineExact: firstLine(answer.text) === firstLine(item.target), rawFirstLineExact: firstLine(raw) === firstLine(item.target),
        wholeExact: answer.text.trimEnd() === item.target.trimEnd(), endedRight: outcome?.stop === "end" && lines(raw) === lines(item.target),
        similarity: editSimilarity(answer.text, item.target), milliseconds,
        readTokens: outcome?.cost.readTokens ?? 0, writtenTokens: outcome?.cost.writtenTokens ?? 0, writeMs: outcome?.cost.writeMs ?? 0, draft: outcome?.cost.draft,
        pieces: outcome?.pieces ?? []
    };
}

function firstLine(text: string): string {
    return (text.split("\n", 1)[0] ?? "").trimEnd();
}

function lines(text: string): number {
    return text.trimEnd().split("\n").length;
}
