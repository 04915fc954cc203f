/** Whether to ask at a position at all, and for one line or a block. */
import {isBlank, isOnlyClosers} from "../text/lines.js";

/** Text after the cursor that a suggestion can't sensibly be put before: a name or number that the cursor stands inside of. */
export function isInsideWord(linePrefix: string, lineSuffix: string): boolean {
    return /[\p{L}\p{M}\p{N}_$]$/u.test(linePrefix) && /^[\p{L}\p{M}\p{N}_$]/u.test(lineSuffix);
}

/** A block is offered on a fresh line or after what opens one, when nothing but closers follows on the line. */
export function wantsBlock(linePrefix: string, lineSuffix: string): boolean {
    if (!isOnlyClosers(lineSuffix))
        return false;
    return isBlank(linePrefix) ? isBlank(lineSuffix) : /([{([]|=>|:|\bdo|\bthen)\s*$/.test(linePrefix);
}
