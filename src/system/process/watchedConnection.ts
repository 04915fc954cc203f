/** A connection to a process that is not trusted to behave: what it announces, what it leaves half said and what it does not read are bounded. */
import type {Readable, Writable} from "node:stream";

import type {DataCallback, Disposable, Message, MessageConnection} from "vscode-jsonrpc";
import {createMessageConnection, StreamMessageReader, StreamMessageWriter} from "vscode-jsonrpc/node";

import {FrameBound} from "../../protocol/frameBound.js";

/** So much may wait for a process that does not read: a few of the largest documents. */
const mostWaitingCharacters = 64 * 1024 * 1024;

export interface WatchOptions {
    /** Half of a message may stand so long, in milliseconds. */
    readonly partialMessageMs: number;
    /** Told at the first byte. */
    readonly onFirstByte: () => void;
    /** Told, in half a sentence, what is wrong. */
    readonly onFault: (what: string) => void;
}

/** Hands on also what was read just before the stream's end: whoever made it disposes of it, which rejects what is pending. */
export function connectWatched(readable: Readable, writable: Writable, options: WatchOptions): MessageConnection {
    return createMessageConnection(new BoundedReader(readable, options), new BoundedWriter(writable, options.onFault));
}

class BoundedReader extends StreamMessageReader {
    readonly #readable: Readable;
    readonly #options: WatchOptions;

    constructor(readable: Readable, options: WatchOptions) {
        super(readable);
        this.#readable = readable;
        this.#options = options;
        this.partialMessageTimeout = options.partialMessageMs;
        this.onPartialMessage(() => options.onFault("it sent half of a message, and nothing more"));
    }

    /** The library's timer for half a message starts itself again, also once nobody listens. */
    override dispose(): void {
        this.partialMessageTimeout = 0;
        super.dispose();
    }

    override listen(callback: DataCallback): Disposable {
        const {onFirstByte, onFault} = this.#options;
        const bound = new FrameBound();
        const watch = (chunk: Uint8Array) => {
            const what = bound.accept(chunk);
            if (what === undefined)
                return;
            this.#readable.off("data", watch);
            onFault(`it sent ${what}`);
        };
        // Before the reader's own listener: they see the bytes first.
        this.#readable.once("data", onFirstByte);
        this.#readable.on("data", watch);
        return super.listen(callback);
    }
}

class BoundedWriter extends StreamMessageWriter {
    readonly #onFault: (what: string) => void;
    #waiting = 0;

    constructor(writable: Writable, onFault: (what: string) => void) {
        super(writable);
        this.#onFault = onFault;
    }

    override async write(message: Message): Promise<void> {
        const size = roughSize(message);
        this.#waiting += size;
        if (this.#waiting > mostWaitingCharacters)
            this.#onFault("it does not read what it is sent");
        try {
            await super.write(message);
        } finally {
            this.#waiting -= size;
        }
    }
}

/** Characters of the strings in a message, and a little for all else: enough for a bound, cheaper than writing it down. */
function roughSize(value: unknown): number {
    if (typeof value === "string")
        return value.length;
    if (typeof value !== "object" || value === null)
        return 8;
    return Object.values(value).reduce((sum: number, part: unknown) => sum + 8 + roughSize(part), 8);
}
