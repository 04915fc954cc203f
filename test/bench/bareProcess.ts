/** The bare loop's process, as the engine's benchmark drives it. */
import {type ChildProcess, fork} from "node:child_process";
import path from "node:path";

import type {BareAnswer, BareRequest} from "./bareLoop.js";

export class BareProcess {
    readonly #child: ChildProcess;

    private constructor(child: ChildProcess) {
        this.#child = child;
    }

    /** Starts the loop (bundled beside this benchmark) and loads a model. */
    static async start(load: Omit<BareRequest & {kind: "load"}, "kind">): Promise<BareProcess> {
        const started = new BareProcess(fork(path.join(import.meta.dirname, "bareLoop.mjs"), {stdio: ["ignore", "inherit", "inherit", "ipc"]}));
        await started.#ask({kind: "load", ...load});
        return started;
    }

    /** Reads the text's first tokens anew and writes after them. */
    run(text: string, readTokens: number, writeTokens: number): Promise<BareAnswer> {
        return this.#ask({kind: "run", text, readTokens, writeTokens});
    }

    /** Ends the process and waits until it is gone. */
    async end(): Promise<void> {
        const gone = new Promise((resolve) => this.#child.once("exit", resolve));
        this.#child.disconnect();
        await gone;
    }

    #ask(request: BareRequest): Promise<BareAnswer> {
        return new Promise((resolve, reject) => {
            const ended = (code: number | null) => reject(new Error(`the bare loop ended with ${String(code)}; what it said stands above`));
            this.#child.once("exit", ended);
            this.#child.once("message", (message) => {
                this.#child.off("exit", ended);
                resolve(message as BareAnswer);
            });
            this.#child.send(request);
        });
    }
}
