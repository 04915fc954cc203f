/** Changes of the workspace, from VS Code's own Git extension. */
import * as vscode from "vscode";

/** The part of the Git extension's interface that is used here. */
export interface GitRepository {
    readonly rootUri: vscode.Uri;
    readonly inputBox: {value: string};
    readonly state: {readonly indexChanges: readonly unknown[]; readonly workingTreeChanges: readonly unknown[]};
    diff(cached?: boolean): Promise<string>;
    log(options?: {readonly maxEntries?: number}): Promise<readonly {readonly message: string}[]>;
}
interface GitExtension {
    getAPI(version: 1): {readonly repositories: readonly GitRepository[]; getRepository(uri: vscode.Uri): GitRepository | null};
}

/** The repository of a file, or of the Source Control view that a command was run in; else the only or first one. */
export async function repositoryOf(uri?: vscode.Uri): Promise<GitRepository | undefined> {
    const extension = vscode.extensions.getExtension<GitExtension>("vscode.git");
    if (extension === undefined)
        return undefined;
    const api = (extension.isActive ? extension.exports : await extension.activate()).getAPI(1);
    return (uri === undefined ? undefined : api.getRepository(uri)) ?? api.repositories[0];
}

/** The staged changes; when nothing is staged, those of the working tree. Empty when there are none. */
export async function changesOf(repository: GitRepository): Promise<{readonly diff: string; readonly staged: boolean}> {
    const staged = await repository.diff(true);
    return staged.trim() === "" ? {diff: await repository.diff(false), staged: false} : {diff: staged, staged: true};
}
