/** How many tokens of the workspace a completion is given. */

/**
 * More than this costs more than it brings: on two cores a 0.5B reads some 300 tokens a second, so this is a second and a half that a change of file waits for,
 * on top of the window's three; and a context of 4,096 tokens must hold several prompts.
 */
export const mostRelatedTokens = 512;
/** What a machine reads in this time while nothing is typed, it may be given. */
const idleSeconds = 2;
/** Characters of code per token, on the safe side. */
export const charactersPerToken = 3;
/** So few tokens hold no more than a signature or two: not worth a header. */
const leastRelatedTokens = 96;

export function relatedTokensFor(readTokensPerSecond: number): number {
    const tokens = Math.min(mostRelatedTokens, Math.round(readTokensPerSecond * idleSeconds));
    return tokens < leastRelatedTokens ? 0 : tokens;
}
