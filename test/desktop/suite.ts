/** Runs inside a desktop VS Code's extension host: Hearth is there, its commands are, and a completion comes and can be accepted. */
import {setTimeout as sleep} from "node:timers/promises";

import * as vscode from "vscode";

/** Where a function's body is wanted that has one natural answer. */
const signature = "export function perimeter(rectangle: Rectangle): number {";
/** A limit, not an expectation: the model loads meanwhile. */
const patienceMs = 180_000;

/** What VS Code's test runner calls. @throws when something is not as it should be: then VS Code ends with a failure */
export async function run(): Promise<void> {
    const extension = vscode.extensions.getExtension("hearth.hearth");
    if (extension === undefined)
        throw new Error("the extension hearth.hearth is not installed");
    await extension.activate();
    await commandsAreThere(extension);
    await completionIsAccepted();
}

async function commandsAreThere(extension: vscode.Extension<unknown>): Promise<void> {
    const {contributes} = extension.packageJSON as {contributes: {commands: {command: string}[]}};
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({command}) => command).filter((command) => !registered.has(command));
    if (contributes.commands.length === 0 || missing.length > 0)
        throw new Error(`commands of the manifest that nobody registered: ${missing.join(", ")}`);
    console.log(`hearth test: ${contributes.commands.length} commands are registered`);
}

async function completionIsAccepted(): Promise<void> {
    const [file] = await vscode.workspace.findFiles("src/geometry.ts");
    if (file === undefined)
        throw new Error("the sample workspace is not open");
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    const end = document.lineAt(document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, `${signature}\n    \n}\n`));
    const line = document.positionAt(document.getText().indexOf(signature)).line + 1;
    editor.selection = new vscode.Selection(line, 4, line, 4);
    const before = document.getText();
    const until = Date.now() + patienceMs;
    // Asked for again and again: the model may still be loading. Accepting does nothing while nothing is shown.
    while (document.getText() === before && Date.now() < until) {
        await vscode.commands.executeCommand("hearth.triggerCompletion");
        await sleep(3_000);
        await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
    }
    const body = document.getText().slice(before.indexOf(signature) + signature.length);
    if (!/rectangle\.(width|height)/.test(body))
        throw new Error(`no completion was accepted within ${patienceMs / 1000} s, or not one that fits: “${body.trim()}”`);
    console.log(`hearth test: accepted “${body.trim()}”`);
}
