/** What is tried in turn to see what related code brings: nothing, each source alone, all of them. */
import {type RelatedSource, relatedSources} from "../../src/core/index/related/types.js";
import {sourcesAsked} from "./context.js";

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
