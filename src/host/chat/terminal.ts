/** What is selected in the terminal. VS Code gives it only by way of the clipboard, whose content is put back. */
import * as vscode from "vscode";

/** @returns undefined when nothing is selected */
export async function terminalSelection(): Promise<string | undefined> {
    if (vscode.window.activeTerminal === undefined)
        return undefined;
    const before = await vscode.env.clipboard.readText();
    // Without a selection the command copies nothing: then this stays.
    const mark = `hearth ${String(Date.now())}`;
    await vscode.env.clipboard.writeText(mark);
    try {
        await vscode.commands.executeCommand("workbench.action.terminal.copySelection");
        const copied = await vscode.env.clipboard.readText();
        return copied === mark || copied.trim() === "" ? undefined : copied;
    } finally {
        await vscode.env.clipboard.writeText(before);
    }
}
