/** Runs something that asks the model: shown as it works, cancellable, its failures told in a sentence. */
import * as vscode from "vscode";

import {asHearthError} from "../../core/errors.js";

export async function withModel<T>(title: string, log: vscode.LogOutputChannel, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    return await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title, cancellable: true}, async (_progress, token) => {
        const controller = new AbortController();
        token.onCancellationRequested(() => controller.abort());
        try {
            return await work(controller.signal);
        } catch (error) {
            const known = asHearthError(error);
            if (known.code !== "request.cancelled") {
                log.error(`${title}: ${known.inFull}`);
                void vscode.window.showErrorMessage(known.message);
            }
            return undefined;
        }
    });
}
