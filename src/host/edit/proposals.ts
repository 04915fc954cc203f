/**
 * Proposed new versions of files: documents of a scheme of their own, in memory only, that a person can look at and change before anything is accepted. The
 * right side of a diff; VS Code's own arrows take single changes back.
 */
import path from "node:path";
import * as vscode from "vscode";

export const proposalScheme = "hearth-edit";

interface Entry {
    bytes: Uint8Array;
    changedAt: number;
}

export class Proposals implements vscode.FileSystemProvider {
    readonly #entries = new Map<string, Entry>();
    readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
    readonly onDidChangeFile = this.#changed.event;
    #lastId = 0;

    /** A new proposal for a document, with the same text to begin with. */
    create(document: vscode.TextDocument): vscode.Uri {
        const uri = vscode.Uri.from({scheme: proposalScheme, path: `/${String(++this.#lastId)}/${path.posix.basename(document.uri.path)}`});
        this.#entries.set(uri.path, {bytes: new TextEncoder().encode(document.getText()), changedAt: Date.now()});
        return uri;
    }

    set(uri: vscode.Uri, text: string): void {
        const entry = this.#entries.get(uri.path);
        if (entry === undefined)
            return;
        entry.bytes = new TextEncoder().encode(text);
        // Two changes within a millisecond must not look like one.
        entry.changedAt = Math.max(Date.now(), entry.changedAt + 1);
        this.#changed.fire([{type: vscode.FileChangeType.Changed, uri}]);
    }

    remove(uri: vscode.Uri): void {
        this.#entries.delete(uri.path);
    }

    stat(uri: vscode.Uri): vscode.FileStat {
        const {bytes, changedAt} = this.#entry(uri);
        return {type: vscode.FileType.File, ctime: changedAt, mtime: changedAt, size: bytes.length};
    }

    readFile(uri: vscode.Uri): Uint8Array {
        return this.#entry(uri).bytes;
    }

    writeFile(uri: vscode.Uri, content: Uint8Array): void {
        this.set(uri, new TextDecoder().decode(content));
    }

    watch(): vscode.Disposable {
        return new vscode.Disposable(() => undefined);
    }

    readDirectory(): [string, vscode.FileType][] {
        return [];
    }

    createDirectory(uri: vscode.Uri): void {
        throw vscode.FileSystemError.NoPermissions(uri);
    }

    delete(uri: vscode.Uri): void {
        this.remove(uri);
    }

    rename(uri: vscode.Uri): void {
        throw vscode.FileSystemError.NoPermissions(uri);
    }

    #entry(uri: vscode.Uri): Entry {
        const entry = this.#entries.get(uri.path);
        if (entry === undefined)
            throw vscode.FileSystemError.FileNotFound(uri);
        return entry;
    }
}
