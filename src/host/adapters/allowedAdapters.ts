/** Adapters from workspaces that the user has allowed, by the hash of the very file: a repository must not be able to choose what runs. */
import * as vscode from "vscode";

const key = "hearth.allowedAdapters";
/** Most that are remembered; the oldest are asked about again. */
const kept = 500;

export class AllowedAdapters implements vscode.Disposable {
    readonly #memento: vscode.Memento;
    readonly #changed = new vscode.EventEmitter<void>();
    readonly onDidChange = this.#changed.event;

    constructor(memento: vscode.Memento) {
        this.#memento = memento;
    }

    has(sha256: string): boolean {
        return this.#list().includes(sha256);
    }

    async allow(sha256: string): Promise<void> {
        await this.#store([...this.#list().filter((each) => each !== sha256), sha256].slice(-kept));
    }

    async forget(sha256: string): Promise<void> {
        await this.#store(this.#list().filter((each) => each !== sha256));
    }

    dispose(): void {
        this.#changed.dispose();
    }

    async #store(list: readonly string[]): Promise<void> {
        await this.#memento.update(key, list);
        this.#changed.fire();
    }

    #list(): readonly string[] {
        return this.#memento.get<readonly string[]>(key, []);
    }
}
