/** What a page of Hearth's is made of inside VS Code: its own script and style, and nothing else. */
import {randomBytes} from "node:crypto";
import * as vscode from "vscode";

import type {PageParts} from "../core/pageHtml.js";

/** Where the bundles of pages lie. */
function bundles(extensionUri: vscode.Uri): vscode.Uri {
    return vscode.Uri.joinPath(extensionUri, "dist");
}

/** A page may run its script and load from the bundles; no commands, no forms. */
export function pageOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
    return {enableScripts: true, enableCommandUris: false, enableForms: false, localResourceRoots: [bundles(extensionUri)]};
}

/** @param name of the page's bundle, without ending */
export function pageParts(webview: vscode.Webview, extensionUri: vscode.Uri, name: string): PageParts {
    const address = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(bundles(extensionUri), file)).toString();
    return {script: address(`${name}.js`), style: address(`${name}.css`), nonce: randomBytes(16).toString("hex"), styleSource: webview.cspSource, language: vscode.env.language};
}
