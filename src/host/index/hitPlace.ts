/** Where a piece of code that the index found stands, for VS Code and for a person. */
import * as vscode from "vscode";

import type {SearchHit} from "../../protocol/indexMessages.js";

export function uriOf({folder, path}: SearchHit): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.file(folder), path);
}

/** Relative to its folder; in a workspace of several folders it begins with the folder's name. */
export function shownPath(hit: SearchHit): string {
    return vscode.workspace.asRelativePath(uriOf(hit));
}
