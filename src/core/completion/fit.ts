/** How a suggestion fits what stands after the cursor on its line. */
import {closersBrought} from "../text/brackets.js";
import {isOnlyClosers} from "../text/lines.js";

/**
 * Characters after the cursor that a text replaces. When only closers follow the cursor and the text brings them again in order, it replaces them:
 * `foo(|)` with `a) {` must not become `foo(a) {)`.
 */
export function replacedBy(text: string, lineSuffix: string): number {
    const after = lineSuffix.trimEnd();
    // A comma alone says nothing: `a, b` before `,` does not bring it again.
    const brings = isOnlyClosers(after) && /[^\s,]/.test(after) && closersBrought(text, after) === after.length;
    return brings ? after.length : 0;
}
