/**
 * A bound on what a process may announce: JSON-RPC's frames name their own length, and a reader that believes any gathers until memory ends. Watches the bytes as
 * they pass, without keeping a body.
 *
 * Only the header that Hearth's own writer makes is let through: of two lengths, of one with something behind it, or of bytes that its decoder strips a bit of, the
 * reader would believe another than what is counted here.
 */

/** Far above any answer of Hearth's. */
export const mostFrameBytes = 64 * 1024 * 1024;
const mostHeaderBytes = 4096;
const lineFeed = 10;

export class FrameBound {
    #header = "";
    /** Bytes of the present body that are still to come; 0: a header is being read. */
    #body = 0;

    /** Takes the next bytes; says what is wrong with them, if anything is. After that no more should be given. */
    accept(chunk: Uint8Array): string | undefined {
        let at = 0;
        while (at < chunk.length) {
            if (this.#body > 0) {
                const taken = Math.min(this.#body, chunk.length - at);
                this.#body -= taken;
                at += taken;
                continue;
            }
            this.#header += String.fromCharCode(chunk[at++] ?? 0);
            if (this.#header.length > mostHeaderBytes)
                return `a header of more than ${String(mostHeaderBytes)} bytes`;
            if (chunk[at - 1] === lineFeed && this.#header.endsWith("\r\n\r\n")) {
                const announced = /^content-length: *(\d+)\r\n\r\n$/i.exec(this.#header)?.[1];
                if (announced === undefined)
                    return "a header that is not just a length";
                if (Number(announced) > mostFrameBytes)
                    return `a message of ${announced} bytes; ${String(mostFrameBytes)} are the most`;
                this.#header = "";
                this.#body = Number(announced);
            }
        }
        return undefined;
    }
}
