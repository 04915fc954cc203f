/** Open documents: unsaved text is in the index while it is unsaved. */
import * as vscode from "vscode";

import type {Indexer} from "../../system/index/indexer.js";

/** Between two looks at a document that is being typed in. */
const quietMs = 200;
/** Larger ones are not indexed anyway. */
const longestText = 1_000_000;

export class FollowedDocuments implements vscode.Disposable {
    readonly #indexer: Indexer;
    /** A file that was saved: told at once, as the watcher can take its time. */
    readonly #saved: (file: string) => void;
    readonly #timers = new Map<string, NodeJS.Timeout>();
    readonly #told = new Set<string>();
    readonly #subscriptions: readonly vscode.Disposable[];

    constructor(indexer: Indexer, saved: (file: string) => void) {
        this.#indexer = indexer;
        this.#saved = saved;
        this.#subscriptions = [
            vscode.workspace.onDidChangeTextDocument(({document}) => this.#later(document)),
            vscode.workspace.onDidSaveTextDocument((document) => {
                this.#tell(document);
                if (isFollowed(document))
                    this.#saved(document.uri.fsPath);
            }),
            vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document))
        ];
        // Hot exit brings unsaved documents back.
        for (const document of vscode.workspace.textDocuments.filter(({isDirty}) => isDirty))
            this.#later(document);
    }

    dispose(): void {
        for (const timer of this.#timers.values())
            clearTimeout(timer);
        for (const subscription of this.#subscriptions)
            subscription.dispose();
    }

    #later(document: vscode.TextDocument): void {
        if (!isFollowed(document))
            return;
        const file = document.uri.fsPath;
        clearTimeout(this.#timers.get(file));
        this.#timers.set(file, setTimeout(() => this.#tell(document), quietMs));
    }

    #tell(document: vscode.TextDocument): void {
        const file = document.uri.fsPath;
        clearTimeout(this.#timers.get(file));
        this.#timers.delete(file);
        if (document.isClosed || !document.isDirty || document.getText().length > longestText) {
            this.#forget(document);
            return;
        }
        this.#told.add(file);
        this.#indexer.documentChanged(file, document.getText().replaceAll("\r\n", "\n"));
    }

    #forget({uri: {fsPath}}: vscode.TextDocument): void {
        clearTimeout(this.#timers.get(fsPath));
        this.#timers.delete(fsPath);
        if (this.#told.delete(fsPath))
            this.#indexer.documentChanged(fsPath, undefined);
    }
}

function isFollowed(document: vscode.TextDocument): boolean {
    return document.uri.scheme === "file" && vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
}
