/** Deletes conversations that are older than `hearth.chat.days`: a while after the start, so that nothing waits for it, and then once a day. */
import * as vscode from "vscode";

import {setting} from "../settings.js";
import type {Kept} from "./kept.js";

const dayMs = 86_400_000;
const afterStartMs = 60_000;

export class Retention implements vscode.Disposable {
    readonly #kept: Kept;
    #timer: NodeJS.Timeout;

    constructor(kept: Kept) {
        this.#kept = kept;
        this.#timer = setTimeout(() => this.#look(), afterStartMs);
    }

    #look(): void {
        this.#timer = setTimeout(() => this.#look(), dayMs);
        const days = setting("hearth.chat.days");
        if (days > 0)
            void this.#kept.ask("prune", Date.now() - days * dayMs);
    }

    dispose(): void {
        clearTimeout(this.#timer);
    }
}
