/** What tells that a text is the one that was read. */
import {createHash} from "node:crypto";

/** Of the text, so that a document and its file with other line endings are the same. */
export function hashOf(text: string): string {
    return createHash("sha1").update(text).digest("base64url").slice(0, 20);
}
