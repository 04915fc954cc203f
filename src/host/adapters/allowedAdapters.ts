/** Adapters from workspaces that the user has allowed, by the hash of the very file: a repository must not be able to choose what runs. */
import type * as vscode from "vscode";

const key = "hearth.allowedAdapters";
/** Most that are remembered; the oldest are asked about again. */
const kept = 500;

export class AllowedAdapters {
    readonly #memento: vscode.Memento;

    constructor(memento: vscode.Memento) {
        this.#memento = memento;
    }

    has(sha256: string): boolean {
        return this.#list().includes(sha256);
    }

    async allow(sha256: string): Promise<void> {
        await this.#memento.update(key, [...this.#list().filter((each) => each !== sha256), sha256].slice(-kept));
    }

    async forget(sha256: string): Promise<void> {
        await this.#memento.update(key, this.#list().filter((each) => each !== sha256));
    }

    #list(): readonly string[] {
        return this.#memento.get<readonly string[]>(key, []);
    }
}
