/** Small models sometimes go round in circles: the same words again and again until the limit. */

/** So many tokens again and again are a circle; shorter ones (a row of dashes, a table) repeat for good reasons. */
const shortestPeriod = 2, longestPeriod = 160;
/** A circle has gone round so often, and over so many tokens, before it is called one. */
const leastRounds = 4, leastTokens = 120;

/** Whether the last tokens only repeat what stands before them, several times. */
export function goesRound(tokens: readonly number[]): boolean {
    for (let period = shortestPeriod; period <= longestPeriod; period++) {
        const length = Math.max(period * (leastRounds - 1), leastTokens - period);
        if (tokens.length < length + period)
            continue;
        let same = 0;
        while (same < length && tokens[tokens.length - 1 - same] === tokens[tokens.length - 1 - same - period])
            same++;
        if (same >= length)
            return true;
    }
    return false;
}
