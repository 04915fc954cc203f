/** Frames as bytes, and a listener that says what became of those it was sent. */
import {setTimeout} from "node:timers/promises";
import {PassThrough} from "node:stream";

import fc from "fast-check";
import {type MessageConnection, NotificationType, ParameterStructures, RequestType0} from "vscode-jsonrpc";

import {HearthError} from "../../../src/core/errors.js";
import {ask, connectStreams} from "../../../src/protocol/connection.js";
import {connectWatched} from "../../../src/system/process/watchedConnection.js";

const noted = new NotificationType<{readonly text: string}>("note", ParameterStructures.byName);
const question = new RequestType0<unknown, void>("question");

/** Where a stream is cut; see {@link pieces}. */
export const cuts = fc.array(fc.nat({max: 4_000}), {maxLength: 40});

export function pieces(bytes: Buffer, at: readonly number[]): Buffer[] {
    const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    return places.slice(1).map((end, i) => bytes.subarray(places[i], end));
}

export function frame(body: string | Buffer): Buffer {
    return Buffer.concat([Buffer.from(`Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n`), Buffer.from(body)]);
}

/** The body of a notification, of so many bytes at least. */
export function note(text: string, size = 0): Buffer {
    return Buffer.from(JSON.stringify({jsonrpc: "2.0", method: "note", params: {text}}).padEnd(size));
}

/** What a connection of Hearth's writes for some notifications. */
export async function framed(said: readonly string[]): Promise<Buffer> {
    const wire = new PassThrough(), connection = connectStreams(new PassThrough(), wire);
    connection.listen();
    for (const text of said)
        await connection.sendNotification(noted, {text});
    connection.dispose();
    wire.end();
    return Buffer.concat(await wire.toArray() as Buffer[]);
}

/** What is sent may lack it, or be nothing. */
function textIn(params: unknown): string {
    return typeof params === "object" && params !== null && "text" in params ? String(params.text) : "";
}

/** The side that is not sure of the other one: the connection that the extension has to a process. */
export class Listener {
    readonly heard: string[] = [];
    /** What it would end the process for. */
    readonly told: string[] = [];
    readonly #stream = new PassThrough();
    readonly #connection: MessageConnection;

    constructor(partialMessageMs = 10_000) {
        this.#connection = connectWatched(this.#stream, new PassThrough().resume(), {partialMessageMs, onFirstByte: () => undefined, onFault: (what) => this.told.push(what)});
        this.#connection.onError(([error]) => this.told.push(error.message));
        this.#connection.onNotification(noted, (params) => void this.heard.push(textIn(params)));
        this.#connection.listen();
    }

    write(bytes: Buffer): void {
        this.#stream.write(bytes);
    }

    /** How a question ends: `answered`, or with the code of an error of Hearth's. */
    async ask(): Promise<string> {
        return await ask(undefined, () => this.#connection.sendRequest(question)).then(() => "answered", (error: unknown) => error instanceof HearthError ? error.code : String(error));
    }

    /** Waits for what must come, and gives up after a while: then the caller's expectation fails. */
    async until(come: () => boolean, longestMs = 1_000): Promise<void> {
        for (const end = performance.now() + longestMs; !come() && performance.now() < end;)
            await setTimeout(0);
    }

    /** Ends what is read, which is heard to its last message. */
    end(): void {
        this.#stream.end();
    }

    /** As where the process is gone. */
    dispose(): void {
        this.end();
        this.#connection.dispose();
    }
}
