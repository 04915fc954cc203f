/** SHA-256 of files that are too large to hold. */
import {createHash} from "node:crypto";
import {open} from "node:fs/promises";

import {cancelledError} from "../../core/errors.js";

/** Large enough that the disk, not the calls, sets the pace; small enough that an abort is noticed at once. */
const blockBytes = 1024 * 1024;

export interface HashOptions {
    readonly signal?: AbortSignal;
    /** Called as the file is read, 0..1, at most once per percent. */
    readonly onProgress?: (fraction: number) => void;
}

/**
 * The file's SHA-256 in lower-case hex. Throws `request.cancelled` once `signal` is aborted; errors of the file system pass through.
 */
export async function sha256OfFile(file: string, options: HashOptions = {}): Promise<string> {
    const handle = await open(file, "r");
    try {
        const {size} = await handle.stat();
        const hash = createHash("sha256");
        const block = new Uint8Array(blockBytes);
        let done = 0;
        let reported = 0;
        for (;;) {
            if (options.signal?.aborted === true)
                throw cancelledError();
            const {bytesRead} = await handle.read(block, 0, blockBytes, null);
            if (bytesRead === 0)
                break;
            hash.update(block.subarray(0, bytesRead));
            done += bytesRead;
            const fraction = size === 0 ? 1 : Math.min(1, done / size);
            if (fraction === 1 || fraction - reported >= 0.01) {
                reported = fraction;
                options.onProgress?.(fraction);
            }
        }
        return hash.digest("hex");
    } finally {
        await handle.close();
    }
}
