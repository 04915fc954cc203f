/** A chunk as the embedding model gets it: with the names that say what it is about. */

/** @param path relative to its workspace folder @param scope names of what it stands in; may be empty */
export function documentText(path: string, scope: string, lines: string): string {
    return `${scope === "" ? path : `${path} ${scope}`}\n${lines}`;
}
