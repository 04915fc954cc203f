/** Pages that Hearth writes for reading: Markdown that nobody is asked to save. */
import * as vscode from "vscode";

const scheme = "hearth-page";

export class ReadOnlyPages implements vscode.TextDocumentContentProvider, vscode.Disposable {
    readonly #pages = new Map<string, string>();
    readonly #changed = new vscode.EventEmitter<vscode.Uri>();
    readonly onDidChange = this.#changed.event;
    readonly #subscriptions: readonly vscode.Disposable[];

    constructor() {
        this.#subscriptions = [
            vscode.workspace.registerTextDocumentContentProvider(scheme, this),
            vscode.workspace.onDidCloseTextDocument(({uri}) => {
                if (uri.scheme === scheme)
                    this.#pages.delete(uri.path);
            })
        ];
    }

    provideTextDocumentContent(uri: vscode.Uri): string {
        return this.#pages.get(uri.path) ?? "";
    }

    /** Shows Markdown as a preview beside the editor; the same title again takes the page's place. */
    async show(title: string, markdown: string): Promise<void> {
        const uri = vscode.Uri.from({scheme, path: `/${title}.md`});
        this.#pages.set(uri.path, markdown);
        this.#changed.fire(uri);
        await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    }

    dispose(): void {
        for (const subscription of [...this.#subscriptions, this.#changed])
            subscription.dispose();
    }
}
